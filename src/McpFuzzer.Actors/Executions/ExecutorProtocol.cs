using Akka.Actor;
using Akka.Event;

namespace McpFuzzer.Actors.Executions;

/// <summary>What the router, its workers and the operations tell each other. One that comes after its operation has ended is normal.</summary>
internal static class ExecutorProtocol
{
    /// <summary>Router to worker: drain this. Sent again to a worker that was restarted, which then looks after what is under way.</summary>
    internal sealed record Run(Chunk Chunk) : INoSerializationVerificationNeeded;

    /// <summary>Router to worker: this operation was given up; go on with the rest.</summary>
    internal sealed record Release(Chunk Chunk, Operation Operation)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Drain loop to router, in the name of its worker: nothing is left.</summary>
    internal sealed record Free(Chunk Chunk) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Worker to router: one operation takes its time; others shall have the rest.</summary>
    internal sealed record HandBack(IReadOnlyList<Operation> Rest)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Worker or drain loop to router: an operation is not as swift as those before it; what waits for it, and this rest, shall go elsewhere.</summary>
    internal sealed record Slow(IReadOnlyList<Operation> Rest)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Worker to router, after a failure of its own: what was I doing?</summary>
    internal sealed record Restarted : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Request to router: I have my reply, and there may be others to tell.</summary>
    internal sealed record Answered(Request Request) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: the delay is over.</summary>
    internal sealed record RetryDue(Operation Operation) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: the moment that it was given to end is over.</summary>
    internal sealed record GraceOver(Operation Operation, int Attempt)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Timer: the time of all attempts together is over.</summary>
    internal sealed record DeadlineMet(Request Request) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Timer: replies may be old enough to be forgotten.</summary>
    internal sealed class ForgetDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ForgetDue Instance = new();
    }

    /// <summary>Timer: a shutdown has waited for long enough.</summary>
    internal sealed class CancelAll : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly CancelAll Instance = new();
    }
}
