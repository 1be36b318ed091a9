using Akka.Actor;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// Looks at the calls of one target again and again while there are any: what is slow, or silent, can be isolated while
/// it is still waited for. A silent target is looked at until it writes something. Used by the target's actor alone.
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

    /// <summary>Looks in a while.</summary>
    public void LookSoon()
    {
        if (!timers.IsTimerActive(nameof(Look)))
        {
            timers.StartSingleTimer(nameof(Look), new LookDue(), _thresholds.StuckAfter / 4);
        }
    }

    /// <summary>What a probe came to.</summary>
    public ServerInput.Probed Probed(ProbeResult probed)
    {
        _lastHeard = life.Session.LastHeard;
        LookSoon();
        return new ServerInput.Probed(probed.Answered, assignment.Time.GetElapsedTime(_lastHeard), life.Uptime);
    }

    /// <summary>What is to be seen.</summary>
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

    /// <summary>It is time to look.</summary>
    internal sealed record LookDue : INoSerializationVerificationNeeded;
}
