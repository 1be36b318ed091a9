using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Core.Requests;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Executions;

/// <summary>One of the four commands that run operations.</summary>
/// <param name="Command">The command.</param>
/// <param name="Id">Its id; empty when it has none.</param>
/// <param name="Work">What to run; null when it is invalid.</param>
/// <param name="Error">The validation error; null when valid.</param>
internal sealed record Submission(IExecutorCommand Command, RequestId Id, Work? Work, ValidationError? Error)
{
    private static readonly RequestId NoId = new("");

    public TimeSpan? Timeout { get; private init; }

    public TimeSpan? Deadline { get; private init; }

    public RetryPolicy? Retry { get; private init; }

    /// <summary>What to collect from a batch; null for a single operation.</summary>
    public Collecting? Collect { get; private init; }

    public static Submission Of(Execute execute) =>
        Of(
            execute,
            execute.RequestId,
            execute.Operation is null ? null : new Work.OfDelegates([execute.Operation], execute.MayRetry),
            execute.Operation is null ? Null("Operation") : null,
            (execute.Timeout, execute.Deadline, execute.Retry)
        );

    public static Submission Of(ExecuteOperation execute, OperationHandlers handlers) =>
        Of(
            execute,
            execute.RequestId,
            execute.Operation is null ? null : new Work.OfRegistered([execute.Operation], handlers),
            execute.Operation is null ? Null("Operation")
                : handlers.Of(execute.Operation) is null ? NoHandler("Operation", execute.Operation)
                : null,
            (execute.Timeout, execute.Deadline, execute.Retry)
        );

    public static Submission Of(ExecuteBatch batch)
    {
        var (operations, error) = Copy(batch.Operations, _ => null);
        return Of(
            batch,
            batch.RequestId,
            new Work.OfDelegates(operations, batch.MayRetry),
            error,
            (batch.Timeout, batch.Deadline, batch.Retry)
        ) with
        {
            Collect = new Collecting(batch.CollectResults, batch.CollectErrors),
        };
    }

    public static Submission Of(ExecuteOperations batch, OperationHandlers handlers)
    {
        var (operations, error) = Copy(
            batch.Operations,
            operation => handlers.Of(operation) is null ? operation : null
        );
        return Of(
            batch,
            batch.RequestId,
            new Work.OfRegistered(operations, handlers),
            error,
            (batch.Timeout, batch.Deadline, batch.Retry)
        ) with
        {
            Collect = new Collecting(batch.CollectResults, batch.CollectErrors),
        };
    }

    private static Submission Of(
        IExecutorCommand command,
        RequestId? id,
        Work? work,
        ValidationError? error,
        (TimeSpan? Timeout, TimeSpan? Deadline, RetryPolicy? Retry) terms
    ) =>
        new(
            command,
            id ?? NoId,
            work,
            RequestRules.ErrorOf(id ?? NoId)
                ?? error
                ?? ExecutionRules.ErrorOf(terms.Timeout, terms.Deadline, terms.Retry)
        )
        {
            Timeout = terms.Timeout,
            Deadline = terms.Deadline,
            Retry = terms.Retry,
        };

    /// <summary>A caller's list may change or throw, so it is copied.</summary>
    private static (T[] Operations, ValidationError? Error) Copy<T>(
        IReadOnlyList<T>? given,
        Func<T, IOperation?> unknown
    )
        where T : class
    {
        T[] operations;
        try
        {
            operations = [.. given ?? []];
        }
        catch (Exception exception)
        {
            return (
                [],
                new ValidationError("Operations", Value: null, $"cannot be read: {exception.GetType().FullName}")
            );
        }

        if (given is null)
        {
            return ([], Null("Operations"));
        }

        for (var index = 0; index < operations.Length; index++)
        {
            if (operations[index] is null)
            {
                return ([], Null($"Operations[{index}]"));
            }

            if (unknown(operations[index]) is { } operation)
            {
                return ([], NoHandler($"Operations[{index}]", operation));
            }
        }

        return (operations, null);
    }

    private static ValidationError Null(string name) => new(name, Value: null, "must not be null");

    private static ValidationError NoHandler(string name, IOperation operation) =>
        operation is UnknownOperation unknown
            ? new ValidationError(name, $"the {unknown}", "must be known to this node")
            : new ValidationError(
                name,
                $"a {operation.GetType().FullName}",
                "must have a handler that is registered on this node"
            );

    /// <summary>The lists that a batch's reply contains.</summary>
    internal sealed record Collecting(bool Results, bool Errors);
}
