using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The effects of the process machine, in order.</summary>
internal abstract record ProcessEffect
{
    private ProcessEffect() { }

    /// <summary>Ask the host for the start.</summary>
    internal sealed record Spawn : ProcessEffect;

    /// <summary>Cancel the start in flight; its outcome is still to come.</summary>
    internal sealed record CancelSpawn : ProcessEffect;

    internal sealed record CloseStdin : ProcessEffect;

    /// <summary>SIGTERM to every process group of the set, then SIGCONT for those that are stopped.</summary>
    internal sealed record TerminateSet : ProcessEffect;

    internal sealed record KillSet : ProcessEffect;

    internal sealed record CloseOutput : ProcessEffect;

    /// <summary>
    /// Check which members are left, at once when the delay is zero. While members are left, the check may take the
    /// patience. A later effect replaces an earlier one.
    /// </summary>
    internal sealed record Probe(TimeSpan After, TimeSpan Patience = default) : ProcessEffect;

    /// <summary>Report when the time of the stage is over. A later effect replaces an earlier one.</summary>
    internal sealed record ArmStage(StopStage Stage, TimeSpan After) : ProcessEffect;

    /// <summary>Ask for a stop with cause TimeLimit then.</summary>
    internal sealed record ArmTimeLimit(TimeSpan After) : ProcessEffect;

    internal sealed record ReportStarted : ProcessEffect;

    internal sealed record ReportExited(ProcessExit Exit, ExitCause Cause, LimitBreach? Breach = null) : ProcessEffect;

    /// <summary>An effect after which nothing follows.</summary>
    internal abstract record Terminal : ProcessEffect;

    internal sealed record ReportNotStarted(SpawnError Error, string Message) : Terminal;

    internal sealed record ReportStartCancelled(ExitCause Cause) : Terminal;

    internal sealed record ReportStopped(
        ProcessExit Exit,
        ExitCause Cause,
        bool Escalated,
        int SurvivorsKilled,
        LimitBreach? Breach = null
    ) : Terminal;

    internal sealed record ReportUnkillable(IReadOnlyList<int> Pids) : Terminal;
}
