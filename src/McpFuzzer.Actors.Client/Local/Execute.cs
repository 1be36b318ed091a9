using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>An operation of a local caller. The token is cancelled by timeout, request or shutdown.</summary>
/// <param name="cancellation">Cancels the attempt.</param>
public delegate ValueTask<object?> LocalOperation(CancellationToken cancellation);

/// <summary>Runs a delegate under the executor's limits. The reply is an <see cref="IExecuteReply" />.</summary>
/// <param name="RequestId">Identifies it for a cancellation. A repetition within ten minutes returns the first reply,
/// and does not run the operation again. The last 10,000 replies, and at most 64 MiB of them, are kept.</param>
/// <param name="Operation">The operation. It runs on the executor's dispatcher.</param>
/// <param name="Timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
/// timeout.</param>
/// <param name="Deadline">For all attempts together, from admission; null means none.</param>
/// <param name="Retry">Null means one attempt.</param>
/// <param name="MayRetry">Returns whether an attempt that failed with this exception, or timed out (<see
/// cref="TimeoutException" />), may be retried; null means always.</param>
public sealed record Execute(
    RequestId RequestId,
    LocalOperation Operation,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null,
    Func<Exception, bool>? MayRetry = null
) : IExecutorCommand, INoSerializationVerificationNeeded;
