using Akka.Actor;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Tells an actor one thing at a time, when it is due by the node's own timers: Akka's look every 10 ms, which is longer than most ends take. What was told just before it was cancelled may
/// still come.
/// </summary>
internal sealed class PromptTell(TimeProvider time, IActorRef to)
{
    private ITimer? _timer;

    /// <summary>In place of what was to be told before.</summary>
    public void Set(object message, TimeSpan after)
    {
        Cancel();
        _timer = time.CreateTimer(_ => to.Tell(message, to), null, after, Timeout.InfiniteTimeSpan);
    }

    public void Cancel()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
