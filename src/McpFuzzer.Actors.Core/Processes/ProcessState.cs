using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What the machine needs to know of a spec.</summary>
/// <param name="StdinPiped">Closing stdin is a rung of the ladder only then.</param>
/// <param name="Ladder">How it is stopped.</param>
/// <param name="MaxTime">How long it may run at all.</param>
internal sealed record ProcessPlan(bool StdinPiped, StopLadder Ladder, TimeSpan? MaxTime);

/// <summary>Where a stop stands.</summary>
internal enum StopStage
{
    /// <summary>No rung has been entered.</summary>
    None,

    /// <summary>Stdin is closed; the end-of-file may end it.</summary>
    CloseStdin,

    /// <summary>SIGTERM has gone to every process group of the set.</summary>
    Terminate,

    /// <summary>SIGKILL has gone to the set, and goes again to whoever is found.</summary>
    Kill,

    /// <summary>The set was found empty; what is on its way (the exit, the last output) is waited for.</summary>
    Finish,

    /// <summary>Nothing is left to try. Only ever due, never entered.</summary>
    GiveUp,
}

/// <summary>A stop that was asked for while the start was in flight.</summary>
internal sealed record StopOrder(ExitCause Cause, bool Force, TimeSpan? Grace, LimitBreach? Breach);

/// <summary>One incarnation, as far as decisions depend on it.</summary>
internal sealed record ProcessState
{
    public required ProcessPlan Plan { get; init; }

    public ProcessPhase Phase { get; init; } = ProcessPhase.Starting;

    public StopStage Stage { get; init; }

    /// <summary>The rung that is entered when the next look at the set finds somebody; None is to look again.</summary>
    public StopStage Due { get; init; }

    /// <summary>Set once, by whoever comes first: a stop, or the exit.</summary>
    public ExitCause? Cause { get; init; }

    /// <summary>The limit that it was stopped for; set with the cause.</summary>
    public LimitBreach? Breach { get; init; }

    public ProcessExit? Exit { get; init; }

    public StopOrder? WaitingStop { get; init; }

    public bool Forced { get; init; }

    public TimeSpan Grace { get; init; }

    public bool Escalated { get; init; }

    /// <summary>Who outlived the leader when a rung had to be entered.</summary>
    public ImmutableHashSet<int> Survivors { get; init; } = [];

    public bool OutputClosed { get; init; }

    public TimeSpan ProbeDelay { get; init; }

    public bool LeaderLives => Exit is null;

    public bool HasEnded => Phase is ProcessPhase.Exited or ProcessPhase.Failed or ProcessPhase.Unkillable;
}
