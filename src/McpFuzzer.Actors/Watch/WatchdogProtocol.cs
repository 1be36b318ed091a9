using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// What the manager, the process actors and the watchdog tell each other. Timestamps are those of the node's <see cref="TimeProvider" />, so that a jump of the wall clock
/// changes nothing. A heartbeat or an order that comes after its process has ended is normal, and no dead letter worth a log line.
/// </summary>
internal static class WatchdogProtocol
{
    /// <summary>Manager to watchdog, when an incarnation is running. The same one again replaces the first.</summary>
    /// <param name="Key">The process.</param>
    /// <param name="Incarnation">Its incarnation; one that is older than the watched one is ignored.</param>
    /// <param name="Process">Its actor, which answers heartbeat checks and takes orders.</param>
    /// <param name="Timeout">The process's own timeout; null takes the watchdog's.</param>
    /// <param name="AutoKill">The process's own choice; null takes the watchdog's.</param>
    /// <param name="Asker">Whose <see cref="RegistrationWanted" /> this answers; null when nobody asked.</param>
    internal sealed record Watch(
        ProcessKey Key,
        int Incarnation,
        IActorRef Process,
        TimeSpan? Timeout,
        bool? AutoKill,
        IActorRef? Asker = null
    ) : INoSerializationVerificationNeeded;

    /// <summary>Manager to watchdog, when the leader has exited.</summary>
    internal sealed record Unwatch(ProcessKey Key, int Incarnation) : INoSerializationVerificationNeeded;

    /// <summary>Watchdog to process actor: when did it last show life?</summary>
    internal sealed record HeartbeatCheck(int Incarnation) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The process actor's answer.</summary>
    /// <param name="Key">The process.</param>
    /// <param name="Incarnation">Its incarnation.</param>
    /// <param name="LastActivity">A timestamp of the node's time provider.</param>
    internal sealed record Heartbeat(ProcessKey Key, int Incarnation, long LastActivity)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: idle beyond its timeout; to be reported.</summary>
    internal sealed record Warn(int Incarnation, TimeSpan SilentFor)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: start the stop ladder.</summary>
    /// <param name="Incarnation">The incarnation it is meant for.</param>
    /// <param name="SilentFor">How long no activity was seen.</param>
    /// <param name="Act">False when auto-kill is off: report only.</param>
    internal sealed record Terminate(int Incarnation, TimeSpan SilentFor, bool Act)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: SIGKILL to the set, cutting short a ladder that still runs.</summary>
    /// <param name="Incarnation">The incarnation it is meant for.</param>
    /// <param name="SilentFor">How long no activity was seen.</param>
    /// <param name="Act">False when auto-kill is off: report only.</param>
    internal sealed record Kill(int Incarnation, TimeSpan SilentFor, bool Act)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to manager: the process actor has not answered three heartbeat checks. It is watched no longer.</summary>
    internal sealed record HeartbeatsMissed(ProcessKey Key, int Incarnation) : INoSerializationVerificationNeeded;

    /// <summary>Watchdog to manager, after a failure of its own: say Watch again for each running process.</summary>
    internal sealed record ReRegister : INoSerializationVerificationNeeded;

    /// <summary>Actor of a process to watchdog: its callback was reported.</summary>
    internal sealed record CallbackReported(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Watchdog to manager, for the public RegisterExternal. The manager answers with <see cref="Watch" />, and the watchdog tells the asker Registered; or the manager tells the asker
    /// CommandRejected.
    /// </summary>
    internal sealed record ExternalWanted(RegisterExternal? Registration, ActivityCallback? Callback, IActorRef Asker)
        : INoSerializationVerificationNeeded;

    /// <summary>Watchdog to manager: it was unregistered by request. A managed process stays what it is, an external one is let go.</summary>
    internal sealed record LetGo(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>Manager to watchdog: put your counts into these and give them to the asker.</summary>
    internal sealed record CompleteStats(ManagerStats Partial, IActorRef Asker) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Watchdog to manager, for the public RegisterProcess. The manager answers with <see cref="Watch" />, and the watchdog tells the asker Registered; or the manager tells
    /// the asker CommandRejected.
    /// </summary>
    internal sealed record RegistrationWanted(ProcessKey Key, IActorRef Asker) : INoSerializationVerificationNeeded;
}
