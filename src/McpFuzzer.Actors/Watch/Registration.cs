using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>An incarnation that the watchdog watches.</summary>
/// <param name="incarnation">Its incarnation.</param>
/// <param name="actor">Who answers for it and takes the orders.</param>
/// <param name="autoKill">Whether it is ended when it hangs.</param>
/// <param name="phase">0 to 1: by so much of a heartbeat interval it is asked sooner, once. Those that were registered together are asked one after another from then on.</param>
/// <param name="process">What is known of its activity.</param>
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

    /// <summary>The same each time: a check costs no garbage.</summary>
    public WatchdogProtocol.HeartbeatCheck Check { get; } = new(incarnation);

    /// <summary>False when too many checks were not answered.</summary>
    public bool TryAsk()
    {
        if (Process.Ask() is not { } asked)
        {
            return false;
        }

        Process = asked;
        return true;
    }

    public WatchedProcess.Heard Answer(TimeSpan lastActivity, TimeSpan now, TimeSpan heartbeatInterval)
    {
        var heard = Process.Answer(lastActivity, now, _isInPhase ? heartbeatInterval : heartbeatInterval * (1 - phase));
        Process = heard.Next;
        _isInPhase = true;
        return heard;
    }

    /// <summary>Silence counts anew.</summary>
    public void Resume(TimeSpan now)
    {
        Process = Process.Resume(now);
        _isInPhase = false;
    }

    /// <summary>What its actor is told when a silence reaches a level.</summary>
    public object Order(UnresponsiveLevel level, TimeSpan idle) =>
        level switch
        {
            UnresponsiveLevel.Warning => new WatchdogProtocol.Warn(incarnation, idle),
            UnresponsiveLevel.Terminate => new WatchdogProtocol.Terminate(incarnation, idle, autoKill),
            UnresponsiveLevel.Kill => new WatchdogProtocol.Kill(incarnation, idle, autoKill),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
}
