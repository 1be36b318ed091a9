using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>What the manager and its process actors tell each other, beside the events and the queries that it forwards.</summary>
internal static class ProcessProtocol
{
    /// <summary>Manager to process actor. A null grace takes the ladder's.</summary>
    internal sealed record Stop(ExitCause Cause, bool Force, TimeSpan? Grace) : INoSerializationVerificationNeeded;

    /// <summary>Process actor to manager, so that counts and lists need not ask.</summary>
    internal sealed record PhaseChanged(ProcessKey Key, ProcessPhase Phase) : INoSerializationVerificationNeeded;

    /// <summary>Process actor to manager: something for the watchers, too.</summary>
    internal sealed record Happened(IProcessEvent Event) : INoSerializationVerificationNeeded;

    /// <summary>Process actor to manager: there is no process, and the key is free.</summary>
    internal sealed record NotStarted(ProcessKey Key, CommandRejected Why) : INoSerializationVerificationNeeded;

    /// <summary>Process actor to manager: nothing is left of one that was unkillable.</summary>
    internal sealed record Emptied(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Manager to process actor: nothing more will be forwarded, so that it may go. An actor that went by itself would leave questions on their way to it unanswered.
    /// </summary>
    internal sealed record Release : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Process actor to manager: the outcome is ProcessStopped or ProcessUnkillable.</summary>
    internal sealed record Ended(EndedProcess Process) : INoSerializationVerificationNeeded;
}
