using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>Something that happened to one incarnation of a process; told to whoever asked by <see cref="WatchProcesses" />.</summary>
public interface IProcessEvent : IWithProcessKey
{
    /// <summary>Which start of the key it concerns: 1, 2, ….</summary>
    int Incarnation { get; }
}

/// <summary>The exec has succeeded.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Which start of the key this is.</param>
/// <param name="Pid">The leader's process id, an attribute and never an address.</param>
/// <param name="At">The wall clock at the start.</param>
/// <param name="Containment">What its set is made of.</param>
public sealed record ProcessStarted(
    ProcessKey Key,
    int Incarnation,
    int Pid,
    DateTimeOffset At,
    ContainmentLevel Containment
) : IProcessEvent, IStartReply;

/// <summary>The process has shown the sign that <see cref="ProcessSpec.ReadyWhen" /> asks for, or has started where it asks for none.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="After">How long after its start (monotonic).</param>
public sealed record ProcessReady(ProcessKey Key, int Incarnation, TimeSpan After) : IProcessEvent, IWaitReadyReply;

/// <summary>
/// The process did not show its sign within <see cref="ProcessSpec.ReadyTimeout" />: told once, and it may still become ready later. Or it exited before it did: told before
/// <see cref="ProcessExited" />, unless it was told already.
/// </summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="After">How long after its start (monotonic).</param>
public sealed record ProcessNotReady(ProcessKey Key, int Incarnation, TimeSpan After) : IProcessEvent, IWaitReadyReply;

/// <summary>The set is empty, and another start follows after a delay; told after <see cref="ProcessStopped" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">The incarnation that has ended.</param>
/// <param name="NextIncarnation">The one that will be started.</param>
/// <param name="Delay">How long it is waited.</param>
/// <param name="Attempt">Which restart in a row this is: 1, 2, …; a stable run begins the count anew.</param>
public sealed record ProcessRestarting(
    ProcessKey Key,
    int Incarnation,
    int NextIncarnation,
    TimeSpan Delay,
    int Attempt
) : IProcessEvent;

/// <summary>The process is given up: it was restarted too often, or a restart could not be carried out. Told after <see cref="ProcessStopped" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its last incarnation.</param>
/// <param name="Reason">One line.</param>
public sealed record ProcessFailed(ProcessKey Key, int Incarnation, string Reason) : IProcessEvent;

/// <summary>How grave the watchdog found a silence.</summary>
public enum UnresponsiveLevel
{
    /// <summary>Idle beyond its timeout.</summary>
    Warning,

    /// <summary>Idle beyond timeout and buffer: the ladder is due.</summary>
    Terminate,

    /// <summary>Idle beyond the longest time allowed: SIGKILL is due.</summary>
    Kill,
}

/// <summary>The watchdog found a process idle; told once for each level that is reached.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="SilentFor">How long no activity was seen.</param>
/// <param name="Level">What it comes to. Without auto-kill it is reported only.</param>
public sealed record ProcessUnresponsive(ProcessKey Key, int Incarnation, TimeSpan SilentFor, UnresponsiveLevel Level)
    : IProcessEvent;

/// <summary>The leader has exited; told at once, though grandchildren may hold its pipes.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Exit">How it ended.</param>
/// <param name="Cause">Why it ended.</param>
/// <param name="Ran">How long it ran (monotonic).</param>
/// <param name="StdoutTail">The last bytes of stdout, as held then.</param>
/// <param name="StderrTail">The last bytes of stderr, as held then.</param>
/// <param name="Breach">The limit that was reached; set when <paramref name="Cause" /> is <see cref="ExitCause.Limit" />.</param>
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

/// <summary>The set is verified empty; told once per incarnation, after <see cref="ProcessExited" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Exit">How the leader ended.</param>
/// <param name="Cause">Why it ended.</param>
/// <param name="Escalated">True when a stop that was not forced had to come to SIGKILL.</param>
/// <param name="SurvivorsKilled">How many members outlived the leader and had to be ended.</param>
/// <param name="StdoutTail">The last bytes of stdout and its counters.</param>
/// <param name="StderrTail">The last bytes of stderr and its counters.</param>
/// <param name="Breach">The limit that was reached; set when <paramref name="Cause" /> is <see cref="ExitCause.Limit" />.</param>
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

/// <summary>Members of the set outlived SIGKILL and its deadline, as in an uninterruptible sleep. Told instead of <see cref="ProcessStopped" />.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Pids">Who is left.</param>
public sealed record ProcessUnkillable(ProcessKey Key, int Incarnation, IReadOnlyList<int> Pids)
    : IProcessEvent,
        IStopReply
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Our own handling of the process failed; its set was ended by the host, and its exit could not be told.</summary>
/// <param name="Key">The process.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Detail">One line.</param>
public sealed record ProcessLost(ProcessKey Key, int Incarnation, string Detail)
    : IProcessEvent,
        IStopReply,
        IWaitReply;
