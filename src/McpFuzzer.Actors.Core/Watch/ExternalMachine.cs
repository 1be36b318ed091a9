using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>Where an external process stands.</summary>
internal enum ExternalPhase
{
    Watched,
    Terminating,
    Killed,
    Unkillable,
}

/// <summary>What an external process meets.</summary>
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

/// <summary>What is to be done for an external process.</summary>
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
/// The ladder of a process that somebody else has started. It is signalled alone, so that there is no set to be proven
/// empty: when it has ended, wherever it stood, nothing is left to do.
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
    /// <param name="input">What it meets.</param>
    /// <param name="hasGrace">False where the ladder leaves SIGTERM out.</param>
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

    /// <summary>Why it ended, as far as it is our doing.</summary>
    public static ExitCause CauseIn(ExternalPhase phase) =>
        phase == ExternalPhase.Watched ? ExitCause.Exited : ExitCause.Watchdog;
}
