using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace McpFuzzer.Actors.Executions;

/// <summary>What an operation acts on when its state changes, on whatever thread that is; all of it may be used from any.</summary>
/// <param name="Router">Who answers, and is told of what is due.</param>
/// <param name="Dispatcher">Where operations run.</param>
/// <param name="Time">The node's clock; its timers tell the router, and do nothing else.</param>
/// <param name="Seed">Of the jitter of retries.</param>
/// <param name="Retries">How many there may be.</param>
/// <param name="Counters">Who is told of every change.</param>
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
    /// <summary>Tells the router something after a while.</summary>
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
