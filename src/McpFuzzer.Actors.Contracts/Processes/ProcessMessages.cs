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

/// <summary>
/// The replies of <see cref="StartProcess" />: <see cref="ProcessStarted" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IStartReply;

/// <summary>
/// The replies of <see cref="StopProcess" />: <see cref="ProcessStopped" />, <see cref="ProcessUnkillable" />, <see
/// cref="ProcessLost" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IStopReply;

/// <summary>
/// The replies of <see cref="StopAllProcesses" />: <see cref="AllStopped" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IStopAllReply;

/// <summary>
/// The replies of <see cref="GetProcess" /> and <see cref="FindByPid" />: <see cref="ProcessSnapshot" /> or <see
/// cref="CommandRejected" />.
/// </summary>
public interface IGetProcessReply;

/// <summary>
/// The replies of <see cref="WaitForExit" />: <see cref="ProcessExited" />, <see cref="WaitTimedOut" />, <see
/// cref="ProcessLost" /> or <see cref="CommandRejected" />.
/// </summary>
public interface IWaitReply;

/// <summary>
/// The replies of <see cref="WaitForReady" />: <see cref="ProcessReady" />, <see cref="ProcessNotReady" /> or <see
/// cref="CommandRejected" />.
/// </summary>
public interface IWaitReadyReply;

/// <summary>
/// The replies of <c>AttachStdio</c>, which stays on the node: <c>StdioAttached</c> or <see cref="CommandRejected" />.
/// </summary>
public interface IAttachReply;

/// <summary>
/// The replies of <see cref="SignalProcess" />: <see cref="SignalSent" /> or <see cref="CommandRejected" />.
/// </summary>
public interface ISignalReply;

/// <summary>
/// The replies of <see cref="CleanupFinished" />: <see cref="CleanedUp" /> or <see cref="CommandRejected" />.
/// </summary>
public interface ICleanupReply;

/// <summary>Starts a process. The reply follows as soon as the exec has succeeded or failed.</summary>
/// <param name="Spec">What to start.</param>
/// <param name="Key">Its key; null generates one.</param>
/// <param name="RequestId">Makes it safe to send the command again.</param>
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

/// <summary>
/// Stops a process. The reply follows when its set is verified empty, or comes from the history if it has already
/// ended.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Only this incarnation; null means the current one.</param>
/// <param name="Force">Starts at SIGKILL. A forced stop raises a stop that is under way.</param>
/// <param name="Grace">The grace of SIGTERM; null takes the ladder's.</param>
/// <param name="RequestId">Makes it safe to send the command again: it does not stop a later incarnation.</param>
public sealed record StopProcess(
    ProcessKey Key,
    int? Incarnation = null,
    bool Force = false,
    TimeSpan? Grace = null,
    RequestId? RequestId = null
) : IManagerCommand, IWithProcessKey, IWithRequestId;

/// <summary>Stops every process.</summary>
/// <param name="Force">Starts at SIGKILL.</param>
/// <param name="Grace">The grace of SIGTERM; null takes each ladder's.</param>
/// <param name="RequestId">Makes it safe to send the command again.</param>
public sealed record StopAllProcesses(bool Force = false, TimeSpan? Grace = null, RequestId? RequestId = null)
    : IManagerCommand,
        IWithRequestId;

/// <summary>Queries the status of a process.</summary>
/// <param name="Key">The process. Its last incarnation stays readable after its end, in a bounded history.</param>
public sealed record GetProcess(ProcessKey Key) : IManagerCommand, IWithProcessKey;

/// <summary>Queries the managed process that has this pid now.</summary>
/// <param name="Pid">A process id.</param>
public sealed record FindByPid(int Pid) : IManagerCommand;

/// <summary>Lists all processes, including those in the history. The reply is <see cref="ProcessList" />.</summary>
/// <param name="PhaseFilter">Only processes in this phase; null means all.</param>
public sealed record ListProcesses(ProcessPhase? PhaseFilter = null) : IManagerCommand;

/// <summary>Waits for the leader's exit.</summary>
/// <param name="Key">The process. A past exit comes from the history.</param>
/// <param name="Timeout">Null waits without a limit; zero checks at once.</param>
public sealed record WaitForExit(ProcessKey Key, TimeSpan? Timeout = null) : IManagerCommand, IWithProcessKey;

/// <summary>Waits until a process is ready. The reply is <see cref="ProcessNotReady" /> if it ends before.</summary>
/// <param name="Key">The process.</param>
/// <param name="Timeout">Null waits for the spec's <see cref="ProcessSpec.ReadyTimeout" />; zero checks at
/// once.</param>
public sealed record WaitForReady(ProcessKey Key, TimeSpan? Timeout = null) : IManagerCommand, IWithProcessKey;

/// <summary>Reports activity of a process. It gets no reply, and an unknown process is ignored.</summary>
/// <param name="Key">The process, managed or external.</param>
public sealed record UpdateActivity(ProcessKey Key) : IManagerCommand, Watch.IWatchdogCommand, IWithProcessKey;

/// <summary>Queries counts. The reply is <see cref="ManagerStats" />.</summary>
public sealed record GetManagerStats : IManagerCommand;

/// <summary>Removes ended processes from the list. The history keeps the last exits.</summary>
/// <param name="RequestId">Makes it safe to send the command again.</param>
public sealed record CleanupFinished(RequestId? RequestId = null) : IManagerCommand, IWithRequestId;

/// <summary>
/// Rejects further starts, completes those in flight, and stops all processes. The reply is <see cref="ManagerStopped"
/// />.
/// </summary>
/// <param name="Grace">The grace of SIGTERM; null, or a value out of range, takes each ladder's.</param>
public sealed record ShutdownManager(TimeSpan? Grace = null) : IManagerCommand;

/// <summary>The receiver of a signal.</summary>
public enum SignalScope
{
    /// <summary>Only the leader.</summary>
    Leader,

    /// <summary>The leader's process group.</summary>
    Group,
}

/// <summary>Sends a signal. The phase of the process does not change.</summary>
/// <param name="Key">The process.</param>
/// <param name="Signal">The signal's number, 1 to 64.</param>
/// <param name="Scope">The receiver.</param>
/// <param name="RequestId">Makes it safe to send the command again: the signal is sent once.</param>
public sealed record SignalProcess(
    ProcessKey Key,
    int Signal,
    SignalScope Scope = SignalScope.Leader,
    RequestId? RequestId = null
) : IManagerCommand, IWithProcessKey, IWithRequestId;

/// <summary>
/// Subscribes the sender to events, until <see cref="UnwatchProcesses" /> or its end. The reply is <see
/// cref="WatchStarted" />.
/// </summary>
/// <param name="Key">Only this process; null means all.</param>
public sealed record WatchProcesses(ProcessKey? Key = null) : IManagerCommand;

/// <summary>Ends the sender's subscriptions. It gets no reply.</summary>
public sealed record UnwatchProcesses : IManagerCommand;

/// <summary>The subscription is active; events follow.</summary>
/// <param name="Key">As requested.</param>
public sealed record WatchStarted(ProcessKey? Key);

/// <summary>The process has not exited in time.</summary>
/// <param name="Key">The process.</param>
/// <param name="Waited">The length of the wait.</param>
public sealed record WaitTimedOut(ProcessKey Key, TimeSpan Waited) : IWaitReply;

/// <summary>The kernel has accepted the signal.</summary>
/// <param name="Key">The process.</param>
/// <param name="Signal">The signal's number.</param>
/// <param name="Scope">The receiver.</param>
public sealed record SignalSent(ProcessKey Key, int Signal, SignalScope Scope) : ISignalReply;

/// <summary>One outcome for each process that had not ended.</summary>
/// <param name="Outcomes">In the order of their keys.</param>
public sealed record AllStopped(IReadOnlyList<IStopReply> Outcomes) : IStopAllReply
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The manager has stopped all processes, and starts nothing more.</summary>
/// <param name="Outcomes">The outcome of each stop.</param>
public sealed record ManagerStopped(IReadOnlyList<IStopReply> Outcomes)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The number of ended processes that were removed from the list.</summary>
/// <param name="Count">At least zero.</param>
public sealed record CleanedUp(int Count) : ICleanupReply;
