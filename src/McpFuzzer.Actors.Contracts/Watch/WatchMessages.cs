using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Watch;

/// <summary>A message to the WatchdogActor.</summary>
public interface IWatchdogCommand;

/// <summary>The replies of <see cref="RegisterProcess" /> and <see cref="RegisterExternal" />: <see cref="Registered" /> or <see cref="CommandRejected" />.</summary>
public interface IRegisterReply;

/// <summary>Begins to watch. Answered by <see cref="WatchdogStarted" />, also when it watches already.</summary>
public sealed record StartWatchdog : IWatchdogCommand;

/// <summary>Ceases to watch; registrations stay. Answered by <see cref="WatchdogStopped" />.</summary>
public sealed record StopWatchdog : IWatchdogCommand;

/// <summary>Puts a managed process under watch. Each process is registered at its start; this undoes an unregistration.</summary>
/// <param name="Key">The process.</param>
public sealed record RegisterProcess(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>
/// Puts a process that somebody else has started under watch. It is bound by a pidfd (pidfd_open(2)) opened now, and signalled through that alone, never its group: SIGTERM, and SIGKILL after the
/// node's grace. Answered by <see cref="Registered" /> with a key of the form <c>external-PID-N</c>, or refused. As InvalidSpec: a pid of 1 or less, a name or timeout out of range, and any process
/// where the system has no pidfds; as Unauthorised: this node's own process and its helper, one of its ancestors, a process of another user or of the kernel, and a sender on another node; as AlreadyExists:
/// a process that is managed, one that descends from such a one, and one that is registered already; as NotFound: no such process, or one that has ended; as LimitReached: no descriptor is left;
/// as ShuttingDown: the node shuts down.
/// <para>
/// Subscribers of <see cref="WatchProcesses" /> are told, under that key and as incarnation 1: <see cref="ProcessUnresponsive" />; <see cref="ProcessExited" />, after which it is registered no more;
/// <see cref="ProcessUnkillable" /> when it has outlived SIGKILL; <see cref="ProcessLost" /> when a fault of ours has ended the watch.
/// </para>
/// </summary>
/// <param name="Pid">A process of this machine and this user.</param>
/// <param name="Name">A name for people, in logs and events.</param>
public sealed record RegisterExternal(int Pid, string Name = "unknown") : IWatchdogCommand
{
    /// <summary>How long it may be idle before the watchdog warns; null takes the watchdog's <c>process-timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the watchdog ends it when it hangs; null takes the watchdog's <c>auto-kill</c>.</summary>
    public bool? AutoKill { get; init; }
}

/// <summary>Takes a process out of the watch; an external one is let go. Answered by <see cref="Unregistered" />, also when it was not in it.</summary>
/// <param name="Key">The process.</param>
public sealed record UnregisterProcess(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>Asks whether a process is watched. Answered by <see cref="RegistrationStatus" />.</summary>
/// <param name="Key">The process.</param>
public sealed record IsRegistered(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>Asks for counts. Answered by <see cref="WatchdogStats" />.</summary>
public sealed record GetWatchdogStats : IWatchdogCommand;

/// <summary>The watchdog watches.</summary>
public sealed record WatchdogStarted;

/// <summary>The watchdog does not watch.</summary>
public sealed record WatchdogStopped;

/// <summary>The process is under watch.</summary>
/// <param name="Key">The process; of an external one the key that was made for it.</param>
public sealed record Registered(ProcessKey Key) : IRegisterReply;

/// <summary>The process is not under watch.</summary>
/// <param name="Key">The process.</param>
public sealed record Unregistered(ProcessKey Key);

/// <summary>Whether a process is watched.</summary>
/// <param name="Key">The process.</param>
/// <param name="IsRegistered">True when it is.</param>
public sealed record RegistrationStatus(ProcessKey Key, bool IsRegistered);

/// <summary>Counts of the watchdog.</summary>
public sealed record WatchdogStats
{
    /// <summary>True between <see cref="StartWatchdog" /> (implied by the node's start) and <see cref="StopWatchdog" />.</summary>
    public required bool Watching { get; init; }

    /// <summary>Processes under watch.</summary>
    public required int RegisteredCount { get; init; }

    /// <summary>Those of them that are below every level.</summary>
    public required int Running { get; init; }

    /// <summary>Those of them that have been warned of.</summary>
    public required int Suspect { get; init; }

    /// <summary>How many activity callbacks were reported, since an answer of theirs could not count; each once.</summary>
    public long CallbackFaults { get; init; }

    /// <summary>How many Terminate orders were issued.</summary>
    public required long Terminated { get; init; }

    /// <summary>How many Kill orders were issued.</summary>
    public required long Killed { get; init; }

    /// <summary>How long ago the last tick was; null before the first.</summary>
    public TimeSpan? SinceLastTick { get; init; }

    /// <summary>How long the last tick took.</summary>
    public TimeSpan LastTickDuration { get; init; }
}
