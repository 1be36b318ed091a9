using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The status of a process, without secrets.</summary>
public sealed record ProcessSnapshot : IGetProcessReply
{
    /// <summary>The process.</summary>
    public required ProcessKey Key { get; init; }

    /// <summary>The start of the key: 1, 2, ….</summary>
    public required int Incarnation { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The argument vector, secrets masked.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Its phase.</summary>
    public required ProcessPhase Phase { get; init; }

    /// <summary>The leader's pid; null before the exec has succeeded.</summary>
    public int? Pid { get; init; }

    /// <summary>The wall clock at the start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it has run, or ran (monotonic).</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>The time since its last activity (monotonic); null once it has ended.</summary>
    public TimeSpan? IdleFor { get; init; }

    /// <summary>
    /// The source of the last activity; <see cref="ActivitySources.None" /> when there was none since the start.
    /// </summary>
    public ActivitySources LastActivityBy { get; init; }

    /// <summary>
    /// The first fault of its activity callback; null when there was none, or when it has no callback.
    /// </summary>
    public Watch.CallbackFault? CallbackFault { get; init; }

    /// <summary>
    /// Whether it is ready; null when its spec has no <see cref="ProcessSpec.ReadyWhen" /> and it has not started.
    /// </summary>
    public bool? IsReady { get; init; }

    /// <summary>
    /// The last measured resident memory (RSS) of the set in bytes; shared pages count for each member. Null when it
    /// was never measured, or the host cannot.
    /// </summary>
    public long? ResidentBytes { get; init; }

    /// <summary>
    /// The proportional memory (PSS) of the set in bytes, measured at the same time. Null unless a sampled memory limit
    /// is less than <see cref="ResidentBytes" />, and when the share of a member is not readable.
    /// </summary>
    public long? ProportionalBytes { get; init; }

    /// <summary>The last measured processor time of the set, user and system.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>The last measured number of threads of the set.</summary>
    public int? Threads { get; init; }

    /// <summary>The last measured number of open descriptors of the set.</summary>
    public int? Descriptors { get; init; }

    /// <summary>The last measured number of living members besides the leader.</summary>
    public int? Children { get; init; }

    /// <summary>The number of restarts of the key by its policy.</summary>
    public int Restarts { get; init; }

    /// <summary>The limits that apply, and how each is enforced.</summary>
    public IReadOnlyList<AppliedLimit> Limits { get; init; } = [];

    /// <summary>The limit that ended it.</summary>
    public LimitBreach? Breach { get; init; }

    /// <summary>Its level of containment.</summary>
    public required ContainmentLevel Containment { get; init; }

    /// <summary>How the leader ended; null while it is alive.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>Why it ended; null while it is alive.</summary>
    public ExitCause? Cause { get; init; }

    /// <summary>True when a stop that was not forced needed SIGKILL.</summary>
    public bool Escalated { get; init; }

    /// <summary>The number of members that outlived the leader and were killed.</summary>
    public int SurvivorsKilled { get; init; }

    /// <summary>The number of bytes that the target has read from stdin.</summary>
    public long StdinBytes { get; init; }

    /// <summary>The last bytes of stdout and its counters.</summary>
    public OutputTail StdoutTail { get; init; } = OutputTail.Empty;

    /// <summary>The last bytes of stderr and its counters.</summary>
    public OutputTail StderrTail { get; init; } = OutputTail.Empty;

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The requested processes, in the order of their keys.</summary>
/// <param name="Processes">A snapshot each.</param>
public sealed record ProcessList(IReadOnlyList<ProcessSnapshot> Processes)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Counts of one node.</summary>
public sealed record ManagerStats
{
    /// <summary>The number of processes per phase; empty phases are left out.</summary>
    public required IReadOnlyDictionary<ProcessPhase, int> ByPhase { get; init; }

    /// <summary>The number of successful starts.</summary>
    public required long Started { get; init; }

    /// <summary>The number of failed starts.</summary>
    public required long SpawnFailures { get; init; }

    /// <summary>The number of restarts by policy.</summary>
    public long Restarts { get; init; }

    /// <summary>The number of sets that were verified empty.</summary>
    public required long Stopped { get; init; }

    /// <summary>The number of stops that needed SIGKILL without being forced.</summary>
    public required long Escalations { get; init; }

    /// <summary>The number of members that outlived their leader and were killed.</summary>
    public required long SurvivorsKilled { get; init; }

    /// <summary>The number of processes that a bug of the runtime lost.</summary>
    public required long Lost { get; init; }

    /// <summary>The watchdog's own counts.</summary>
    public required Watch.WatchdogStats Watchdog { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}
