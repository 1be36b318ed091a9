using System.Diagnostics;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>Many operations at once.</summary>
public sealed partial class ExecutorClient
{
    /// <summary>Runs delegates in parallel within the executor's limits. Failures are returned, never thrown.</summary>
    /// <param name="operations">The operations; an empty list gives two empty lists.</param>
    /// <param name="collectResults">False leaves out the results; the operations still run.</param>
    /// <param name="collectErrors">False leaves out the errors.</param>
    /// <param name="timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
    /// timeout.</param>
    /// <param name="deadline">For all attempts of one operation together, from admission; null means none.</param>
    /// <param name="retry">The policy of each operation; null means one attempt.</param>
    /// <param name="mayRetry">As in <c>ExecuteWithRetryAsync</c>.</param>
    /// <param name="cancellationToken">Cancels each operation. The exception holds the completed part.</param>
    /// <typeparam name="T">The type of the operations' results.</typeparam>
    /// <returns>Both lists in submission order, each item with its index.</returns>
    /// <exception cref="OperationRejectedException">The batch was not admitted.</exception>
    /// <exception cref="BatchCancelledException">The token was cancelled; it carries each operation's
    /// outcome.</exception>
    /// <exception cref="InvalidOperationException">The executor is on another node, which cannot run a
    /// delegate.</exception>
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

    /// <summary>
    /// Runs registered operations in parallel within the executor's limits. Failures are returned, never thrown.
    /// </summary>
    /// <param name="operations">The operations, whose handlers are registered on the executor's node. An empty list
    /// gives two empty lists.</param>
    /// <param name="collectResults">False leaves out the results; the operations still run.</param>
    /// <param name="collectErrors">False leaves out the errors.</param>
    /// <param name="timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
    /// timeout.</param>
    /// <param name="deadline">For all attempts of one operation together, from admission; null means none.</param>
    /// <param name="retry">The policy of each operation; null means one attempt.</param>
    /// <param name="cancellationToken">Cancels each operation. The exception holds the completed part.</param>
    /// <typeparam name="T">The type of the operations' results.</typeparam>
    /// <returns>Both lists in submission order, each item with its index.</returns>
    /// <exception cref="OperationRejectedException">The batch was not admitted.</exception>
    /// <exception cref="BatchCancelledException">The token was cancelled; it carries each operation's
    /// outcome.</exception>
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

    /// <summary>A token that is cancelled after the end changes nothing.</summary>
    private static bool MayBeCut(BatchCompleted batch, int count, bool collectErrors) =>
        collectErrors ? batch.Errors.Any(error => error.Kind == BatchErrorKind.Cancelled) : batch.Results.Count < count;
}
