using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// The counters of one executor. Any thread that changes an operation's state updates them, so a reply is counted
/// before it is received.
/// </summary>
internal sealed class ExecutorCounters
{
    private readonly StripedCount[] _inPhase = [.. Enum.GetValues<OperationPhase>().Select(_ => new StripedCount())];
    private readonly StripedCount _succeeded = new();
    private readonly StripedCount _endedOfBatches = new();
    private long _admittedOfBatches;
    private long _admitted;
    private long _failed;
    private long _timedOut;
    private long _cancelled;
    private long _cancelledAbandoned;
    private long _rejectedAfterAdmission;
    private long _rejectedOnArrival;
    private long _retries;
    private long _retriesDenied;
    private int _backingOffAlone;
    private int _abandoned;

    /// <summary>Single operations that wait for their next attempt.</summary>
    public int BackingOffAlone => Volatile.Read(ref _backingOffAlone);

    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>
    /// Operations without a reply, for the router's admission. The count of ended operations only grows, so this is
    /// never too low.
    /// </summary>
    public long AtWork =>
        Volatile.Read(ref _admitted)
        - _succeeded.Sum
        - Volatile.Read(ref _failed)
        - Volatile.Read(ref _timedOut)
        - Volatile.Read(ref _cancelled)
        - Volatile.Read(ref _rejectedAfterAdmission);

    /// <summary>Operations of batches without a reply.</summary>
    public long AtWorkOfBatches => Volatile.Read(ref _admittedOfBatches) - _endedOfBatches.Sum;

    public EndedCounts Ended =>
        new(
            _succeeded.Sum + Volatile.Read(ref _failed) + Volatile.Read(ref _timedOut),
            Volatile.Read(ref _cancelled),
            Volatile.Read(ref _cancelledAbandoned)
        );

    public void Admitted(int operations, bool isAlone)
    {
        _admittedOfBatches += isAlone ? 0 : operations;
        _inPhase[(int)OperationPhase.Queued].Add(operations);
        Interlocked.Add(ref _admitted, operations);
    }

    /// <summary>Rejected operations.</summary>
    public void Rejected(int operations) => Interlocked.Add(ref _rejectedOnArrival, operations);

    public void RetryDenied() => Interlocked.Increment(ref _retriesDenied);

    /// <summary>Counts a change of state of one operation.</summary>
    public void Moved(OperationState before, OperationState after, bool isAlone)
    {
        _inPhase[(int)after.Phase].Add(1);
        _inPhase[(int)before.Phase].Add(-1);
        CountRare(before.Phase, -1, isAlone);
        CountRare(after.Phase, 1, isAlone);
        if (after.Attempts > before.Attempts && after.Attempts > 1)
        {
            Interlocked.Increment(ref _retries);
        }

        if (!before.IsAnswered && after.IsAnswered)
        {
            Count(after, 1, isAlone);
        }
    }

    /// <summary>Counts operations of a batch that never started and ended in the same way.</summary>
    public void EndedUnbegun(OperationState after, int operations)
    {
        _inPhase[(int)OperationPhase.Queued].Add(-operations);
        Count(after, operations, isAlone: false);
    }

    public ExecutorStats Stats(int maxConcurrency) =>
        new()
        {
            MaxConcurrency = maxConcurrency,
            Running = In(OperationPhase.Running) + In(OperationPhase.Ending),
            Queued = In(OperationPhase.Queued),
            BackingOff = In(OperationPhase.BackingOff),
            Abandoned = Abandoned,
            Succeeded = _succeeded.Sum,
            Failed = Volatile.Read(ref _failed),
            TimedOut = Volatile.Read(ref _timedOut),
            Cancelled = Volatile.Read(ref _cancelled),
            Rejected = Volatile.Read(ref _rejectedOnArrival) + Volatile.Read(ref _rejectedAfterAdmission),
            Retries = Volatile.Read(ref _retries),
            RetriesDenied = Volatile.Read(ref _retriesDenied),
        };

    // A sum over the stripes may see the second half of a change without its first.
    private int In(OperationPhase phase) => (int)Math.Max(0, _inPhase[(int)phase].Sum);

    // Kept separately, since each admission reads it and it rarely changes.
    private void CountRare(OperationPhase phase, int change, bool isAlone)
    {
        if (phase == OperationPhase.Abandoned)
        {
            Interlocked.Add(ref _abandoned, change);
        }
        else if (phase == OperationPhase.BackingOff && isAlone)
        {
            Interlocked.Add(ref _backingOffAlone, change);
        }
    }

    private void Count(OperationState answered, int operations, bool isAlone)
    {
        if (!isAlone)
        {
            _endedOfBatches.Add(operations);
        }

        switch (answered.Outcome)
        {
            case OperationOutcome.Succeeded:
                _succeeded.Add(operations);
                break;
            case OperationOutcome.Failed:
                Interlocked.Add(ref _failed, operations);
                break;
            case OperationOutcome.TimedOut:
                Interlocked.Add(ref _timedOut, operations);
                break;
            case OperationOutcome.Cancelled cancelled:
                // Counted first, so that no reader sees an end without its outcome.
                Interlocked.Add(ref _cancelledAbandoned, cancelled.Abandoned ? operations : 0);
                Interlocked.Add(ref _cancelled, operations);
                break;
            default:
                Interlocked.Add(ref _rejectedAfterAdmission, operations);
                break;
        }
    }

    /// <summary>The number of ended operations, by outcome.</summary>
    internal sealed record EndedCounts(long ByThemselves, long Cancelled, long CancelledAbandoned);
}
