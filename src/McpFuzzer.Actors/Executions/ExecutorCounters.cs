using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Counts of one executor, kept where operations change their state, on whatever thread that is: whoever has a reply in hand finds it counted.
/// </summary>
internal sealed class ExecutorCounters
{
    private readonly int[] _inPhase = new int[Enum.GetValues<OperationPhase>().Length];
    private long _succeeded;
    private long _failed;
    private long _timedOut;
    private long _cancelled;
    private long _cancelledAbandoned;
    private long _rejected;
    private long _retries;

    public int BackingOff => In(OperationPhase.BackingOff);

    public int Abandoned => In(OperationPhase.Abandoned);

    /// <summary>Operations that have no reply yet.</summary>
    public int AtWork =>
        In(OperationPhase.Queued) + BackingOff + In(OperationPhase.Running) + In(OperationPhase.Ending);

    public EndedCounts Ended =>
        new(
            Volatile.Read(ref _succeeded) + Volatile.Read(ref _failed) + Volatile.Read(ref _timedOut),
            Volatile.Read(ref _cancelled),
            Volatile.Read(ref _cancelledAbandoned)
        );

    public void Admitted() => Interlocked.Increment(ref _inPhase[(int)OperationPhase.Queued]);

    public void Rejected() => Interlocked.Increment(ref _rejected);

    public void Moved(OperationState before, OperationState after)
    {
        // In this order a sum over the phases is never short of an operation; at worst it has one twice.
        Interlocked.Increment(ref _inPhase[(int)after.Phase]);
        Interlocked.Decrement(ref _inPhase[(int)before.Phase]);
        if (after.Attempts > before.Attempts && after.Attempts > 1)
        {
            Interlocked.Increment(ref _retries);
        }

        if (before.IsAnswered || !after.IsAnswered)
        {
            return;
        }

        switch (after.Outcome)
        {
            case OperationOutcome.Succeeded:
                Interlocked.Increment(ref _succeeded);
                break;
            case OperationOutcome.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case OperationOutcome.TimedOut:
                Interlocked.Increment(ref _timedOut);
                break;
            case OperationOutcome.Cancelled cancelled:
                Interlocked.Increment(ref _cancelled);
                Interlocked.Add(ref _cancelledAbandoned, cancelled.Abandoned ? 1 : 0);
                break;
            default:
                Rejected();
                break;
        }
    }

    public ExecutorStats Stats(int maxConcurrency) =>
        new()
        {
            MaxConcurrency = maxConcurrency,
            Running = In(OperationPhase.Running) + In(OperationPhase.Ending),
            Queued = In(OperationPhase.Queued),
            BackingOff = BackingOff,
            Abandoned = Abandoned,
            Succeeded = Volatile.Read(ref _succeeded),
            Failed = Volatile.Read(ref _failed),
            TimedOut = Volatile.Read(ref _timedOut),
            Cancelled = Volatile.Read(ref _cancelled),
            Rejected = Volatile.Read(ref _rejected),
            Retries = Volatile.Read(ref _retries),
            RetriesDenied = 0,
        };

    private int In(OperationPhase phase) => Volatile.Read(ref _inPhase[(int)phase]);

    /// <summary>How many have ended, by how.</summary>
    internal sealed record EndedCounts(long ByThemselves, long Cancelled, long CancelledAbandoned);
}
