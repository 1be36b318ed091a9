namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// Bounds of what a process and its set may use. Null is without bound. A set that is found beyond a bound is stopped by its ladder, with <see cref="ExitCause.Limit" />;
/// open files are the kernel's to refuse, to each process by itself.
/// </summary>
public sealed record ResourceLimits
{
    /// <summary>Memory of the set in bytes, a page that its processes share counted once; at least 1 MiB.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How many processes and threads the set may have, 1 to 4,194,304.</summary>
    public int? Pids { get; init; }

    /// <summary>Processor time of the set, user and system, what ended members used included as far as their parents waited for them; at least 100 ms.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>How many descriptors each process may have open (RLIMIT_NOFILE of getrlimit(2)), 3 to 1,048,576.</summary>
    public int? OpenFiles { get; init; }
}

/// <summary>Which resource.</summary>
public enum LimitKind
{
    /// <summary>Memory, in bytes; of which kind, <see cref="MemoryMeasure" /> says.</summary>
    Memory,

    /// <summary>Processes and threads, by number.</summary>
    Pids,

    /// <summary>Processor time, in milliseconds.</summary>
    CpuTime,

    /// <summary>Open descriptors of one process, by number.</summary>
    OpenFiles,
}

/// <summary>How a limit is kept.</summary>
public enum LimitMethod
{
    /// <summary>The kernel refuses what goes beyond it (setrlimit(2)).</summary>
    Rlimit,

    /// <summary>The controller of a control group keeps it.</summary>
    Cgroup,

    /// <summary>The set is looked at every 250 ms, and ended when it is found beyond it.</summary>
    Sampled,
}

/// <summary>A limit that holds for a process.</summary>
/// <param name="Kind">Of which resource.</param>
/// <param name="Bound">In the unit of the kind.</param>
/// <param name="Method">How it is kept.</param>
public sealed record AppliedLimit(LimitKind Kind, long Bound, LimitMethod Method);

/// <summary>What a figure of memory counts.</summary>
public enum MemoryMeasure
{
    /// <summary>
    /// Resident pages (RSS), at least of members whose shares may not be read; one that several have counts for each.
    /// </summary>
    Resident,

    /// <summary>
    /// Proportional shares (PSS of proc_pid_smaps(5)): a shared page is divided among those that have it.
    /// </summary>
    Proportional,

    /// <summary>What the kernel has charged to the control group.</summary>
    Charged,
}

/// <summary>The limit that ended a process.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Seen">What was seen, in the unit of the kind.</param>
/// <param name="Bound">What was allowed, in the same unit.</param>
public sealed record LimitBreach(LimitKind Kind, long Seen, long Bound)
{
    /// <summary>What <see cref="Seen" /> counts, where the kind is memory.</summary>
    public MemoryMeasure? Measure { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        Kind switch
        {
            LimitKind.Memory => $"memory {Seen} of {Bound} bytes{Shown(Measure)}",
            LimitKind.CpuTime => $"CPU time {Seen} of {Bound} ms",
            LimitKind.Pids => $"{Seen} of {Bound} pids",
            _ => $"{Seen} of {Bound} open files",
        };

    private static string Shown(MemoryMeasure? measure) =>
        measure switch
        {
            MemoryMeasure.Resident => " (RSS)",
            MemoryMeasure.Proportional => " (PSS)",
            MemoryMeasure.Charged => " (control group)",
            _ => "",
        };
}
