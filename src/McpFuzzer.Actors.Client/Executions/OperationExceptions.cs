using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>An operation was not admitted and did not run: Overloaded, ShuttingDown or InvalidSpec.</summary>
/// <param name="rejected">The executor's reply.</param>
public sealed class OperationRejectedException(OperationRejected rejected)
    : CommandRejectedException(rejected.Reason, rejected.Message);

/// <summary>
/// An operation threw in its last attempt. For a delegate, <see cref="Exception.InnerException" /> is that exception.
/// </summary>
/// <param name="failed">How it ended.</param>
/// <param name="attempts">The number of attempts.</param>
/// <param name="cause">The exception of a delegate; null when unknown.</param>
public sealed class OperationFailedException(OperationOutcome.Failed failed, int attempts, Exception? cause = null)
    : Exception($"{failed.Type} in attempt {attempts}: {failed.Message}", cause)
{
    /// <summary>The type name of the exception.</summary>
    public string Type { get; } = failed.Type;

    /// <summary>The message of the exception.</summary>
    public string FailureMessage { get; } = failed.Message;

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>
/// An attempt of an operation, or the whole request, timed out. An executor that does not reply causes a plain <see
/// cref="TimeoutException" /> instead.
/// </summary>
/// <param name="timedOut">How it ended.</param>
/// <param name="attempts">The number of attempts.</param>
public sealed class OperationTimedOutException(OperationOutcome.TimedOut timedOut, int attempts)
    : TimeoutException(
        $"the operation ran out of time after {Durations.Show(timedOut.After)}, in attempt {attempts}"
            + (timedOut.Abandoned ? ", and has not ended since" : "")
    )
{
    /// <summary>The timeout or deadline that has passed.</summary>
    public TimeSpan After { get; } = timedOut.After;

    /// <summary>True when it had not ended 1 s after its cancellation.</summary>
    public bool Abandoned { get; } = timedOut.Abandoned;

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>
/// An operation was cancelled by the caller's token, by a <see cref="CancelOperation" />, or by the executor's
/// shutdown.
/// </summary>
/// <param name="cancelled">How it ended.</param>
/// <param name="attempts">The number of attempts.</param>
/// <param name="token">The caller's token.</param>
public sealed class OperationCancelledException(
    OperationOutcome.Cancelled cancelled,
    int attempts,
    CancellationToken token
)
    : OperationCanceledException(
        $"the operation was cancelled after {attempts} attempts"
            + (cancelled.Abandoned ? ", and has not ended since" : ""),
        token
    )
{
    /// <summary>True when it had not ended 1 s after its cancellation.</summary>
    public bool Abandoned { get; } = cancelled.Abandoned;

    /// <summary>The number of attempts; zero when it was cancelled while it waited.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>A batch was cancelled by its caller's token. What had been done is not lost.</summary>
/// <param name="batch">Each operation, in one of the two lists that were asked for.</param>
/// <param name="token">The caller's token.</param>
public sealed class BatchCancelledException(BatchCompleted batch, CancellationToken token)
    : OperationCanceledException("the batch was cancelled", token)
{
    /// <summary>The successful operations, in submission order.</summary>
    public IReadOnlyList<BatchResult> Results { get; } = batch.Results;

    /// <summary>The other operations, in submission order.</summary>
    public IReadOnlyList<BatchError> Errors { get; } = batch.Errors;
}
