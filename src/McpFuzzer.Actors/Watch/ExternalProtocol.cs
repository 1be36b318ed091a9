using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>What the manager and the actors of external processes tell each other.</summary>
internal static class ExternalProtocol
{
    /// <summary>External actor to manager.</summary>
    internal abstract record News(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>It is bound, and can be watched. With the pid its start is its identity.</summary>
    internal sealed record Bound(ProcessKey Key, int Pid, long StartTicks) : News(Key);

    /// <summary>It is not bound; its actor has ended.</summary>
    internal sealed record NotBound(ProcessKey Key, CommandRejected Why) : News(Key);

    /// <summary>Something for the watchers of events.</summary>
    internal sealed record Happened(IProcessEvent Event) : News(Event.Key);

    /// <summary>It has ended, and so has its actor.</summary>
    internal sealed record Ended(ProcessExited Exited) : News(Exited.Key);

    /// <summary>Manager to external actor: let it go.</summary>
    internal sealed record Release : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
