using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// Decides at once whether a request gets in, so that no sender ever waits and nothing is dropped. Single operations and those of batches are counted apart: a batch is one message that
/// holds its own memory, so it is let in whole, however large, and shuts out no single operation; the next one waits outside while so many operations of earlier ones have not ended.
/// So what waits is bounded by twice the capacity and the size of one batch.
/// </summary>
/// <param name="QueueCapacity">How many single operations may wait, for a slot or for their next attempt; and from how many operations of batches on no further batch is let in.</param>
/// <param name="AbandonedLimit">How many that were given up may still be running.</param>
internal sealed record AdmissionGate(int QueueCapacity, int AbandonedLimit)
{
    /// <summary>Null admits a single operation.</summary>
    /// <param name="waiting">Single operations that wait, for a slot or for their next attempt.</param>
    /// <param name="abandoned">Operations that were given up and still run.</param>
    /// <param name="isShuttingDown">A shutdown was asked for.</param>
    public Rejection? Decide(int waiting, int abandoned, bool isShuttingDown) =>
        Decide(waiting, "operations wait already", abandoned, isShuttingDown);

    /// <summary>Null admits a batch.</summary>
    /// <param name="atWork">Operations of earlier batches that have not ended.</param>
    /// <param name="abandoned">Operations that were given up and still run.</param>
    /// <param name="isShuttingDown">A shutdown was asked for.</param>
    public Rejection? DecideBatch(int atWork, int abandoned, bool isShuttingDown) =>
        Decide(atWork, "operations of earlier batches have not ended", abandoned, isShuttingDown);

    /// <summary>Null lets what was admitted begin.</summary>
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

    /// <summary>Why it does not get in.</summary>
    internal sealed record Rejection(RejectReason Reason, string Message);
}
