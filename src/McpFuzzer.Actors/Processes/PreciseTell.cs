using Akka.Actor;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Tells an actor one thing at a time, when it is due by the node's own timers (docs/performance.md, "The stop of a
/// child"): Akka's look every 10 ms, which is longer than most ends take. A message that was due just before a
/// cancellation may still arrive.
/// </summary>
internal sealed class PreciseTell(TimeProvider time, IActorRef to)
{
    private ITimer? _timer;
    private object? _message;

    /// <summary>Replaces the scheduled message. The same message again needs no further timer.</summary>
    public void Set(object message, TimeSpan after)
    {
        if (_timer is not null && ReferenceEquals(message, _message))
        {
            _ = _timer.Change(after, Timeout.InfiniteTimeSpan);
            return;
        }

        Cancel();
        _message = message;
        _timer = time.CreateTimer(_ => to.Tell(message, to), null, after, Timeout.InfiniteTimeSpan);
    }

    public void Cancel() => _ = _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
