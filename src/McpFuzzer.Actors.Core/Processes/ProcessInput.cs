using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The inputs of the process machine.</summary>
internal abstract record ProcessInput
{
    private ProcessInput() { }

    internal sealed record Spawned : ProcessInput;

    internal sealed record SpawnFailed(SpawnError Error, string Message) : ProcessInput;

    internal sealed record SpawnCancelled : ProcessInput;

    /// <summary>
    /// A stop was requested. A null grace takes the ladder's; a breach comes with <see cref="ExitCause.Limit" />.
    /// </summary>
    internal sealed record StopRequested(
        ExitCause Cause,
        bool Force,
        TimeSpan? Grace = null,
        LimitBreach? Breach = null
    ) : ProcessInput;

    internal sealed record LeaderExited(ProcessExit Exit) : ProcessInput;

    internal sealed record OutputClosed : ProcessInput;

    /// <summary>The answer to <see cref="ProcessEffect.Probe" />.</summary>
    internal sealed record MembersFound(IReadOnlyList<int> Pids) : ProcessInput;

    /// <summary>The time of <see cref="ProcessEffect.ArmStage" /> is over.</summary>
    internal sealed record StageElapsed(StopStage Stage) : ProcessInput;
}
