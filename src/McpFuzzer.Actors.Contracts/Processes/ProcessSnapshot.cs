using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The status of a process, without secrets.</summary>
public sealed record ProcessSnapshot : IGetProcessReply
{
    /// <summary>The process.</summary>
    public required ProcessKey Key { get; init; }

    /// <summary>Which start of the key.</summary>
    public required int Incarnation { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The argument vector, secrets masked.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProcessPhase Phase { get; init; }

    /// <summary>The leader's pid; null before the exec has succeeded.</summary>
    public int? Pid { get; init; }

    /// <summary>The wall clock at the start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it has run, or ran (monotonic).</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>How long ago it last showed activity (monotonic); null once it has ended.</summary>
    public TimeSpan? IdleFor { get; init; }

    /// <summary>What showed the last activity; <see cref="ActivitySources.None" /> when nothing has since the start.</summary>
    public ActivitySources LastActivityBy { get; init; }

    /// <summary>Why its activity callback's answer did not count, the first time that it did not; null when all have, or where there is none.</summary>
    public Watch.CallbackFault? CallbackFault { get; init; }

    /// <summary>Whether it is ready; null where its spec asks for no sign and it has not started.</summary>
    public bool? IsReady { get; init; }

    /// <summary>
    /// Resident memory (RSS) of the set in bytes, as last seen: a page that several members share counts for each of
    /// them.
    /// Null when it was never looked at, or where the host cannot.
    /// </summary>
    public long? ResidentBytes { get; init; }

    /// <summary>
    /// Memory of the set in bytes by proportional shares (PSS), seen at the same time. Null unless a sampled memory
    /// limit is less than <see cref="ResidentBytes" />, and where the share of a member may not be read.
    /// </summary>
    public long? ProportionalBytes { get; init; }

    /// <summary>Processor time of the set, user and system, as last seen.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Threads of the set, as last seen.</summary>
    public int? Threads { get; init; }

    /// <summary>Open descriptors of the set, as last seen.</summary>
    public int? Descriptors { get; init; }

    /// <summary>Living members beside the leader, as last seen.</summary>
    public int? Children { get; init; }

    /// <summary>How often the key was restarted by its policy.</summary>
    public int Restarts { get; init; }

    /// <summary>The limits that hold, and how each is kept.</summary>
    public IReadOnlyList<AppliedLimit> Limits { get; init; } = [];

    /// <summary>The limit that ended it.</summary>
    public LimitBreach? Breach { get; init; }

    /// <summary>What its set is made of.</summary>
    public required ContainmentLevel Containment { get; init; }

    /// <summary>How the leader ended; null while it lives.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>Why it ended; null while it lives.</summary>
    public ExitCause? Cause { get; init; }

    /// <summary>True when a stop that was not forced had to come to SIGKILL.</summary>
    public bool Escalated { get; init; }

    /// <summary>How many members outlived the leader and had to be ended.</summary>
    public int SurvivorsKilled { get; init; }

    /// <summary>Bytes that the target took from stdin.</summary>
    public long StdinBytes { get; init; }

    /// <summary>The last bytes of stdout and its counters.</summary>
    public OutputTail StdoutTail { get; init; } = OutputTail.Empty;

    /// <summary>The last bytes of stderr and its counters.</summary>
    public OutputTail StderrTail { get; init; } = OutputTail.Empty;

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>The processes that were asked for, in the order of their keys.</summary>
/// <param name="Processes">A snapshot each.</param>
public sealed record ProcessList(IReadOnlyList<ProcessSnapshot> Processes)
{
    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Counts of one node.</summary>
public sealed record ManagerStats
{
    /// <summary>How many processes are in each phase; a phase without any is left out.</summary>
    public required IReadOnlyDictionary<ProcessPhase, int> ByPhase { get; init; }

    /// <summary>How many starts have succeeded.</summary>
    public required long Started { get; init; }

    /// <summary>How many starts have failed.</summary>
    public required long SpawnFailures { get; init; }

    /// <summary>How many starts were restarts by policy.</summary>
    public long Restarts { get; init; }

    /// <summary>How many sets were proven empty.</summary>
    public required long Stopped { get; init; }

    /// <summary>How many stops had to come to SIGKILL without having been forced.</summary>
    public required long Escalations { get; init; }

    /// <summary>How many members outlived their leader and had to be ended.</summary>
    public required long SurvivorsKilled { get; init; }

    /// <summary>How many processes were lost by a fault of ours.</summary>
    public required long Lost { get; init; }

    /// <summary>The watchdog's own counts.</summary>
    public required Watch.WatchdogStats Watchdog { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}
