using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// Checks the calls of one target periodically: slow calls and silence can be isolated while the reply is still
/// awaited. A silent target is checked until it writes something. Used only by the target's actor.
/// </summary>
/// <param name="calls">Its calls.</param>
/// <param name="life">Its session.</param>
/// <param name="assignment">How long it may take, and be silent.</param>
/// <param name="timers">The actor's timers.</param>
internal sealed class TargetWatch(
    TargetCalls calls,
    TargetLife life,
    TargetAssignment assignment,
    ITimerScheduler timers
)
{
    private readonly OracleThresholds _thresholds = assignment.Settings.Thresholds;
    private long _lastHeard;

    /// <summary>Schedules the next check.</summary>
    public void LookSoon()
    {
        if (!timers.IsTimerActive(nameof(Look)))
        {
            timers.StartSingleTimer(nameof(Look), new LookDue(), _thresholds.StuckAfter / 4);
        }
    }

    /// <summary>Handles the result of a probe.</summary>
    public ServerInput.Probed Probed(ProbeResult probed)
    {
        _lastHeard = life.Session.LastHeard;
        LookSoon();
        return new ServerInput.Probed(probed.Answered, assignment.Time.GetElapsedTime(_lastHeard), life.Uptime);
    }

    /// <summary>Returns what the check shows.</summary>
    public IEnumerable<ServerInput> Look(ServerPhase phase)
    {
        if (phase is ServerPhase.Silent)
        {
            if (life.Session.LastHeard != _lastHeard)
            {
                yield return new ServerInput.Heard();
            }
            else
            {
                LookSoon();
            }
        }

        foreach (var late in calls.TakeLate())
        {
            yield return new ServerInput.Pending(late);
        }

        if (calls.IsIdle)
        {
            yield break;
        }

        if (!assignment.IsPatient && life.SilentFor > _thresholds.StuckAfter / 2)
        {
            yield return new ServerInput.Quiet();
        }

        LookSoon();
    }

    /// <summary>The next check is due.</summary>
    internal sealed record LookDue : INoSerializationVerificationNeeded;
}
