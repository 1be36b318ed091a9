using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>An incarnation that the watchdog watches.</summary>
/// <param name="incarnation">Its incarnation.</param>
/// <param name="actor">The actor that answers and takes commands.</param>
/// <param name="autoKill">Whether it is ended when it hangs.</param>
/// <param name="phase">0 to 1: the part of a heartbeat interval by which its first check is earlier. It spreads the
/// checks of processes that were registered together.</param>
/// <param name="process">Its activity.</param>
internal sealed class Registration(
    int incarnation,
    IActorRef actor,
    bool autoKill,
    double phase,
    WatchedProcess process
)
{
    private bool _isInPhase;

    public int Incarnation => incarnation;

    public IActorRef Actor => actor;

    public bool AutoKill => autoKill;

    public WatchedProcess Process { get; private set; } = process;

    /// <summary>Reused, so a check allocates nothing.</summary>
    public WatchdogProtocol.HeartbeatCheck Check { get; } = new(incarnation);

    /// <summary>Returns false when too many checks were not answered.</summary>
    public bool TryAsk()
    {
        if (Process.Ask() is not { } asked)
        {
            return false;
        }

        Process = asked;
        return true;
    }

    public WatchedProcess.CheckResult Answer(TimeSpan lastActivity, TimeSpan now, TimeSpan heartbeatInterval)
    {
        var heard = Process.Answer(lastActivity, now, _isInPhase ? heartbeatInterval : heartbeatInterval * (1 - phase));
        Process = heard.Next;
        _isInPhase = true;
        return heard;
    }

    /// <summary>Restarts the silence.</summary>
    public void Resume(TimeSpan now)
    {
        Process = Process.Resume(now);
        _isInPhase = false;
    }

    /// <summary>Returns the command of a level of silence.</summary>
    public object Order(UnresponsiveLevel level, TimeSpan idle) =>
        level switch
        {
            UnresponsiveLevel.Warning => new WatchdogProtocol.Warn(incarnation, idle),
            UnresponsiveLevel.Terminate => new WatchdogProtocol.Terminate(incarnation, idle, autoKill),
            UnresponsiveLevel.Kill => new WatchdogProtocol.Kill(incarnation, idle, autoKill),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
}
