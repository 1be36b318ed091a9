using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace McpFuzzer.Actors.Executions;

/// <summary>What an operation uses when its state changes. Thread-safe.</summary>
/// <param name="Router">The router, which replies and receives due timers.</param>
/// <param name="Dispatcher">The dispatcher of operations.</param>
/// <param name="Time">The node's clock. Its timers only send messages to the router.</param>
/// <param name="Seed">The seed of the jitter of retries.</param>
/// <param name="Retries">The retry budget.</param>
/// <param name="Counters">The counters.</param>
/// <param name="Log">The router's.</param>
internal sealed record ExecutorSurroundings(
    IActorRef Router,
    MessageDispatcher Dispatcher,
    TimeProvider Time,
    int Seed,
    RetryAllowance Retries,
    ExecutorCounters Counters,
    ILoggingAdapter Log
)
{
    /// <summary>Sends a message to the router after a delay.</summary>
    public ITimer TellLater(object message, TimeSpan after) =>
        Time.CreateTimer(
            static state => ((Later)state!).Tell(),
            new Later(Router, message),
            after,
            Timeout.InfiniteTimeSpan
        );

    private sealed record Later(IActorRef Router, object Message)
    {
        public void Tell() => Router.Tell(Message, Router);
    }
}
