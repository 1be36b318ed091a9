namespace McpFuzzer.Actors.Contracts.Executions;

/// <summary>A message to the ExecutorRouter.</summary>
public interface IExecutorCommand;

/// <summary>The replies of an execution: <see cref="OperationCompleted" /> or <see cref="OperationRejected" />.</summary>
public interface IExecuteReply
{
    /// <summary>The request that this answers.</summary>
    RequestId RequestId { get; }
}

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

/// <summary>An operation was not admitted, and nothing was run.</summary>
/// <param name="RequestId">The request that this answers.</param>
/// <param name="Reason"><see cref="RejectReason.Overloaded" />, <see cref="RejectReason.ShuttingDown" />, <see cref="RejectReason.InvalidSpec" /> or
/// <see cref="RejectReason.AlreadyExists" /> for a RequestId that is still at work.</param>
/// <param name="Message">One line.</param>
public sealed record OperationRejected(RequestId RequestId, RejectReason Reason, string Message) : IExecuteReply;

/// <summary>How a failed operation is tried again.</summary>
/// <param name="RetryCount">Extra attempts after the first; zero and more.</param>
/// <param name="RetryDelay">Before the first retry; it doubles with each further one.</param>
/// <param name="MaxDelay">The cap of the delay.</param>
/// <param name="Jitter">The part of the delay that is drawn at random, 0 to 1; 0 is none.</param>
public sealed record RetryPolicy(int RetryCount, TimeSpan RetryDelay, TimeSpan MaxDelay, double Jitter = 0);

/// <summary>Cancels an operation, waiting or running. Never answered; the operation's own reply tells the outcome.</summary>
/// <param name="RequestId">The execution.</param>
public sealed record CancelOperation(RequestId RequestId) : IExecutorCommand;

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
}
