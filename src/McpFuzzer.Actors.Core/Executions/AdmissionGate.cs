using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// Admits or rejects a request at once, so that no sender ever waits and nothing is dropped. Single operations and
/// those of batches are counted separately: a batch is one message that holds its own memory, so a batch of any size is
/// admitted as a whole, and displaces no single operation. The next batch is rejected while too many operations of
/// earlier ones have not ended. The waiting operations are bounded by twice the capacity plus the size of one batch.
/// </summary>
/// <param name="QueueCapacity">The bound of single operations that wait for a slot or for their next attempt, and of
/// operations of batches before the next batch is rejected.</param>
/// <param name="AbandonedLimit">The bound of abandoned operations that still run.</param>
internal sealed record AdmissionGate(int QueueCapacity, int AbandonedLimit)
{
    /// <summary>Returns null when a single operation is admitted.</summary>
    /// <param name="waiting">Single operations that wait, for a slot or for their next attempt.</param>
    /// <param name="abandoned">Abandoned operations that still run.</param>
    /// <param name="isShuttingDown">Whether a shutdown is under way.</param>
    public Rejection? Decide(int waiting, int abandoned, bool isShuttingDown) =>
        Decide(waiting, "operations wait already", abandoned, isShuttingDown);

    /// <summary>Returns null when a batch is admitted.</summary>
    /// <param name="atWork">Operations of earlier batches that have not ended.</param>
    /// <param name="abandoned">Abandoned operations that still run.</param>
    /// <param name="isShuttingDown">Whether a shutdown is under way.</param>
    public Rejection? DecideBatch(int atWork, int abandoned, bool isShuttingDown) =>
        Decide(atWork, "operations of earlier batches have not ended", abandoned, isShuttingDown);

    /// <summary>Returns null when an admitted operation may start.</summary>
    public Rejection? DecideBegin(int abandoned) =>
        abandoned >= AbandonedLimit
            ? new Rejection(
                RejectReason.Overloaded,
                $"{abandoned} abandoned operations are still running (abandoned-limit {AbandonedLimit})"
            )
            : null;

    private Rejection? Decide(int count, string what, int abandoned, bool isShuttingDown) =>
        isShuttingDown ? new Rejection(RejectReason.ShuttingDown, "the executor is shutting down")
        : count >= QueueCapacity
            ? new Rejection(RejectReason.Overloaded, $"{count} {what} (queue-capacity {QueueCapacity})")
        : DecideBegin(abandoned);

    /// <summary>Why it is rejected.</summary>
    internal sealed record Rejection(RejectReason Reason, string Message);
}
