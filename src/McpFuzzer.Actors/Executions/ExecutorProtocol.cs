using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Messages between the router, its workers and the operations. A message after the end of its operation is normal.
/// </summary>
internal static class ExecutorProtocol
{
    /// <summary>
    /// Router to worker: run this chunk. Sent again to a restarted worker, which then watches the running chunk.
    /// </summary>
    internal sealed record Run(Chunk Chunk) : INoSerializationVerificationNeeded;

    /// <summary>Router to worker: this operation was abandoned; continue with the rest.</summary>
    internal sealed record Release(Chunk Chunk, Operation Operation)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Loop to router, as its worker: the chunk is drained.</summary>
    internal sealed record Free(Chunk Chunk) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Worker to router: one operation is slow, so other workers should take the rest.</summary>
    internal sealed record HandBack(IReadOnlyList<Operation> Rest)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>
    /// Worker or loop to router: an operation is slower than those before it, so other workers should take the rest.
    /// </summary>
    internal sealed record Slow(IReadOnlyList<Operation> Rest)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Worker to router, after a restart: asks for its chunk.</summary>
    internal sealed record Restarted : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Request to router: it has its reply, and there may be others who wait for it.</summary>
    internal sealed record Answered(Request Request) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: the delay is over.</summary>
    internal sealed record RetryDue(Operation Operation) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: the grace after a cancellation is over.</summary>
    internal sealed record GraceOver(Operation Operation, int Attempt)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Timer: the deadline of the whole request.</summary>
    internal sealed record DeadlineMet(Request Request) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: checks for replies that are old enough to forget.</summary>
    internal sealed class ForgetDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ForgetDue Instance = new();
    }

    /// <summary>Timer: the grace of a shutdown is over.</summary>
    internal sealed class CancelAll : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly CancelAll Instance = new();
    }
}
