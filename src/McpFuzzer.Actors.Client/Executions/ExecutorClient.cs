using Akka.Actor;
using McpFuzzer.Actors.Client.Asking;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>
/// The ExecutorRouter for code that is not an actor. Registered operations (<see cref="IOperation" />) run on whichever node the executor is; delegates run on this node alone. An execution returns
/// what its operation did, or throws how it ended: <see cref="OperationFailedException" />, <see cref="OperationTimedOutException" />, <see cref="OperationCancelledException" /> or
/// <see cref="OperationRejectedException" />. It is waited for as long as it takes, while the executor answers; one that does not is a <see cref="TimeoutException" /> that names the command
/// (<see cref="ClientOptions.AskTimeout" />). Thread-safe.
/// </summary>
public sealed partial class ExecutorClient
{
    private const string Name = "ExecutorRouter";

    private readonly Correspondent _executor;
    private readonly Lazy<RetryPolicy> _retry;

    /// <summary>A client of one executor.</summary>
    /// <param name="executor">The ExecutorRouter, here or on another node.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ExecutorClient(IActorRef executor, ClientOptions? options = null)
        : this(given => Correspondent.Of(Name, executor, given), options, () => ClientOptions.DefaultRetry) { }

    internal ExecutorClient(
        Func<CancellationToken, Task<IActorRef>> executor,
        ClientOptions? options,
        Func<RetryPolicy> retryOfNode
    )
        : this(given => new Correspondent(Name, executor, given), options, retryOfNode) { }

    private ExecutorClient(
        Func<ClientOptions, Correspondent> executor,
        ClientOptions? options,
        Func<RetryPolicy> retryOtherwise
    )
    {
        var given = ClientOptions.Checked(options);
        _executor = executor(given);
        _retry = new Lazy<RetryPolicy>(() => given.Retry ?? retryOtherwise(), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Runs a delegate once, within the executor's limits.</summary>
    /// <param name="operation">What to run, on the executor's own threads; its token is cancelled by timeout, request or shutdown.</param>
    /// <param name="timeout">Of each attempt, from when its slot is taken, more than zero and at most 24 d; null takes the executor's.</param>
    /// <param name="deadline">For the whole, from admission; null is without.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was given up; one that has succeeded meanwhile still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, where a delegate can't be run.</exception>
    public Task<T> ExecuteAsync<T>(
        Func<CancellationToken, Task<T>> operation,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync(operation, timeout, deadline, null, null, cancellationToken);

    /// <summary>Runs a registered operation once, within the executor's limits.</summary>
    /// <param name="operation">What to run; its handler is registered where the executor is.</param>
    /// <param name="timeout">Of each attempt, from when its slot is taken, more than zero and at most 24 d; null takes the executor's.</param>
    /// <param name="deadline">For the whole, from admission; null is without.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was given up; one that has succeeded meanwhile still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted, or no handler is registered for its type.</exception>
    public Task<T> ExecuteAsync<T>(
        IOperation operation,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync<T>(operation, timeout, deadline, null, cancellationToken);

    /// <summary>Runs a delegate, and again when it fails. The slot is free during the delays, which double; cancellation is never retried.</summary>
    /// <param name="operation">What to run, on the executor's own threads; its token is cancelled by timeout, request or shutdown.</param>
    /// <param name="retryCount">Extra attempts, 0 to 1,000; null takes the policy of the options.</param>
    /// <param name="retryDelay">Before the first retry; null takes the policy of the options. One beyond that policy's cap raises the cap.</param>
    /// <param name="timeout">Of each attempt, from when its slot is taken, more than zero and at most 24 d; null takes the executor's.</param>
    /// <param name="deadline">For the whole, from admission; null is without.</param>
    /// <param name="mayRetry">Whether an attempt that failed with this exception, or timed out (<see cref="TimeoutException" />), may be tried again; null is always.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was given up; one that has succeeded meanwhile still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, where a delegate can't be run.</exception>
    public Task<T> ExecuteWithRetryAsync<T>(
        Func<CancellationToken, Task<T>> operation,
        int? retryCount = null,
        TimeSpan? retryDelay = null,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        Func<Exception, bool>? mayRetry = null,
        CancellationToken cancellationToken = default
    ) => RunAsync(operation, timeout, deadline, Policy(retryCount, retryDelay), mayRetry, cancellationToken);

    /// <summary>Runs a registered operation, and again when it fails.</summary>
    /// <param name="operation">What to run; its handler is registered where the executor is.</param>
    /// <param name="retryCount">Extra attempts, 0 to 1,000; null takes the policy of the options.</param>
    /// <param name="retryDelay">Before the first retry; null takes the policy of the options. One beyond that policy's cap raises the cap.</param>
    /// <param name="timeout">Of each attempt, from when its slot is taken, more than zero and at most 24 d; null takes the executor's.</param>
    /// <param name="deadline">For the whole, from admission; null is without.</param>
    /// <param name="cancellationToken">Cancels the operation, and throws when it has ended or was given up; one that has succeeded meanwhile still returns.</param>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <exception cref="OperationFailedException">It threw.</exception>
    /// <exception cref="OperationTimedOutException">It ran out of time.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    /// <exception cref="OperationRejectedException">It was not admitted, or no handler is registered for its type.</exception>
    public Task<T> ExecuteWithRetryAsync<T>(
        IOperation operation,
        int? retryCount = null,
        TimeSpan? retryDelay = null,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => RunAsync<T>(operation, timeout, deadline, Policy(retryCount, retryDelay), cancellationToken);

    /// <summary>Cancels an execution of somebody else, waiting or running. Nothing is answered, and one that has ended is no fault; its own reply tells the outcome.</summary>
    /// <param name="requestId">The execution or batch.</param>
    /// <param name="cancellationToken">Before it is sent.</param>
    public Task CancelAsync(RequestId requestId, CancellationToken cancellationToken = default) =>
        _executor.TellAsync(new CancelOperation(requestId), cancellationToken);

    /// <summary>Changes how many operations run at once, from now on.</summary>
    /// <param name="maxConcurrency">1 to 1,024.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many it is, and how many it was before.</returns>
    /// <exception cref="CommandRejectedException">InvalidSpec, or ShuttingDown.</exception>
    public async Task<ExecutorResized> ResizeAsync(int maxConcurrency, CancellationToken cancellationToken = default)
    {
        var reply = await _executor.AskAsync<IResizeReply>(new ResizeExecutor(maxConcurrency), cancellationToken);
        return reply as ExecutorResized ?? throw Refusal.Of(reply);
    }

    /// <summary>Counts of the executor.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<ExecutorStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        _executor.AskAsync<ExecutorStats>(new GetExecutorStats(), cancellationToken);

    /// <summary>Admits nothing more, waits for what runs, cancels what is left, and ends within a second of that whatever the operations do. It can not be undone; a host that stops does it by itself.</summary>
    /// <param name="timeout">How long to wait before cancelling; null is 5 s.</param>
    /// <param name="cancellationToken">Ends the waiting; the shutdown goes on.</param>
    /// <returns>What has ended by itself, was cancelled, and was given up.</returns>
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
