using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Local;

/// <summary>
/// Runs delegates in parallel within the executor's limits. The reply is an <see cref="IExecuteBatchReply" />. A batch
/// of any size is admitted as a whole. It is rejected as <see cref="RejectReason.Overloaded" /> while as many
/// operations of earlier batches as the executor's queue capacity have not ended.
/// </summary>
/// <param name="RequestId">Identifies the batch; its cancellation cancels each operation. A repetition within ten
/// minutes returns the first reply, and does not run the operations again. The last 10,000 replies, and at most 64 MiB
/// of them, are kept.</param>
/// <param name="Operations">The operations; an empty list gives an empty <see cref="BatchCompleted" />. Must not change
/// before the reply.</param>
/// <param name="Timeout">Per attempt, from the moment when the slot is taken; null takes the executor's
/// timeout.</param>
/// <param name="Deadline">For all attempts of one operation together, from admission; null means none.</param>
/// <param name="Retry">The policy of each operation; null means one attempt.</param>
/// <param name="MayRetry">As in <see cref="Execute" />.</param>
/// <param name="CollectResults">False leaves out the results; the operations still run.</param>
/// <param name="CollectErrors">False leaves out the errors.</param>
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
