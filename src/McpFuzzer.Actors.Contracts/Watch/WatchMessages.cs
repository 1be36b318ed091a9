using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Watch;

/// <summary>A message to the WatchdogActor.</summary>
public interface IWatchdogCommand;

/// <summary>
/// The replies of <see cref="RegisterProcess" /> and <see cref="RegisterExternal" />: <see cref="Registered" /> or <see
/// cref="CommandRejected" />.
/// </summary>
public interface IRegisterReply;

/// <summary>
/// Starts the watchdog. The reply is <see cref="WatchdogStarted" />, also when it is already running.
/// </summary>
public sealed record StartWatchdog : IWatchdogCommand;

/// <summary>Stops the watchdog; registrations stay. The reply is <see cref="WatchdogStopped" />.</summary>
public sealed record StopWatchdog : IWatchdogCommand;

/// <summary>
/// Registers a managed process. Each process is registered at its start; this reverts an unregistration.
/// </summary>
/// <param name="Key">The process.</param>
public sealed record RegisterProcess(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>
/// Registers an external process. It is bound by a pidfd (pidfd_open(2)), and signalled only through it, never its
/// group: SIGTERM, and SIGKILL after the node's grace. The reply is <see cref="Registered" /> with a key of the form
/// <c>external-PID-N</c>, or a rejection:
/// <para>InvalidSpec: a pid of 1 or less, a name or timeout out of range, or a system without pidfds.</para>
/// <para>Unauthorised: this node's own process and its helper, one of its ancestors, a process of another user or of
/// the kernel, and a sender on another node.</para>
/// <para>AlreadyExists: a managed process or its descendant, or a registered one.</para>
/// <para>NotFound: the process does not exist or has ended. LimitReached: no descriptor is left. ShuttingDown.</para>
/// <para>
/// Subscribers of <see cref="WatchProcesses" /> get, under that key and as incarnation 1:
/// <see cref="ProcessUnresponsive" />; <see cref="ProcessExited" />, which ends the registration;
/// <see cref="ProcessUnkillable" /> when it has outlived SIGKILL; <see cref="ProcessLost" /> when a bug of the runtime
/// has ended the registration.
/// </para>
/// </summary>
/// <param name="Pid">A process of this machine and this user.</param>
/// <param name="Name">A name for people, in logs and events.</param>
public sealed record RegisterExternal(int Pid, string Name = "unknown") : IWatchdogCommand
{
    /// <summary>
    /// How long it may be idle before the watchdog warns; null takes the watchdog's <c>process-timeout</c>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the watchdog ends it when it hangs; null takes the watchdog's <c>auto-kill</c>.</summary>
    public bool? AutoKill { get; init; }
}

/// <summary>
/// Unregisters a process; an external one is released. The reply is <see cref="Unregistered" />, also when it was not
/// registered.
/// </summary>
/// <param name="Key">The process.</param>
public sealed record UnregisterProcess(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>Queries whether a process is registered. The reply is <see cref="RegistrationStatus" />.</summary>
/// <param name="Key">The process.</param>
public sealed record IsRegistered(ProcessKey Key) : IWatchdogCommand, IWithProcessKey;

/// <summary>Queries counts. The reply is <see cref="WatchdogStats" />.</summary>
public sealed record GetWatchdogStats : IWatchdogCommand;

/// <summary>The watchdog is running.</summary>
public sealed record WatchdogStarted;

/// <summary>The watchdog is stopped.</summary>
public sealed record WatchdogStopped;

/// <summary>The process is registered.</summary>
/// <param name="Key">The process; for an external one, its generated key.</param>
public sealed record Registered(ProcessKey Key) : IRegisterReply;

/// <summary>The process is not registered.</summary>
/// <param name="Key">The process.</param>
public sealed record Unregistered(ProcessKey Key);

/// <summary>Returns whether a process is registered.</summary>
/// <param name="Key">The process.</param>
/// <param name="IsRegistered">True when it is registered.</param>
public sealed record RegistrationStatus(ProcessKey Key, bool IsRegistered);

/// <summary>Returns counts of the watchdog.</summary>
public sealed record WatchdogStats
{
    /// <summary>
    /// True between <see cref="StartWatchdog" /> (implied by the node's start) and <see cref="StopWatchdog" />.
    /// </summary>
    public required bool Watching { get; init; }

    /// <summary>Registered processes.</summary>
    public required int RegisteredCount { get; init; }

    /// <summary>Registered processes below every level.</summary>
    public required int Running { get; init; }

    /// <summary>Registered processes beyond the first level.</summary>
    public required int Suspect { get; init; }

    /// <summary>The number of activity callbacks with a reported fault; each counts once.</summary>
    public long CallbackFaults { get; init; }

    /// <summary>The number of Terminate commands.</summary>
    public required long Terminated { get; init; }

    /// <summary>The number of Kill commands.</summary>
    public required long Killed { get; init; }

    /// <summary>The time since the last tick; null before the first.</summary>
    public TimeSpan? SinceLastTick { get; init; }

    /// <summary>The duration of the last tick.</summary>
    public TimeSpan LastTickDuration { get; init; }
}
