using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// An event of one incarnation of a process, published to subscribers (<see cref="WatchProcesses" />).
/// </summary>
public interface IProcessEvent : IWithProcessKey
{
    /// <summary>The start of the key: 1, 2, ….</summary>
    int Incarnation { get; }
}

/// <summary>The exec has succeeded.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">The start of the key: 1, 2, ….</param>
/// <param name="Pid">The leader's process id; an attribute, never an address.</param>
/// <param name="At">The wall clock at the start.</param>
/// <param name="Containment">Its level of containment.</param>
public sealed record ProcessStarted(
    ProcessKey Key,
    int Incarnation,
    int Pid,
    DateTimeOffset At,
    ContainmentLevel Containment
) : IProcessEvent, IStartReply;

/// <summary>The process is ready by its <see cref="ProcessSpec.ReadyWhen" />, or has started if that is null.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="After">How long after its start (monotonic).</param>
public sealed record ProcessReady(ProcessKey Key, int Incarnation, TimeSpan After) : IProcessEvent, IWaitReadyReply;

/// <summary>
/// The process was not ready within <see cref="ProcessSpec.ReadyTimeout" />; published once, and it may still become
/// ready later. Or it exited before it was ready; published before <see cref="ProcessExited" />, at most once.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="After">How long after its start (monotonic).</param>
public sealed record ProcessNotReady(ProcessKey Key, int Incarnation, TimeSpan After) : IProcessEvent, IWaitReadyReply;

/// <summary>
/// The set is empty, and another start follows after a delay. Published after <see cref="ProcessStopped" />.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">The incarnation that has ended.</param>
/// <param name="NextIncarnation">The next incarnation.</param>
/// <param name="Delay">The delay.</param>
/// <param name="Attempt">The number of this restart in a row: 1, 2, …; a stable run resets it.</param>
public sealed record ProcessRestarting(
    ProcessKey Key,
    int Incarnation,
    int NextIncarnation,
    TimeSpan Delay,
    int Attempt
) : IProcessEvent;

/// <summary>
/// The process is given up: it was restarted too often, or a restart was impossible. Published after <see
/// cref="ProcessStopped" />.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its last incarnation.</param>
/// <param name="Reason">One line.</param>
public sealed record ProcessFailed(ProcessKey Key, int Incarnation, string Reason) : IProcessEvent;

/// <summary>The level of a silence.</summary>
public enum UnresponsiveLevel
{
    /// <summary>Idle beyond its timeout.</summary>
    Warning,

    /// <summary>Idle beyond timeout and buffer: the ladder is due.</summary>
    Terminate,

    /// <summary>Idle beyond the longest time allowed: SIGKILL is due.</summary>
    Kill,
}

/// <summary>The watchdog found a process idle; published once per level.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="SilentFor">The length of the silence.</param>
/// <param name="Level">The level. Without auto-kill it is only reported.</param>
public sealed record ProcessUnresponsive(ProcessKey Key, int Incarnation, TimeSpan SilentFor, UnresponsiveLevel Level)
    : IProcessEvent;

/// <summary>The leader has exited; published at once, even if grandchildren hold its pipes.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Exit">How it ended.</param>
/// <param name="Cause">Why it ended.</param>
/// <param name="Ran">How long it ran (monotonic).</param>
/// <param name="StdoutTail">The last bytes of stdout at that time.</param>
/// <param name="StderrTail">The last bytes of stderr at that time.</param>
/// <param name="Breach">The limit that was reached; set when <paramref name="Cause" /> is
/// <see cref="ExitCause.Limit" />.</param>
public sealed record ProcessExited(
    ProcessKey Key,
    int Incarnation,
    ProcessExit Exit,
    ExitCause Cause,
    TimeSpan Ran,
    OutputTail StdoutTail,
    OutputTail StderrTail,
    LimitBreach? Breach = null
) : IProcessEvent, IWaitReply;

/// <summary>The set is verified empty; published once per incarnation, after <see cref="ProcessExited" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Exit">How the leader ended.</param>
/// <param name="Cause">Why it ended.</param>
/// <param name="Escalated">True when a stop that was not forced needed SIGKILL.</param>
/// <param name="SurvivorsKilled">The number of members that outlived the leader and were killed.</param>
/// <param name="StdoutTail">The last bytes of stdout and its counters.</param>
/// <param name="StderrTail">The last bytes of stderr and its counters.</param>
/// <param name="Breach">The limit that was reached; set when <paramref name="Cause" /> is
/// <see cref="ExitCause.Limit" />.</param>
public sealed record ProcessStopped(
    ProcessKey Key,
    int Incarnation,
    ProcessExit Exit,
    ExitCause Cause,
    bool Escalated,
    int SurvivorsKilled,
    OutputTail StdoutTail,
    OutputTail StderrTail,
    LimitBreach? Breach = null
) : IProcessEvent, IStopReply;

/// <summary>
/// Members of the set outlived SIGKILL and its deadline, as in an uninterruptible sleep. Published instead of <see
/// cref="ProcessStopped" />.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Pids">The remaining pids.</param>
public sealed record ProcessUnkillable(ProcessKey Key, int Incarnation, IReadOnlyList<int> Pids)
    : IProcessEvent,
        IStopReply
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// The runtime's own handling of the process failed. The host has ended its set; the exit is unknown.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Detail">One line.</param>
public sealed record ProcessLost(ProcessKey Key, int Incarnation, string Detail)
    : IProcessEvent,
        IStopReply,
        IWaitReply;
