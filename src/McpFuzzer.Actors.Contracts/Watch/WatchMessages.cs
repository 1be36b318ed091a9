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
/// Puts a process that somebody else has started under watch. It is bound by a pidfd (pidfd_open(2)) opened now, and signalled through that alone, never its group. Refused, as InvalidSpec:
/// a pid of 1 or less; as Unauthorised: this node's own process, one of its ancestors, a process of another user, and a sender on another node; as AlreadyExists: a process that is managed or
/// registered already; as NotFound: no such process.
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

/// <summary>Takes a process out of the watch. Answered by <see cref="Unregistered" />, also when it was not in it.</summary>
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

    /// <summary>How many Terminate orders were issued.</summary>
    public required long Terminated { get; init; }

    /// <summary>How many Kill orders were issued.</summary>
    public required long Killed { get; init; }

    /// <summary>How long ago the last tick was; null before the first.</summary>
    public TimeSpan? SinceLastTick { get; init; }

    /// <summary>How long the last tick took.</summary>
    public TimeSpan LastTickDuration { get; init; }
}
