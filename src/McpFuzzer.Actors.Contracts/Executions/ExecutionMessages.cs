using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Executions;

/// <summary>A message to the ExecutorRouter.</summary>
public interface IExecutorCommand;

/// <summary>
/// The replies of an execution: <see cref="OperationCompleted" /> or <see cref="OperationRejected" />.
/// </summary>
public interface IExecuteReply
{
    /// <summary>The request of this reply.</summary>
    RequestId RequestId { get; }
}

/// <summary>
/// The replies of a batch: <see cref="BatchCompleted" />, or <see cref="OperationRejected" /> when it was not admitted.
/// </summary>
public interface IExecuteBatchReply
{
    /// <summary>The request of this reply.</summary>
    RequestId RequestId { get; }
}

/// <summary>
/// The replies of <see cref="ResizeExecutor" />: <see cref="ExecutorResized" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IResizeReply;

/// <summary>
/// An operation that any node may send: a record that describes the work. The node that runs it registers a handler for
/// its type; nodes that send or receive it register its codec.
/// </summary>
public interface IOperation;

/// <summary>
/// Runs a registered operation under the executor's limits. The reply is an <see cref="IExecuteReply" />.
/// </summary>
/// <param name="RequestId">Identifies it for a cancellation. A repetition within ten minutes returns the first reply,
/// and does not run the operation again. The last 10,000 replies, and at most 64 MiB of them, are kept.</param>
/// <param name="Operation">The operation; rejected as <see cref="RejectReason.InvalidSpec" /> when its type has no
/// handler.</param>
/// <param name="Timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
/// timeout.</param>
/// <param name="Deadline">For all attempts together, from admission; null means none.</param>
/// <param name="Retry">Null means one attempt.</param>
public sealed record ExecuteOperation(
    RequestId RequestId,
    IOperation Operation,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null
) : IExecutorCommand;

/// <summary>
/// Runs registered operations in parallel within the executor's limits. The reply is an <see cref="IExecuteBatchReply"
/// />. A batch of any size is admitted as a whole. It is rejected as <see cref="RejectReason.Overloaded" /> while as
/// many operations of earlier batches as the executor's queue capacity have not ended.
/// </summary>
/// <param name="RequestId">Identifies the batch; its cancellation cancels each operation. A repetition within ten
/// minutes returns the first reply, and does not run the operations again. The last 10,000 replies, and at most 64 MiB
/// of them, are kept.</param>
/// <param name="Operations">The operations; an empty list gives an empty <see cref="BatchCompleted" />.</param>
/// <param name="Timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
/// timeout.</param>
/// <param name="Deadline">For all attempts of one operation together, from admission; null means none.</param>
/// <param name="Retry">The policy of each operation; null means one attempt.</param>
/// <param name="CollectResults">False leaves out the results; the operations still run.</param>
/// <param name="CollectErrors">False leaves out the errors.</param>
public sealed record ExecuteOperations(
    RequestId RequestId,
    IReadOnlyList<IOperation> Operations,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null,
    bool CollectResults = true,
    bool CollectErrors = true
) : IExecutorCommand
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>A completed batch. Each operation is in one of the two lists, unless that list was not requested.</summary>
/// <param name="RequestId">The request of this reply.</param>
/// <param name="Results">The successful operations, in submission order.</param>
/// <param name="Errors">The other operations, in submission order.</param>
public sealed record BatchCompleted(
    RequestId RequestId,
    IReadOnlyList<BatchResult> Results,
    IReadOnlyList<BatchError> Errors
) : IExecuteBatchReply
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>An operation of a batch that succeeded.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Value">Its result.</param>
public readonly record struct BatchResult(int Index, object? Value);

/// <summary>Why an operation of a batch did not succeed.</summary>
public enum BatchErrorKind
{
    /// <summary>It threw in its last attempt.</summary>
    Failed,

    /// <summary>An attempt, or the whole request, timed out.</summary>
    TimedOut,

    /// <summary>It was cancelled by itself, with its batch, or by a shutdown.</summary>
    Cancelled,

    /// <summary>It did not start, because too many abandoned operations are still running.</summary>
    Rejected,
}

/// <summary>An operation of a batch that did not succeed.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Kind">The kind of error.</param>
/// <param name="Type">The type name of the exception for a failed one, otherwise the name of the outcome or of the
/// <see cref="RejectReason" />.</param>
/// <param name="Message">One line.</param>
public sealed record BatchError(int Index, BatchErrorKind Kind, string Type, string Message);

/// <summary>How an operation ended: exactly one of four, exactly once.</summary>
public abstract record OperationOutcome
{
    private OperationOutcome() { }

    /// <summary>It returned.</summary>
    /// <param name="Value">Its result.</param>
    public sealed record Succeeded(object? Value) : OperationOutcome;

    /// <summary>It threw in its last attempt.</summary>
    /// <param name="Type">The exception's type name.</param>
    /// <param name="Message">The exception's message.</param>
    public sealed record Failed(string Type, string Message) : OperationOutcome;

    /// <summary>An attempt, or the whole request, timed out.</summary>
    /// <param name="After">The timeout or deadline that has passed.</param>
    /// <param name="Abandoned">True when it had not ended 1 s after its cancellation. Its slot was released
    /// anyway.</param>
    public sealed record TimedOut(TimeSpan After, bool Abandoned) : OperationOutcome;

    /// <summary>A request or a shutdown cancelled it.</summary>
    /// <param name="Abandoned">True when it had not ended 1 s after its cancellation. Its slot was released
    /// anyway.</param>
    public sealed record Cancelled(bool Abandoned) : OperationOutcome;
}

/// <summary>An admitted operation has ended.</summary>
/// <param name="RequestId">The request of this reply.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Attempts">The number of attempts; zero when it was cancelled while it waited.</param>
/// <param name="Elapsed">From its first slot to its end (monotonic).</param>
public sealed record OperationCompleted(RequestId RequestId, OperationOutcome Outcome, int Attempts, TimeSpan Elapsed)
    : IExecuteReply;

/// <summary>An operation was not admitted, or did not start after all.</summary>
/// <param name="RequestId">The request of this reply.</param>
/// <param name="Reason"><see cref="RejectReason.Overloaded" />, <see cref="RejectReason.ShuttingDown" />,
/// <see cref="RejectReason.InvalidSpec" /> or <see cref="RejectReason.AlreadyExists" /> for a RequestId that names a
/// command of another kind.</param>
/// <param name="Message">One line.</param>
public sealed record OperationRejected(RequestId RequestId, RejectReason Reason, string Message)
    : IExecuteReply,
        IExecuteBatchReply;

/// <summary>How failed operations are retried, within the executor's retry budget.</summary>
/// <param name="RetryCount">Extra attempts after the first; at least zero.</param>
/// <param name="RetryDelay">The delay before the first retry. It doubles with each further one.</param>
/// <param name="MaxDelay">The cap of the delay.</param>
/// <param name="Jitter">The random part of the delay, 0 to 1.</param>
public sealed record RetryPolicy(int RetryCount, TimeSpan RetryDelay, TimeSpan MaxDelay, double Jitter = 0);

/// <summary>
/// Cancels an operation, waiting or running. The outcome comes with the operation's own reply.
/// </summary>
/// <param name="RequestId">The execution.</param>
public sealed record CancelOperation(RequestId RequestId) : IExecutorCommand;

/// <summary>
/// Changes the executor's concurrency. A larger one takes effect at once; with a smaller one, running operations
/// complete. The reply is <see cref="ExecutorResized" />, or a rejection: <see cref="RejectReason.InvalidSpec" /> or
/// <see cref="RejectReason.ShuttingDown" />.
/// </summary>
/// <param name="MaxConcurrency">1 to 1,024.</param>
public sealed record ResizeExecutor(int MaxConcurrency) : IExecutorCommand;

/// <summary>The executor's concurrency has changed.</summary>
/// <param name="MaxConcurrency">The new concurrency.</param>
/// <param name="Before">The previous concurrency.</param>
public sealed record ExecutorResized(int MaxConcurrency, int Before) : IResizeReply;

/// <summary>Queries counts. The reply is <see cref="ExecutorStats" />.</summary>
public sealed record GetExecutorStats : IExecutorCommand;

/// <summary>
/// Admits no more operations, waits, cancels the rest, and always ends at its bound. The reply is <see
/// cref="ExecutorStopped" />.
/// </summary>
/// <param name="Timeout">How long to wait before cancelling; null means 5 s.</param>
public sealed record ShutdownExecutor(TimeSpan? Timeout = null) : IExecutorCommand;

/// <summary>The executor has shut down.</summary>
/// <param name="Finished">Operations that ended by themselves during the shutdown.</param>
/// <param name="Cancelled">Operations that were cancelled.</param>
/// <param name="Abandoned">Cancelled operations that had not ended at the bound.</param>
public sealed record ExecutorStopped(int Finished, int Cancelled, int Abandoned);

/// <summary>Counts of the executor.</summary>
public sealed record ExecutorStats
{
    /// <summary>How many operations run at once at most.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Operations that hold a slot.</summary>
    public required int Running { get; init; }

    /// <summary>Operations that wait for a slot.</summary>
    public required int Queued { get; init; }

    /// <summary>Operations that wait for their next attempt, without a slot.</summary>
    public required int BackingOff { get; init; }

    /// <summary>Abandoned operations that have not ended.</summary>
    public required int Abandoned { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Succeeded" />.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Failed" />.</summary>
    public required long Failed { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.TimedOut" />.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Cancelled" />.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Rejected.</summary>
    public required long Rejected { get; init; }

    /// <summary>Attempts beyond the first.</summary>
    public required long Retries { get; init; }

    /// <summary>Failures that were not retried because the retry budget was used up.</summary>
    public required long RetriesDenied { get; init; }
}
