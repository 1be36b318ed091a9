using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>The phases of an external process.</summary>
internal enum ExternalPhase
{
    Watched,
    Terminating,
    Killed,
    Unkillable,
}

/// <summary>The inputs of an external process.</summary>
internal enum ExternalInput
{
    /// <summary>It was silent for too long.</summary>
    Terminate,

    /// <summary>It was silent for longer than that.</summary>
    Kill,

    /// <summary>The time for SIGTERM is over.</summary>
    GraceElapsed,

    /// <summary>The time for SIGKILL is over.</summary>
    VerifyElapsed,
}

/// <summary>The effects for an external process.</summary>
internal enum ExternalEffect
{
    /// <summary>SIGTERM, and SIGCONT so that one that is stopped receives it.</summary>
    SendTerminate,

    SendKill,
    ArmGrace,
    ArmVerify,
    TellUnkillable,
}

/// <summary>
/// The ladder of an external process. Only the process is signalled, so no set must be verified empty: its exit ends
/// the ladder in every phase.
/// <code>
/// phase       │ input         │ next        │ effects
/// ────────────┼───────────────┼─────────────┼──────────────────────────
/// Watched     │ Terminate     │ Terminating │ SendTerminate, ArmGrace
/// Watched     │ Kill          │ Killed      │ SendKill, ArmVerify
/// Terminating │ Kill          │ Killed      │ SendKill, ArmVerify
/// Terminating │ GraceElapsed  │ Killed      │ SendKill, ArmVerify
/// Killed      │ VerifyElapsed │ Unkillable  │ TellUnkillable
/// </code>
/// Anything else changes nothing.
/// </summary>
internal static class ExternalMachine
{
    private static readonly ExternalEffect[] Kill = [ExternalEffect.SendKill, ExternalEffect.ArmVerify];

    /// <summary>One step.</summary>
    /// <param name="phase">Its phase.</param>
    /// <param name="input">The input.</param>
    /// <param name="hasGrace">False when the ladder skips SIGTERM.</param>
    public static (ExternalPhase Next, IReadOnlyList<ExternalEffect> Effects) Step(
        ExternalPhase phase,
        ExternalInput input,
        bool hasGrace
    ) =>
        (phase, input) switch
        {
            (ExternalPhase.Watched, ExternalInput.Terminate) when hasGrace => (
                ExternalPhase.Terminating,
                [ExternalEffect.SendTerminate, ExternalEffect.ArmGrace]
            ),
            (ExternalPhase.Watched, ExternalInput.Terminate or ExternalInput.Kill) => (ExternalPhase.Killed, Kill),
            (ExternalPhase.Terminating, ExternalInput.Kill or ExternalInput.GraceElapsed) => (
                ExternalPhase.Killed,
                Kill
            ),
            (ExternalPhase.Killed, ExternalInput.VerifyElapsed) => (
                ExternalPhase.Unkillable,
                [ExternalEffect.TellUnkillable]
            ),
            _ => (phase, []),
        };

    /// <summary>Why it ended, from the view of this system.</summary>
    public static ExitCause CauseIn(ExternalPhase phase) =>
        phase == ExternalPhase.Watched ? ExitCause.Exited : ExitCause.Watchdog;
}
