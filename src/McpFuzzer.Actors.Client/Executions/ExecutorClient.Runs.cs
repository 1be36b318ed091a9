using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>Sends and cancels executions, and converts their replies.</summary>
public sealed partial class ExecutorClient
{
    private const string Delegates = "a delegate";
    private const string Instead = "send an IOperation whose handler is registered there";

    private async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> operation,
        TimeSpan? timeout,
        TimeSpan? deadline,
        RetryPolicy? retry,
        Func<Exception, bool>? mayRetry,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(operation);
        await _executor.FindLocalAsync(Delegates, Instead, cancellation);
        var attempts = new LocalAttempts<T>(operation);
        var id = RequestId.New();
        var execute = new Execute(id, attempts.Operation, timeout, deadline, retry, mayRetry);
        var reply = await SendAsync<IExecuteReply>(id, execute, cancellation);
        return ValueOf<T>(reply, attempts.Cause, cancellation);
    }

    private async Task<T> RunAsync<T>(
        IOperation operation,
        TimeSpan? timeout,
        TimeSpan? deadline,
        RetryPolicy? retry,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(operation);
        var id = RequestId.New();
        var execute = new ExecuteOperation(id, operation, timeout, deadline, retry);
        var reply = await SendAsync<IExecuteReply>(id, execute, cancellation);
        return ValueOf<T>(reply, _ => null, cancellation);
    }

    /// <summary>
    /// A cancelled token cancels the execution. The method still waits for its reply, so no operation keeps running
    /// unnoticed.
    /// </summary>
    private async Task<TReply> SendAsync<TReply>(RequestId id, object command, CancellationToken cancellation)
    {
        var executor = await _executor.FindAsync(cancellation);
        using var pending = await _executor.SendAsync<TReply>(command, cancellation);
        await using var cancelling = cancellation.UnsafeRegister(_ => Cancel(executor, id), null);
        try
        {
            return await _executor.ReplyPatientlyAsync(pending, new GetExecutorStats(), CancellationToken.None);
        }
        catch (TimeoutException) when (!pending.Answer.IsCompleted)
        {
            Cancel(executor, id);
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    private static void Cancel(IActorRef executor, RequestId id) =>
        executor.Tell(new CancelOperation(id), ActorRefs.NoSender);

    private static T ValueOf<T>(IExecuteReply reply, Func<string, Exception?> causeOf, CancellationToken token) =>
        reply switch
        {
            OperationRejected rejected => throw new OperationRejectedException(rejected),
            OperationCompleted { Outcome: OperationOutcome.Succeeded succeeded } => As<T>(succeeded.Value),
            OperationCompleted { Outcome: OperationOutcome.Failed failed } completed =>
                throw new OperationFailedException(failed, completed.Attempts, causeOf(failed.Type)),
            OperationCompleted { Outcome: OperationOutcome.TimedOut timedOut } completed =>
                throw new OperationTimedOutException(timedOut, completed.Attempts),
            OperationCompleted { Outcome: OperationOutcome.Cancelled cancelled } completed =>
                throw new OperationCancelledException(cancelled, completed.Attempts, token),
            _ => throw new UnreachableException($"no such reply: {reply.GetType().Name}"),
        };

    private static T As<T>(object? value) =>
        value switch
        {
            T typed => typed,
            null when default(T) is null => default!,
            _ => throw new InvalidCastException(
                $"the operation returned {value?.GetType().Name ?? "null"}, where {typeof(T).Name} was asked for"
            ),
        };
}
