using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Runs delegates, side by side within the executor's limits. Answered by one <see cref="IExecuteBatchReply" />. A batch is let in whole, however large; while as many operations of
/// earlier ones as the executor's queue capacity have not ended, it is refused as <see cref="RejectReason.Overloaded" />.
/// </summary>
/// <param name="RequestId">Names the batch: its cancellation cancels each of its operations. The same one again within ten minutes gives the first reply, and nothing is run twice,
/// unless 10,000 or 64 MiB of replies have come since, or that reply alone has more.</param>
/// <param name="Operations">What to run; none is answered by an empty <see cref="BatchCompleted" />. Not to be changed until the reply has come.</param>
/// <param name="Timeout">Per attempt, from when the slot is taken; null takes the executor's.</param>
/// <param name="Deadline">For all attempts of one operation together, from admission; null is without.</param>
/// <param name="Retry">Of each operation; null is one attempt.</param>
/// <param name="MayRetry">As in <see cref="Execute" />.</param>
/// <param name="CollectResults">False leaves the results out; the operations run all the same.</param>
/// <param name="CollectErrors">False leaves the errors out.</param>
public sealed record ExecuteBatch(
    RequestId RequestId,
    IReadOnlyList<LocalOperation> Operations,
    TimeSpan? Timeout = null,
    TimeSpan? Deadline = null,
    RetryPolicy? Retry = null,
    Func<Exception, bool>? MayRetry = null,
    bool CollectResults = true,
    bool CollectErrors = true
) : IExecutorCommand, INoSerializationVerificationNeeded;
