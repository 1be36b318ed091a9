using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// The handlers of the operations that a node receives: one for each type of <see cref="IOperation" />. An operation of
/// another type is rejected as <see cref="Contracts.RejectReason.InvalidSpec" />, with its type. Register handlers
/// before the node starts.
/// </summary>
public sealed class OperationHandlers
{
    private readonly Dictionary<Type, Handler> _handlers = [];

    /// <summary>The types with a handler.</summary>
    internal IReadOnlyCollection<Type> Types => _handlers.Keys;

    /// <summary>Registers the handler of one exact type; base types do not count.</summary>
    /// <typeparam name="TOperation">The type.</typeparam>
    /// <param name="handler">Runs the operation on the executor's threads. Its result is the value of the outcome, and
    /// crosses the wire if the caller is on another node. The token is cancelled by timeout, request or
    /// shutdown.</param>
    /// <param name="mayRetry">Returns whether an attempt that failed with this exception, or timed out (<see
    /// cref="TimeoutException" />), may be retried; null means always.</param>
    /// <returns>The same handlers.</returns>
    /// <exception cref="ArgumentException">The type already has a handler.</exception>
    public OperationHandlers Add<TOperation>(
        Func<TOperation, CancellationToken, ValueTask<object?>> handler,
        Func<TOperation, Exception, bool>? mayRetry = null
    )
        where TOperation : IOperation
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _handlers.TryAdd(typeof(TOperation), new Handler<TOperation>(handler, mayRetry))
            ? this
            : throw new ArgumentException($"{typeof(TOperation).FullName} has a handler already", nameof(handler));
    }

    /// <summary>Returns the handler of an operation, or null.</summary>
    internal Handler? Of(IOperation operation) => _handlers.GetValueOrDefault(operation.GetType());

    /// <summary>A handler, by the operation's type.</summary>
    internal abstract class Handler
    {
        public abstract ValueTask<object?> InvokeAsync(IOperation operation, CancellationToken cancellation);

        public abstract bool MayRetry(IOperation operation, Exception failure);
    }

    private sealed class Handler<TOperation>(
        Func<TOperation, CancellationToken, ValueTask<object?>> handler,
        Func<TOperation, Exception, bool>? mayRetry
    ) : Handler
        where TOperation : IOperation
    {
        public override ValueTask<object?> InvokeAsync(IOperation operation, CancellationToken cancellation) =>
            handler((TOperation)operation, cancellation);

        public override bool MayRetry(IOperation operation, Exception failure) =>
            mayRetry is null || mayRetry((TOperation)operation, failure);
    }
}
