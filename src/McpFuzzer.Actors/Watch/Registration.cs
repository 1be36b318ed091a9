using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>An incarnation that the watchdog watches.</summary>
internal sealed class Registration(int incarnation, IActorRef actor, bool autoKill, WatchedProcess process)
{
    public int Incarnation { get; } = incarnation;

    /// <summary>Who answers for it and takes the orders.</summary>
    public IActorRef Actor { get; } = actor;

    public bool AutoKill { get; } = autoKill;

    public WatchedProcess Process { get; set; } = process;

    /// <summary>What its actor is told when a silence reaches a level.</summary>
    public object Order(UnresponsiveLevel level, TimeSpan idle) =>
        level switch
        {
            UnresponsiveLevel.Warning => new WatchdogProtocol.Warn(Incarnation, idle),
            UnresponsiveLevel.Terminate => new WatchdogProtocol.Terminate(Incarnation, idle, AutoKill),
            UnresponsiveLevel.Kill => new WatchdogProtocol.Kill(Incarnation, idle, AutoKill),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no such level"),
        };
}
