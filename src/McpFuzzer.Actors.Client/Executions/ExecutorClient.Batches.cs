using System.Diagnostics;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>Many operations at once.</summary>
public sealed partial class ExecutorClient
{
    /// <summary>Runs delegates, side by side within the executor's limits. Those that fail are reported, and never thrown.</summary>
    /// <param name="operations">What to run; none gives two empty lists.</param>
    /// <param name="collectResults">False leaves the results out; the operations run all the same.</param>
    /// <param name="collectErrors">False leaves the errors out.</param>
    /// <param name="timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
    /// <param name="deadline">For all attempts of one operation together, from admission; null is without.</param>
    /// <param name="retry">Of each operation; null is one attempt.</param>
    /// <param name="mayRetry">As in <c>ExecuteWithRetryAsync</c>.</param>
    /// <param name="cancellationToken">Cancels each operation, and throws what had been done.</param>
    /// <typeparam name="T">What the operations return.</typeparam>
    /// <returns>Both lists in the order of submission, each item with its index.</returns>
    /// <exception cref="OperationRejectedException">Nothing of it was admitted.</exception>
    /// <exception cref="BatchCancelledException">The token was cancelled; it carries each operation's outcome.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, where a delegate can't be run.</exception>
    public async Task<BatchResults<T>> ExecuteBatchAsync<T>(
        IEnumerable<Func<CancellationToken, Task<T>>> operations,
        bool collectResults = true,
        bool collectErrors = true,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        RetryPolicy? retry = null,
        Func<Exception, bool>? mayRetry = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(operations);
        await _executor.FindLocalAsync(Delegates, Instead, cancellationToken);
        var id = RequestId.New();
        LocalOperation[] locals =
        [
            .. operations.Select(operation => new LocalOperation(async cancellation => await operation(cancellation))),
        ];
        var batch = new ExecuteBatch(id, locals, timeout, deadline, retry, mayRetry, collectResults, collectErrors);
        var reply = await SendAsync<IExecuteBatchReply>(id, batch, cancellationToken);
        return ResultsOf<T>(reply, batch.Operations.Count, collectErrors, cancellationToken);
    }

    /// <summary>Runs registered operations, side by side within the executor's limits. Those that fail are reported, and never thrown.</summary>
    /// <param name="operations">What to run; their handlers are registered where the executor is. None gives two empty lists.</param>
    /// <param name="collectResults">False leaves the results out; the operations run all the same.</param>
    /// <param name="collectErrors">False leaves the errors out.</param>
    /// <param name="timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
    /// <param name="deadline">For all attempts of one operation together, from admission; null is without.</param>
    /// <param name="retry">Of each operation; null is one attempt.</param>
    /// <param name="cancellationToken">Cancels each operation, and throws what had been done.</param>
    /// <typeparam name="T">What the operations return.</typeparam>
    /// <returns>Both lists in the order of submission, each item with its index.</returns>
    /// <exception cref="OperationRejectedException">Nothing of it was admitted.</exception>
    /// <exception cref="BatchCancelledException">The token was cancelled; it carries each operation's outcome.</exception>
    public async Task<BatchResults<T>> ExecuteBatchAsync<T>(
        IEnumerable<IOperation> operations,
        bool collectResults = true,
        bool collectErrors = true,
        TimeSpan? timeout = null,
        TimeSpan? deadline = null,
        RetryPolicy? retry = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(operations);
        var id = RequestId.New();
        var batch = new ExecuteOperations(id, [.. operations], timeout, deadline, retry, collectResults, collectErrors);
        var reply = await SendAsync<IExecuteBatchReply>(id, batch, cancellationToken);
        return ResultsOf<T>(reply, batch.Operations.Count, collectErrors, cancellationToken);
    }

    private static BatchResults<T> ResultsOf<T>(
        IExecuteBatchReply reply,
        int count,
        bool collectErrors,
        CancellationToken token
    ) =>
        reply switch
        {
            OperationRejected rejected => throw new OperationRejectedException(rejected),
            BatchCompleted batch when token.IsCancellationRequested && MayBeCut(batch, count, collectErrors) =>
                throw new BatchCancelledException(batch, token),
            BatchCompleted batch => new BatchResults<T>(
                [.. batch.Results.Select(result => new BatchValue<T>(result.Index, As<T>(result.Value)))],
                batch.Errors
            ),
            _ => throw new UnreachableException($"no such reply: {reply.GetType().Name}"),
        };

    /// <summary>A token that was cancelled when everything had ended has cut nothing.</summary>
    private static bool MayBeCut(BatchCompleted batch, int count, bool collectErrors) =>
        collectErrors ? batch.Errors.Any(error => error.Kind == BatchErrorKind.Cancelled) : batch.Results.Count < count;
}
