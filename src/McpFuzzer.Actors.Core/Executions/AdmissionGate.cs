using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>Decides at once whether an operation gets in, so that no sender ever waits and nothing is dropped.</summary>
/// <param name="QueueCapacity">How many may wait, for a slot or for their next attempt.</param>
/// <param name="AbandonedLimit">How many that were given up may still be running.</param>
internal sealed record AdmissionGate(int QueueCapacity, int AbandonedLimit)
{
    /// <summary>Null admits.</summary>
    /// <param name="waiting">Operations that wait, for a slot or for their next attempt.</param>
    /// <param name="abandoned">Operations that were given up and still run.</param>
    /// <param name="isAtWork">An operation with the same RequestId has no reply yet.</param>
    /// <param name="isShuttingDown">A shutdown was asked for.</param>
    public Refusal? Decide(int waiting, int abandoned, bool isAtWork, bool isShuttingDown) =>
        isShuttingDown ? new Refusal(RejectReason.ShuttingDown, "the executor is shutting down")
        : isAtWork ? new Refusal(RejectReason.AlreadyExists, "an operation with this RequestId is still at work")
        : waiting >= QueueCapacity
            ? new Refusal(
                RejectReason.Overloaded,
                $"{waiting} operations wait already (queue-capacity {QueueCapacity})"
            )
        : abandoned >= AbandonedLimit
            ? new Refusal(
                RejectReason.Overloaded,
                $"{abandoned} abandoned operations are still running (abandoned-limit {AbandonedLimit})"
            )
        : null;

    /// <summary>Why it does not get in.</summary>
    internal sealed record Refusal(RejectReason Reason, string Message);
}
