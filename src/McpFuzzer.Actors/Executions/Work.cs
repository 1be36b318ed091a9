using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Executions;

/// <summary>The operations of a request: one or a batch.</summary>
internal abstract class Work
{
    public abstract int Count { get; }

    /// <summary>Runs one operation; foreign code, which may throw or block.</summary>
    public abstract ValueTask<object?> InvokeAsync(int index, CancellationToken cancellation);

    /// <summary>Returns whether a failed operation may be retried; foreign code too.</summary>
    public abstract bool MayRetry(int index, Exception failure);

    /// <summary>Delegates of a caller on this node.</summary>
    internal sealed class OfDelegates(LocalOperation[] operations, Func<Exception, bool>? mayRetry) : Work
    {
        public override int Count => operations.Length;

        public override ValueTask<object?> InvokeAsync(int index, CancellationToken cancellation) =>
            operations[index](cancellation);

        public override bool MayRetry(int index, Exception failure) => mayRetry is null || mayRetry(failure);
    }

    /// <summary>Operations whose handlers are registered.</summary>
    internal sealed class OfRegistered(IOperation[] operations, OperationHandlers handlers) : Work
    {
        public override int Count => operations.Length;

        public override ValueTask<object?> InvokeAsync(int index, CancellationToken cancellation) =>
            handlers.Of(operations[index])!.InvokeAsync(operations[index], cancellation);

        public override bool MayRetry(int index, Exception failure) =>
            handlers.Of(operations[index])!.MayRetry(operations[index], failure);
    }
}
