using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Executions;

/// <summary>A message to the ExecutorRouter.</summary>
public interface IExecutorCommand;

/// <summary>The replies of an execution: <see cref="OperationCompleted" /> or <see cref="OperationRejected" />.</summary>
public interface IExecuteReply
{
    /// <summary>The request that this answers.</summary>
    RequestId RequestId { get; }
}

/// <summary>The replies of a batch: <see cref="BatchCompleted" />, or <see cref="OperationRejected" /> when nothing of it was admitted.</summary>
public interface IExecuteBatchReply
{
    /// <summary>The request that this answers.</summary>
    RequestId RequestId { get; }
}

/// <summary>The replies of <see cref="ResizeExecutor" />: <see cref="ExecutorResized" /> or <see cref="CommandRejected" />.</summary>
public interface IResizeReply;

/// <summary>
/// An operation that may come from any node: a record that says what is to be done. Its handler is registered by its type where it is run, and its codec where it crosses the wire.
/// </summary>
public interface IOperation;

/// <summary>Runs a registered operation under the executor's limits. Answered by one <see cref="IExecuteReply" />.</summary>
/// <param name="RequestId">Names it for its cancellation; the same one again within ten minutes gives the first reply, and nothing is run twice,
/// unless 10,000 or 64 MiB of replies have come since, or that reply alone has more.</param>
/// <param name="Operation">What to run; refused as <see cref="RejectReason.InvalidSpec" /> when no handler is registered for its type.</param>
/// <param name="Timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
/// <param name="Deadline">For all attempts together, from admission; null is without.</param>
/// <param name="Retry">Null is one attempt.</param>
public sealed record ExecuteOperation(
    RequestId RequestId,
    IOperation Operation,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null
) : IExecutorCommand;

/// <summary>
/// Runs registered operations, side by side within the executor's limits. Answered by one <see cref="IExecuteBatchReply" />. A batch is let in whole, however large; while as many
/// operations of earlier ones as the executor's queue capacity have not ended, it is refused as <see cref="RejectReason.Overloaded" />.
/// </summary>
/// <param name="RequestId">Names the batch: its cancellation cancels each of its operations. The same one again within ten minutes gives the first reply, and nothing is run twice,
/// unless 10,000 or 64 MiB of replies have come since, or that reply alone has more.</param>
/// <param name="Operations">What to run; none is answered by an empty <see cref="BatchCompleted" />.</param>
/// <param name="Timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
/// <param name="Deadline">For all attempts of one operation together, from admission; null is without.</param>
/// <param name="Retry">Of each operation; null is one attempt.</param>
/// <param name="CollectResults">False leaves the results out; the operations run all the same.</param>
/// <param name="CollectErrors">False leaves the errors out.</param>
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

/// <summary>A batch has ended: each operation is in one of the two lists, unless its list was not asked for.</summary>
/// <param name="RequestId">The request that this answers.</param>
/// <param name="Results">Those that succeeded, in the order of submission.</param>
/// <param name="Errors">Those that did not, in the order of submission.</param>
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
/// <param name="Value">What it returned.</param>
public readonly record struct BatchResult(int Index, object? Value);

/// <summary>What kept an operation of a batch from succeeding.</summary>
public enum BatchErrorKind
{
    /// <summary>It threw, in its last attempt.</summary>
    Failed,

    /// <summary>An attempt, or the whole, ran out of time.</summary>
    TimedOut,

    /// <summary>It was cancelled, or with its batch, or by shutdown.</summary>
    Cancelled,

    /// <summary>It was not begun: too many operations that were given up are still running.</summary>
    Rejected,
}

/// <summary>An operation of a batch that did not succeed.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Kind">What kept it from succeeding.</param>
/// <param name="Type">The exception's type name of one that failed, else the name of the outcome or of the <see cref="RejectReason" />.</param>
/// <param name="Message">One line.</param>
public sealed record BatchError(int Index, BatchErrorKind Kind, string Type, string Message);

/// <summary>How an operation ended: exactly one of four, exactly once.</summary>
public abstract record OperationOutcome
{
    private OperationOutcome() { }

    /// <summary>It returned.</summary>
    /// <param name="Value">What it returned.</param>
    public sealed record Succeeded(object? Value) : OperationOutcome;

    /// <summary>It threw, in its last attempt.</summary>
    /// <param name="Type">The exception's type name.</param>
    /// <param name="Message">The exception's message.</param>
    public sealed record Failed(string Type, string Message) : OperationOutcome;

    /// <summary>An attempt, or the whole, ran out of time.</summary>
    /// <param name="After">The timeout or deadline that was met.</param>
    /// <param name="Abandoned">True when it had not ended 1 s after its cancellation; its slot was given back all the same.</param>
    public sealed record TimedOut(TimeSpan After, bool Abandoned) : OperationOutcome;

    /// <summary>It was cancelled by request or by shutdown.</summary>
    /// <param name="Abandoned">True when it had not ended 1 s after its cancellation; its slot was given back all the same.</param>
    public sealed record Cancelled(bool Abandoned) : OperationOutcome;
}

/// <summary>An admitted operation has ended.</summary>
/// <param name="RequestId">The request that this answers.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Attempts">How often it was begun; zero when it was cancelled while it waited.</param>
/// <param name="Elapsed">From its first slot to its end (monotonic).</param>
public sealed record OperationCompleted(RequestId RequestId, OperationOutcome Outcome, int Attempts, TimeSpan Elapsed)
    : IExecuteReply;

/// <summary>An operation was not admitted, or not begun after all, and nothing was run.</summary>
/// <param name="RequestId">The request that this answers.</param>
/// <param name="Reason"><see cref="RejectReason.Overloaded" />, <see cref="RejectReason.ShuttingDown" />, <see cref="RejectReason.InvalidSpec" /> or
/// <see cref="RejectReason.AlreadyExists" /> for a RequestId that names a command of another kind.</param>
/// <param name="Message">One line.</param>
public sealed record OperationRejected(RequestId RequestId, RejectReason Reason, string Message)
    : IExecuteReply,
        IExecuteBatchReply;

/// <summary>How a failed operation is tried again, as long as the executor's retry budget has something left.</summary>
/// <param name="RetryCount">Extra attempts after the first; zero and more.</param>
/// <param name="RetryDelay">Before the first retry; it doubles with each further one.</param>
/// <param name="MaxDelay">The cap of the delay.</param>
/// <param name="Jitter">The part of the delay that is drawn at random, 0 to 1; 0 is none.</param>
public sealed record RetryPolicy(int RetryCount, TimeSpan RetryDelay, TimeSpan MaxDelay, double Jitter = 0);

/// <summary>Cancels an operation, waiting or running. Never answered; the operation's own reply tells the outcome.</summary>
/// <param name="RequestId">The execution.</param>
public sealed record CancelOperation(RequestId RequestId) : IExecutorCommand;

/// <summary>
/// Changes how many operations run at once, from now on: more begin at once, and with fewer those that run go on to their end. Answered by <see cref="ExecutorResized" />, or refused as
/// <see cref="RejectReason.InvalidSpec" /> or <see cref="RejectReason.ShuttingDown" />.
/// </summary>
/// <param name="MaxConcurrency">1 to 1,024.</param>
public sealed record ResizeExecutor(int MaxConcurrency) : IExecutorCommand;

/// <summary>The executor has another size.</summary>
/// <param name="MaxConcurrency">How many operations run at once from now on.</param>
/// <param name="Before">How many it was before.</param>
public sealed record ExecutorResized(int MaxConcurrency, int Before) : IResizeReply;

/// <summary>Asks for counts. Answered by <see cref="ExecutorStats" />.</summary>
public sealed record GetExecutorStats : IExecutorCommand;

/// <summary>Admits nothing more, waits, cancels, and ends at its bound whatever the operations do. Answered by <see cref="ExecutorStopped" />.</summary>
/// <param name="Timeout">How long to wait before cancelling; null is 5 s.</param>
public sealed record ShutdownExecutor(TimeSpan? Timeout = null) : IExecutorCommand;

/// <summary>The executor has ended.</summary>
/// <param name="Finished">Operations that ended by themselves since the shutdown was asked for.</param>
/// <param name="Cancelled">Operations that were cancelled.</param>
/// <param name="Abandoned">Those of the cancelled that had not ended at the bound.</param>
public sealed record ExecutorStopped(int Finished, int Cancelled, int Abandoned);

/// <summary>Counts of the executor.</summary>
public sealed record ExecutorStats
{
    /// <summary>How many operations run at once at most.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Operations that hold a slot.</summary>
    public required int Running { get; init; }

    /// <summary>Operations that wait for one.</summary>
    public required int Queued { get; init; }

    /// <summary>Operations that wait for their next attempt, without a slot.</summary>
    public required int BackingOff { get; init; }

    /// <summary>Operations that were given up and have still not ended.</summary>
    public required int Abandoned { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Succeeded" />.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Failed" />.</summary>
    public required long Failed { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.TimedOut" />.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Ended with <see cref="OperationOutcome.Cancelled" />.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Refused.</summary>
    public required long Rejected { get; init; }

    /// <summary>Attempts beyond the first.</summary>
    public required long Retries { get; init; }

    /// <summary>Failures that were not tried again, though their policy allowed it, since the retry budget was used up.</summary>
    public required long RetriesDenied { get; init; }
}
