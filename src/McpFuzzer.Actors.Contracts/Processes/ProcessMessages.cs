using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>A message to the ManagerActor.</summary>
public interface IManagerCommand;

/// <summary>A message that concerns one process.</summary>
public interface IWithProcessKey
{
    /// <summary>The process.</summary>
    ProcessKey Key { get; }
}

/// <summary>The replies of <see cref="StartProcess" />: <see cref="ProcessStarted" /> or <see cref="CommandRejected" />.</summary>
public interface IStartReply;

/// <summary>
/// The replies of <see cref="StopProcess" />: <see cref="ProcessStopped" />, <see cref="ProcessUnkillable" />, <see cref="ProcessLost" /> or
/// <see cref="CommandRejected" />.
/// </summary>
public interface IStopReply;

/// <summary>The replies of <see cref="StopAllProcesses" />: <see cref="AllStopped" /> or <see cref="CommandRejected" />.</summary>
public interface IStopAllReply;

/// <summary>The replies of <see cref="GetProcess" /> and <see cref="FindByPid" />: <see cref="ProcessSnapshot" /> or <see cref="CommandRejected" />.</summary>
public interface IGetProcessReply;

/// <summary>
/// The replies of <see cref="WaitForExit" />: <see cref="ProcessExited" />, <see cref="WaitTimedOut" />, <see cref="ProcessLost" /> or
/// <see cref="CommandRejected" />.
/// </summary>
public interface IWaitReply;

/// <summary>The replies of <see cref="WaitForReady" />: <see cref="ProcessReady" />, <see cref="ProcessNotReady" /> or <see cref="CommandRejected" />.</summary>
public interface IWaitReadyReply;

/// <summary>The replies of <c>AttachStdio</c>, which stays on the node: <c>StdioAttached</c> or <see cref="CommandRejected" />.</summary>
public interface IAttachReply;

/// <summary>The replies of <see cref="SignalProcess" />: <see cref="SignalSent" /> or <see cref="CommandRejected" />.</summary>
public interface ISignalReply;

/// <summary>The replies of <see cref="CleanupFinished" />: <see cref="CleanedUp" /> or <see cref="CommandRejected" />.</summary>
public interface ICleanupReply;

/// <summary>Starts a process. Answered as soon as the exec has succeeded or failed.</summary>
/// <param name="Spec">What to start.</param>
/// <param name="Key">Its key; null makes one.</param>
/// <param name="RequestId">Makes it safe to send again.</param>
public sealed record StartProcess(ProcessSpec Spec, ProcessKey? Key = null, RequestId? RequestId = null)
    : IManagerCommand,
        IWithRequestId
{
    /// <summary>
    /// Whether the actor that sends this command owns the process; false by default. When that actor stops, or its node
    /// is lost, the process is stopped by its ladder with <see cref="ExitCause.Requested" />, and not restarted. An Ask
    /// cannot own a process, because it ends with its reply: it is rejected as <see cref="RejectReason.InvalidSpec" />.
    /// </summary>
    public bool OwnedBySender { get; init; }
}

/// <summary>Stops a process. Answered when its set is verified empty; one that has ended already is answered from the history.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Only this incarnation; null is the present one.</param>
/// <param name="Force">Starts at SIGKILL. A forced stop raises one that is under way.</param>
/// <param name="Grace">How long SIGTERM may take; null takes the ladder's.</param>
/// <param name="RequestId">Makes it safe to send again: a later incarnation is not stopped by it.</param>
public sealed record StopProcess(
    ProcessKey Key,
    int? Incarnation = null,
    bool Force = false,
    TimeSpan? Grace = null,
    RequestId? RequestId = null
) : IManagerCommand, IWithProcessKey, IWithRequestId;

/// <summary>Stops every process.</summary>
/// <param name="Force">Starts at SIGKILL.</param>
/// <param name="Grace">How long SIGTERM may take; null takes each ladder's.</param>
/// <param name="RequestId">Makes it safe to send again.</param>
public sealed record StopAllProcesses(bool Force = false, TimeSpan? Grace = null, RequestId? RequestId = null)
    : IManagerCommand,
        IWithRequestId;

/// <summary>Asks for a process's status.</summary>
/// <param name="Key">The process; its last incarnation stays readable after its end, in a bounded history.</param>
public sealed record GetProcess(ProcessKey Key) : IManagerCommand, IWithProcessKey;

/// <summary>Asks for the managed process that has this pid now.</summary>
/// <param name="Pid">A process id.</param>
public sealed record FindByPid(int Pid) : IManagerCommand;

/// <summary>Asks for all processes, those in the history included. Answered by <see cref="ProcessList" />.</summary>
/// <param name="PhaseFilter">Only those in this phase; null is all.</param>
public sealed record ListProcesses(ProcessPhase? PhaseFilter = null) : IManagerCommand;

/// <summary>Waits for the leader's exit.</summary>
/// <param name="Key">The process; an exit that is past is answered from the history.</param>
/// <param name="Timeout">Null waits without bound, zero looks now.</param>
public sealed record WaitForExit(ProcessKey Key, TimeSpan? Timeout = null) : IManagerCommand, IWithProcessKey;

/// <summary>Waits until a process is ready. One that ends before is answered <see cref="ProcessNotReady" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Timeout">Null waits as long as the spec's <see cref="ProcessSpec.ReadyTimeout" /> lasts, zero looks now.</param>
public sealed record WaitForReady(ProcessKey Key, TimeSpan? Timeout = null) : IManagerCommand, IWithProcessKey;

/// <summary>Says that a process shows life. Never answered; one that is not known is ignored.</summary>
/// <param name="Key">The process, managed or external.</param>
public sealed record UpdateActivity(ProcessKey Key) : IManagerCommand, Watch.IWatchdogCommand, IWithProcessKey;

/// <summary>Asks for counts. Answered by <see cref="ManagerStats" />.</summary>
public sealed record GetManagerStats : IManagerCommand;

/// <summary>Removes ended processes from the list; the exit history keeps the last of them.</summary>
/// <param name="RequestId">Makes it safe to send again.</param>
public sealed record CleanupFinished(RequestId? RequestId = null) : IManagerCommand, IWithRequestId;

/// <summary>Refuses further starts, settles those in flight and stops everything. Answered by <see cref="ManagerStopped" />.</summary>
/// <param name="Grace">How long SIGTERM may take; null, or a value out of range, takes each ladder's.</param>
public sealed record ShutdownManager(TimeSpan? Grace = null) : IManagerCommand;

/// <summary>Whom a signal goes to.</summary>
public enum SignalScope
{
    /// <summary>The leader alone.</summary>
    Leader,

    /// <summary>The leader's process group.</summary>
    Group,
}

/// <summary>Sends a signal; the process's phase does not change by it.</summary>
/// <param name="Key">The process.</param>
/// <param name="Signal">The signal's number, 1 to 64.</param>
/// <param name="Scope">Whom it goes to.</param>
/// <param name="RequestId">Makes it safe to send again: the signal goes out once.</param>
public sealed record SignalProcess(
    ProcessKey Key,
    int Signal,
    SignalScope Scope = SignalScope.Leader,
    RequestId? RequestId = null
) : IManagerCommand, IWithProcessKey, IWithRequestId;

/// <summary>Subscribes the sender to events, until it says <see cref="UnwatchProcesses" /> or ends. Answered by <see cref="WatchStarted" />.</summary>
/// <param name="Key">Only this process; null is all.</param>
public sealed record WatchProcesses(ProcessKey? Key = null) : IManagerCommand;

/// <summary>Ends the sender's subscriptions. Never answered.</summary>
public sealed record UnwatchProcesses : IManagerCommand;

/// <summary>The subscription stands; events follow.</summary>
/// <param name="Key">As asked for.</param>
public sealed record WatchStarted(ProcessKey? Key);

/// <summary>The process had not exited when the time was up.</summary>
/// <param name="Key">The process.</param>
/// <param name="Waited">How long it was waited for.</param>
public sealed record WaitTimedOut(ProcessKey Key, TimeSpan Waited) : IWaitReply;

/// <summary>The signal was handed to the kernel.</summary>
/// <param name="Key">The process.</param>
/// <param name="Signal">The signal's number.</param>
/// <param name="Scope">Whom it went to.</param>
public sealed record SignalSent(ProcessKey Key, int Signal, SignalScope Scope) : ISignalReply;

/// <summary>One outcome for each process that had not ended.</summary>
/// <param name="Outcomes">In the order of their keys.</param>
public sealed record AllStopped(IReadOnlyList<IStopReply> Outcomes) : IStopAllReply
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The manager has stopped everything and starts nothing more.</summary>
/// <param name="Outcomes">What was stopped, and how.</param>
public sealed record ManagerStopped(IReadOnlyList<IStopReply> Outcomes)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How many ended processes were removed from the list.</summary>
/// <param name="Count">Zero and more.</param>
public sealed record CleanedUp(int Count) : ICleanupReply;
