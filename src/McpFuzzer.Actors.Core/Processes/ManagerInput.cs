using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What may happen to the manager.</summary>
internal abstract record ManagerInput
{
    private ManagerInput() { }

    /// <summary>A command that can be sent from any node, and names a key wherever it needs one.</summary>
    /// <param name="Message">The command.</param>
    /// <param name="From">Gets the reply.</param>
    /// <param name="Owner">The sender that is to own the process of a start; null when none is.</param>
    internal sealed record Command(IManagerCommand Message, SenderId From, SenderId? Owner = null) : ManagerInput;

    /// <summary>
    /// A start with an activity callback, which the probe calls. Either is null when the sender left it out.
    /// </summary>
    internal sealed record StartWithProbe(StartProcess? Start, object? Probe, SenderId From, SenderId? Owner = null)
        : ManagerInput;

    /// <summary>A command for the streams of an incarnation, or of each one from now on.</summary>
    internal sealed record Attach(ProcessKey Key, int? Incarnation, SenderId From) : ManagerInput;

    /// <summary>A subscriber, a consumer or an owner has ended.</summary>
    internal sealed record SenderEnded(SenderId Sender) : ManagerInput;

    /// <summary>An incarnation is in another phase, of which no event tells.</summary>
    internal sealed record PhaseChanged(RunId Run, ProcessPhase Phase) : ManagerInput;

    /// <summary>An incarnation has an event, and is in this phase now.</summary>
    internal sealed record Happened(RunId Run, IProcessEvent Event, ProcessPhase Phase) : ManagerInput;

    /// <summary>The start failed, and the key is free.</summary>
    internal sealed record NotStarted(RunId Run, CommandRejected Why) : ManagerInput;

    /// <summary>The outcome is ProcessStopped or ProcessUnkillable.</summary>
    internal sealed record Ended(RunId Run, EndedProcess Process) : ManagerInput;

    /// <summary>No member is left of a set that was unkillable.</summary>
    internal sealed record Emptied(RunId Run) : ManagerInput;

    /// <summary>The actor of an incarnation or of an external process has ended.</summary>
    internal sealed record ActorEnded(RunId Run, CallbackFault? CallbackFault) : ManagerInput;

    /// <summary>The answer to <see cref="ManagerEffect.Reap" />: the pids that are left, or the host's fault.</summary>
    internal sealed record Reaped(RunId Run, IReadOnlyList<int> Left, string? Fault) : ManagerInput;

    /// <summary>The timeout of a wait for an exit is over.</summary>
    internal sealed record ExitWaitElapsed(RunId Run, long Wait, TimeSpan Waited) : ManagerInput;

    /// <summary>The timeout of a wait for readiness is over.</summary>
    internal sealed record ReadyWaitElapsed(RunId Run, long Wait) : ManagerInput;

    /// <summary>The delay before a restart is over.</summary>
    internal sealed record RestartDue(ProcessKey Key, long Timer) : ManagerInput;

    /// <summary>The actor of a process did not answer the watchdog's heartbeat checks.</summary>
    internal sealed record HeartbeatsMissed(ProcessKey Key, int Incarnation, CallbackFault? CallbackFault)
        : ManagerInput;

    /// <summary>The watchdog has lost its registrations.</summary>
    internal sealed record ReRegister : ManagerInput;

    /// <summary>A sender wants the watchdog to watch a managed process.</summary>
    internal sealed record RegistrationWanted(ProcessKey Key, SenderId From) : ManagerInput;

    /// <summary>A sender wants the watchdog to watch a process that another program has started.</summary>
    internal sealed record ExternalWanted(RegisterExternal? Registration, object? Probe, SenderId From) : ManagerInput;

    /// <summary>A process is watched no longer by command. A managed one stays managed.</summary>
    internal sealed record LetGo(ProcessKey Key) : ManagerInput;

    /// <summary>An external process is bound and can be watched.</summary>
    internal sealed record ExternalBound(RunId Run, ExternalIdentity Identity) : ManagerInput;

    /// <summary>An external process could not be bound; its actor ends.</summary>
    internal sealed record ExternalNotBound(RunId Run, CommandRejected Why) : ManagerInput;

    /// <summary>An external process has an event.</summary>
    internal sealed record ExternalHappened(RunId Run, IProcessEvent Event) : ManagerInput;

    /// <summary>An external process has ended, and so does its actor.</summary>
    internal sealed record ExternalEnded(RunId Run, ProcessExited Exited) : ManagerInput;
}
