using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What the manager writes to the log.</summary>
internal abstract record ManagerNote
{
    private ManagerNote() { }

    internal sealed record NotStarted(ProcessKey Key, RejectReason Reason, string Message) : ManagerNote;

    internal sealed record Restarting(ProcessKey Key, int Incarnation, TimeSpan Delay, int Attempt) : ManagerNote;

    internal sealed record RestartCancelled(ProcessKey Key) : ManagerNote;

    internal sealed record GivenUp(ProcessKey Key, string Reason) : ManagerNote;

    internal sealed record OwnerEnded(ProcessKey Key, SenderId Owner) : ManagerNote;

    internal sealed record Lost(ProcessKey Key, int Incarnation, string Detail) : ManagerNote;

    /// <summary>The actor of an unkillable set has failed. The key is free, whatever is left of the set.</summary>
    internal sealed record UnkillableLost(ProcessKey Key, int Incarnation, string Detail) : ManagerNote;

    internal sealed record ExternalBound(ProcessKey Key, int Pid, string Name) : ManagerNote;

    internal sealed record ExternalLost(ProcessKey Key, string Detail) : ManagerNote;
}
