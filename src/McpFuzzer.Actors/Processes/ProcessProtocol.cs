using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// The messages between the manager and the actors of processes, beside the commands that it forwards.
/// </summary>
internal static class ProcessProtocol
{
    /// <summary>Actor of a process, or a timer, to manager: an input of its machine.</summary>
    internal sealed record Report(ManagerInput Input) : INoSerializationVerificationNeeded;

    /// <summary>Manager to process actor. A null grace takes the ladder's.</summary>
    internal sealed record Stop(ExitCause Cause, bool Force, TimeSpan? Grace) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Manager to the actor of a process: no more commands are forwarded, so the actor may end. An actor that ended
    /// before would leave commands on their way to it without a reply.
    /// </summary>
    internal sealed record Release : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Release Instance = new();
    }
}
