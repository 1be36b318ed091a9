using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>An operation was not admitted, and nothing was run: Overloaded, ShuttingDown or InvalidSpec.</summary>
/// <param name="rejected">As the executor answered it.</param>
public sealed class OperationRejectedException(OperationRejected rejected)
    : CommandRejectedException(rejected.Reason, rejected.Message);

/// <summary>An operation threw, in its last attempt. Of a delegate, <see cref="Exception.InnerException" /> is what it threw.</summary>
/// <param name="failed">How it ended.</param>
/// <param name="attempts">How often it was begun.</param>
/// <param name="cause">What it threw, where that is known.</param>
public sealed class OperationFailedException(OperationOutcome.Failed failed, int attempts, Exception? cause = null)
    : Exception($"{failed.Type} in attempt {attempts}: {failed.Message}", cause)
{
    /// <summary>The type name of what it threw.</summary>
    public string Type { get; } = failed.Type;

    /// <summary>The message of what it threw.</summary>
    public string FailureMessage { get; } = failed.Message;

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>An attempt of an operation, or the whole of it, ran out of time. The executor answered so; one that does not answer at all is a plain <see cref="TimeoutException" />.</summary>
/// <param name="timedOut">How it ended.</param>
/// <param name="attempts">How often it was begun.</param>
public sealed class OperationTimedOutException(OperationOutcome.TimedOut timedOut, int attempts)
    : TimeoutException(
        $"the operation ran out of time after {timedOut.After.TotalSeconds:0.###} s, in attempt {attempts}"
            + (timedOut.Abandoned ? ", and has not ended since" : "")
    )
{
    /// <summary>The timeout or deadline that was met.</summary>
    public TimeSpan After { get; } = timedOut.After;

    /// <summary>True when it had not ended 1 s after its cancellation.</summary>
    public bool Abandoned { get; } = timedOut.Abandoned;

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>An operation was cancelled: by the caller's token, by somebody's <see cref="CancelOperation" />, or by the executor's shutdown.</summary>
/// <param name="cancelled">How it ended.</param>
/// <param name="attempts">How often it was begun.</param>
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

    /// <summary>How often it was begun; zero when it was cancelled while it waited.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>A batch was cancelled by its caller's token. What had been done is not lost.</summary>
/// <param name="batch">Each operation, in one of the two lists that were asked for.</param>
/// <param name="token">The caller's token.</param>
public sealed class BatchCancelledException(BatchCompleted batch, CancellationToken token)
    : OperationCanceledException("the batch was cancelled", token)
{
    /// <summary>Those that succeeded, in the order of submission.</summary>
    public IReadOnlyList<BatchResult> Results { get; } = batch.Results;

    /// <summary>Those that did not, in the order of submission.</summary>
    public IReadOnlyList<BatchError> Errors { get; } = batch.Errors;
}
