using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// What runs the operations that a node is sent: one handler for each type of <see cref="IOperation" />. An operation of another type is refused as
/// <see cref="Contracts.RejectReason.InvalidSpec" />, with its type. To be filled before the node starts.
/// </summary>
public sealed class OperationHandlers
{
    private readonly Dictionary<Type, Handler> _handlers = [];

    /// <summary>The types that have one.</summary>
    internal IReadOnlyCollection<Type> Types => _handlers.Keys;

    /// <summary>Registers the handler of one type, which is looked up exactly: not by a base type.</summary>
    /// <typeparam name="TOperation">The type.</typeparam>
    /// <param name="handler">Runs it, on the executor's own threads; what it returns is the outcome's value, and crosses the wire where the caller is on another node. The token is
    /// cancelled by timeout, request or shutdown.</param>
    /// <param name="mayRetry">Whether an attempt that failed with this exception, or timed out (<see cref="TimeoutException" />), may be tried again; null is always.</param>
    /// <returns>The same handlers.</returns>
    /// <exception cref="ArgumentException">The type has one already.</exception>
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

    /// <summary>The handler of an operation, or null.</summary>
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
