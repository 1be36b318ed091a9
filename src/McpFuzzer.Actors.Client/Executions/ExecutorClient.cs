using Akka.Actor;
using McpFuzzer.Actors.Client.Requests;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>
/// A client of the ExecutorRouter for code that is not an actor. Registered operations (<see cref="IOperation" />) run
/// on the executor's node; delegates run only on this node. An execution returns the result of its operation, or throws
/// <see cref="OperationFailedException" />, <see cref="OperationTimedOutException" />, <see
/// cref="OperationCancelledException" /> or <see cref="OperationRejectedException" />. It may take any time while the
/// executor replies. Otherwise a <see cref="TimeoutException" /> names the command (<see
/// cref="ClientOptions.AskTimeout" />). Thread-safe.
/// </summary>
public sealed partial class ExecutorClient
{
    private const string Name = "ExecutorRouter";

    private readonly ActorEndpoint _executor;
    private readonly Lazy<RetryPolicy> _retry;

    /// <summary>Creates a client of an executor.</summary>
    /// <param name="executor">The ExecutorRouter, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ExecutorClient(IActorRef executor, ClientOptions? options = null)
        : this(given => ActorEndpoint.Of(Name, executor, given), options, () => ClientOptions.DefaultRetry) { }

    internal ExecutorClient(
        Func<CancellationToken, Task<IActorRef>> executor,
        ClientOptions? options,
        Func<RetryPolicy> retryOfNode
    )
        : this(given => new ActorEndpoint(Name, executor, given), options, retryOfNode) { }

    private ExecutorClient(
        Func<ClientOptions, ActorEndpoint> executor,
        ClientOptions? options,
        Func<RetryPolicy> retryOtherwise
    )
    {
        var given = ClientOptions.Checked(options);
        _executor = executor(given);
        _retry = new Lazy<RetryPolicy>(() => given.Retry ?? retryOtherwise(), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Runs a delegate once, within the executor's limits.</summary>
    /// <param name="operation">The operation. It runs on the executor's threads; its token is cancelled by timeout,
    /// request or shutdown.</param>
    /// <param name="timeout">The timeout of each attempt, from the moment when its slot is taken, more than zero and at
    /// most 24 d; null takes the executor's.</param>
    /// <param name="deadline">The deadline of the whole request, from admission; null means none.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was abandoned. An
    /// operation that has succeeded in the meantime still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, which cannot run a
    /// delegate.</exception>
    public Task<T> ExecuteAsync<T>(
        Func<CancellationToken, Task<T>> operation,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync(operation, timeout, deadline, null, null, cancellationToken);

    /// <summary>Runs a registered operation once, within the executor's limits.</summary>
    /// <param name="operation">The operation, whose handler is registered on the executor's node.</param>
    /// <param name="timeout">The timeout of each attempt, from the moment when its slot is taken, more than zero and at
    /// most 24 d; null takes the executor's.</param>
    /// <param name="deadline">The deadline of the whole request, from admission; null means none.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was abandoned. An
    /// operation that has succeeded in the meantime still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted, or its type has no handler.</exception>
    public Task<T> ExecuteAsync<T>(
        IOperation operation,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync<T>(operation, timeout, deadline, null, cancellationToken);

    /// <summary>
    /// Runs a delegate, and retries failures. The slot is free during the delays, which double. A cancellation is never
    /// retried.
    /// </summary>
    /// <param name="operation">The operation. It runs on the executor's threads; its token is cancelled by timeout,
    /// request or shutdown.</param>
    /// <param name="retryCount">Extra attempts, 0 to 1,000; null takes the policy of the options.</param>
    /// <param name="retryDelay">The delay before the first retry; null takes the policy of the options. A longer delay
    /// than that policy's cap raises the cap.</param>
    /// <param name="timeout">The timeout of each attempt, from the moment when its slot is taken, more than zero and at
    /// most 24 d; null takes the executor's.</param>
    /// <param name="deadline">The deadline of the whole request, from admission; null means none.</param>
    /// <param name="mayRetry">Returns whether an attempt that failed with this exception, or timed out (<see
    /// cref="TimeoutException" />), may be retried; null means always.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was abandoned. An
    /// operation that has succeeded in the meantime still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, which cannot run a
    /// delegate.</exception>
    public Task<T> ExecuteWithRetryAsync<T>(
        Func<CancellationToken, Task<T>> operation,
        int? retryCount = null,
        TimeSpan? retryDelay = null,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        Func<Exception, bool>? mayRetry = null,
        CancellationToken cancellationToken = default
    ) => RunAsync(operation, timeout, deadline, Policy(retryCount, retryDelay), mayRetry, cancellationToken);

    /// <summary>Runs a registered operation, and retries failures.</summary>
    /// <param name="operation">The operation, whose handler is registered on the executor's node.</param>
    /// <param name="retryCount">Extra attempts, 0 to 1,000; null takes the policy of the options.</param>
    /// <param name="retryDelay">The delay before the first retry; null takes the policy of the options. A longer delay
    /// than that policy's cap raises the cap.</param>
    /// <param name="timeout">The timeout of each attempt, from the moment when its slot is taken, more than zero and at
    /// most 24 d; null takes the executor's.</param>
    /// <param name="deadline">The deadline of the whole request, from admission; null means none.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was abandoned. An
    /// operation that has succeeded in the meantime still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted, or its type has no handler.</exception>
    public Task<T> ExecuteWithRetryAsync<T>(
        IOperation operation,
        int? retryCount = null,
        TimeSpan? retryDelay = null,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync<T>(operation, timeout, deadline, Policy(retryCount, retryDelay), cancellationToken);

    /// <summary>
    /// Cancels an execution of another sender, waiting or running. The outcome comes with the execution's own reply. An
    /// ended execution is ignored.
    /// </summary>
    /// <param name="requestId">The execution or batch.</param>
    /// <param name="cancellationToken">Applies before the command is sent.</param>
    public Task CancelAsync(RequestId requestId, CancellationToken cancellationToken = default) =>
        _executor.TellAsync(new CancelOperation(requestId), cancellationToken);

    /// <summary>Changes the executor's concurrency.</summary>
    /// <param name="maxConcurrency">1 to 1,024.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The new and the previous concurrency.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, or ShuttingDown.</exception>
    public async Task<ExecutorResized> ResizeAsync(int maxConcurrency, CancellationToken cancellationToken = default)
    {
        var reply = await _executor.AskAsync<IResizeReply>(new ResizeExecutor(maxConcurrency), cancellationToken);
        return reply as ExecutorResized ?? throw ReplyException.Of(reply);
    }

    /// <summary>Counts of the executor.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ExecutorStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _executor.AskAsync<ExecutorStats>(new GetExecutorStats(), cancellationToken);

    /// <summary>
    /// Admits no more operations, waits for the running ones, cancels the rest, and ends within a second after that. It
    /// cannot be undone. A host does this when it stops.
    /// </summary>
    /// <param name="timeout">How long to wait before cancelling; null means 5 s.</param>
    /// <param name="cancellationToken">Ends the wait; the shutdown continues.</param>
    /// <returns>How many operations finished, were cancelled, and were abandoned.</returns>
    public Task<ExecutorStopped> ShutdownAsync(
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) =>
        _executor.AskPatientlyAsync<ExecutorStopped>(
            new ShutdownExecutor(timeout),
            new GetExecutorStats(),
            cancellationToken
        );

    private RetryPolicy Policy(int? retryCount, TimeSpan? retryDelay)
    {
        var policy = _retry.Value;
        var delay = retryDelay ?? policy.RetryDelay;
        return policy with
        {
            RetryCount = retryCount ?? policy.RetryCount,
            RetryDelay = delay,
            MaxDelay = delay > policy.MaxDelay ? delay : policy.MaxDelay,
        };
    }
}
