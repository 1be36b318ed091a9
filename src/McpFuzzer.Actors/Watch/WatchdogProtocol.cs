using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Messages between the manager, the process actors and the watchdog. Timestamps come from the node's <see
/// cref="TimeProvider" />, so a jump of the wall clock changes nothing. A heartbeat or a command after the end of its
/// process is normal, and is not logged as a dead letter.
/// </summary>
internal static class WatchdogProtocol
{
    /// <summary>Manager to watchdog, when an incarnation runs. A repeated one replaces the first.</summary>
    /// <param name="Key">The process.</param>
    /// <param name="Incarnation">Its incarnation; one that is older than the watched one is ignored.</param>
    /// <param name="Process">Its actor, which answers heartbeat checks and takes commands.</param>
    /// <param name="Timeout">The process's own timeout; null takes the watchdog's.</param>
    /// <param name="AutoKill">The process's own value; null takes the watchdog's.</param>
    /// <param name="Sender">The sender of the <see cref="RegistrationWanted" /> that this answers; null when there is
    /// none.</param>
    internal sealed record Watch(
        ProcessKey Key,
        int Incarnation,
        IActorRef Process,
        TimeSpan? Timeout,
        bool? AutoKill,
        IActorRef? Sender = null
    ) : INoSerializationVerificationNeeded;

    /// <summary>Manager to watchdog, when the leader has exited.</summary>
    internal sealed record Unwatch(ProcessKey Key, int Incarnation) : INoSerializationVerificationNeeded;

    /// <summary>Watchdog to process actor: asks for the last activity.</summary>
    internal sealed record HeartbeatCheck(int Incarnation) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The process actor's reply.</summary>
    /// <param name="Key">The process.</param>
    /// <param name="Incarnation">Its incarnation.</param>
    /// <param name="LastActivity">A timestamp of the node's time provider.</param>
    internal sealed record Heartbeat(ProcessKey Key, int Incarnation, long LastActivity)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: idle beyond its timeout; the actor publishes a warning.</summary>
    internal sealed record Warn(int Incarnation, TimeSpan SilentFor)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: start the stop ladder.</summary>
    /// <param name="Incarnation">The incarnation.</param>
    /// <param name="SilentFor">The length of the silence.</param>
    /// <param name="Act">False when auto-kill is off: report only.</param>
    internal sealed record Terminate(int Incarnation, TimeSpan SilentFor, bool Act)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>Watchdog to process actor: SIGKILL to the set. It cuts a running ladder short.</summary>
    /// <param name="Incarnation">The incarnation.</param>
    /// <param name="SilentFor">The length of the silence.</param>
    /// <param name="Act">False when auto-kill is off: report only.</param>
    internal sealed record Kill(int Incarnation, TimeSpan SilentFor, bool Act)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>
    /// Watchdog to manager: the process actor has missed three heartbeat checks. Its watch has ended.
    /// </summary>
    internal sealed record HeartbeatsMissed(ProcessKey Key, int Incarnation) : INoSerializationVerificationNeeded;

    /// <summary>Watchdog to manager, after a restart: send Watch again for each running process.</summary>
    internal sealed record ReRegister : INoSerializationVerificationNeeded;

    /// <summary>Actor of a process to watchdog: a fault of its callback was reported.</summary>
    internal sealed record CallbackReported(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Watchdog to manager, for the public RegisterExternal. The manager answers with <see cref="Watch" />, and the
    /// watchdog replies Registered to the sender; or the manager replies CommandRejected.
    /// </summary>
    internal sealed record ExternalWanted(RegisterExternal? Registration, ActivityCallback? Callback, IActorRef Sender)
        : INoSerializationVerificationNeeded;

    /// <summary>
    /// Watchdog to manager: it was unregistered by request. A managed process is not affected; an external one is
    /// released.
    /// </summary>
    internal sealed record LetGo(ProcessKey Key) : INoSerializationVerificationNeeded;

    /// <summary>Manager to watchdog: add the watchdog's counts and reply to the sender.</summary>
    internal sealed record CompleteStats(ManagerStats Partial, IActorRef Sender) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Watchdog to manager, for the public RegisterProcess. The manager answers with <see cref="Watch" />, and the
    /// watchdog replies Registered to the sender; or the manager replies CommandRejected.
    /// </summary>
    internal sealed record RegistrationWanted(ProcessKey Key, IActorRef Sender) : INoSerializationVerificationNeeded;
}
