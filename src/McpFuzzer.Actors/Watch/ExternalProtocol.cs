using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>Messages between the manager and the actors of external processes.</summary>
internal static class ExternalProtocol
{
    /// <summary>External actor to manager.</summary>
    internal abstract record News(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>It is bound and can be watched. Its pid and start time are its identity.</summary>
    internal sealed record Bound(ProcessKey Key, int Pid, long StartTicks) : News(Key);

    /// <summary>It is not bound; its actor has ended.</summary>
    internal sealed record NotBound(ProcessKey Key, CommandRejected Why) : News(Key);

    /// <summary>An event for subscribers.</summary>
    internal sealed record Happened(IProcessEvent Event) : News(Event.Key);

    /// <summary>It has ended, and so has its actor.</summary>
    internal sealed record Ended(ProcessExited Exited) : News(Exited.Key);

    /// <summary>Manager to external actor: release the process.</summary>
    internal sealed record Release : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
