using Akka.Actor;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>A shutdown in progress: the senders that wait for it, and what had ended before.</summary>
internal sealed class ExecutorShutdown(ExecutorCounters.EndedCounts before)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly List<IActorRef> _senders = [];
    private long? _askedAt;
    private TimeSpan _cancelAfter = TimeSpan.MaxValue;
    private ExecutorStopped? _stopped;

    /// <summary>Adds another sender.</summary>
    /// <param name="sender">The actor that gets the reply.</param>
    /// <param name="timeout">How long to wait before cancelling; null means 5 s, and a negative value zero.</param>
    /// <param name="time">The node's clock.</param>
    /// <returns>Returns when to cancel the rest, from now; null when an earlier time applies.</returns>
    public TimeSpan? Join(IActorRef sender, TimeSpan? timeout, TimeProvider time)
    {
        _senders.Add(sender);
        var after = Bounded(timeout ?? DefaultTimeout);
        var elapsed = time.GetElapsedTime(_askedAt ??= time.GetTimestamp());
        if (elapsed + after >= _cancelAfter)
        {
            return null;
        }

        _cancelAfter = elapsed + after;
        return after;
    }

    /// <summary>Replies to all senders once every operation has its reply, so that this reply comes last.</summary>
    public void TellWhenEnded(ExecutorCounters counters, RequestBook requests)
    {
        if (_stopped is null)
        {
            if (counters.AtWork > 0 || !requests.AreAllAnswered)
            {
                return;
            }

            var ended = counters.Ended;
            _stopped = new ExecutorStopped(
                (int)(ended.ByThemselves - before.ByThemselves),
                (int)(ended.Cancelled - before.Cancelled),
                (int)(ended.CancelledAbandoned - before.CancelledAbandoned)
            );
        }

        foreach (var sender in _senders)
        {
            sender.Tell(_stopped);
        }

        _senders.Clear();
    }

    private static TimeSpan Bounded(TimeSpan timeout) =>
        timeout < TimeSpan.Zero ? TimeSpan.Zero
        : timeout > ExecutionBounds.Time.Max ? ExecutionBounds.Time.Max
        : timeout;
}
