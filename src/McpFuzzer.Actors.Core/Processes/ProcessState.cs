using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The parts of a spec that the machine needs.</summary>
/// <param name="StdinPiped">Closing stdin is a rung of the ladder only then.</param>
/// <param name="Ladder">How it is stopped.</param>
/// <param name="MaxTime">How long it may run at all.</param>
internal sealed record StopSettings(bool StdinPiped, StopLadder Ladder, TimeSpan? MaxTime);

/// <summary>The stages of a stop.</summary>
internal enum StopStage
{
    /// <summary>No rung has been entered.</summary>
    None,

    /// <summary>Stdin is closed; the end-of-file may end it.</summary>
    CloseStdin,

    /// <summary>SIGTERM has gone to every process group of the set.</summary>
    Terminate,

    /// <summary>SIGKILL has gone to the set, and goes again to every member found.</summary>
    Kill,

    /// <summary>The set was found empty; the exit and the last output may still arrive.</summary>
    Finish,

    /// <summary>The ladder has no rung left. Only ever due, never entered.</summary>
    GiveUp,
}

/// <summary>A stop that was requested during the start.</summary>
internal sealed record StopOrder(ExitCause Cause, bool Force, TimeSpan? Grace, LimitBreach? Breach);

/// <summary>The state of one incarnation.</summary>
internal sealed record ProcessState
{
    public required StopSettings StopSettings { get; init; }

    public ProcessPhase Phase { get; init; } = ProcessPhase.Starting;

    public StopStage Stage { get; init; }

    /// <summary>The rung to enter when the next check of the set finds members; None checks again.</summary>
    public StopStage Due { get; init; }

    /// <summary>Set once, by the first of a stop and the exit.</summary>
    public ExitCause? Cause { get; init; }

    /// <summary>The limit that it was stopped for; set with the cause.</summary>
    public LimitBreach? Breach { get; init; }

    public ProcessExit? Exit { get; init; }

    public StopOrder? WaitingStop { get; init; }

    public bool Forced { get; init; }

    public TimeSpan Grace { get; init; }

    public bool Escalated { get; init; }

    /// <summary>The members that outlived the leader when a rung was entered.</summary>
    public ImmutableHashSet<int> Survivors { get; init; } = [];

    public bool OutputClosed { get; init; }

    /// <summary>How often the rung found members. Each further look comes later.</summary>
    public int Looks { get; init; }

    public bool LeaderLives => Exit is null;

    public bool HasEnded => Phase is ProcessPhase.Exited or ProcessPhase.Failed or ProcessPhase.Unkillable;
}
