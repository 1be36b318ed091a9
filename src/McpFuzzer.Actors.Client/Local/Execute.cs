using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>An operation of a caller on the same node. The token is cancelled by timeout, request or shutdown.</summary>
/// <param name="cancellation">Ends the attempt.</param>
public delegate ValueTask<object?> LocalOperation(CancellationToken cancellation);

/// <summary>Runs a delegate under the executor's limits. Answered by one <see cref="IExecuteReply" />.</summary>
/// <param name="RequestId">Names it for its cancellation; the same one again within ten minutes gives the first reply, whose value is kept as long, and nothing is run twice; of the last 10,000
/// and of no more than 64 MiB of replies, without one that alone has more.</param>
/// <param name="Operation">What to run, on the executor's own dispatcher.</param>
/// <param name="Timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
/// <param name="Deadline">For all attempts together, from admission; null is without.</param>
/// <param name="Retry">Null is one attempt.</param>
/// <param name="MayRetry">Whether an attempt that failed with this exception, or timed out (<see cref="TimeoutException" />), may be tried again; null is always.</param>
public sealed record Execute(
    RequestId RequestId,
    LocalOperation Operation,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null,
    Func<Exception, bool>? MayRetry = null
) : IExecutorCommand, INoSerializationVerificationNeeded;
