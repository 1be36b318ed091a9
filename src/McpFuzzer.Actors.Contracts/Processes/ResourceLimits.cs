namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// Resource limits of a process set. Null means unlimited. A set that exceeds a limit is stopped by its ladder, with
/// <see cref="ExitCause.Limit" />. The kernel enforces the limit of open files per process.
/// </summary>
public sealed record ResourceLimits
{
    /// <summary>Memory of the set in bytes, at least 1 MiB; shared pages count once.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The number of processes and threads of the set, 1 to 4,194,304.</summary>
    public int? Pids { get; init; }

    /// <summary>
    /// Processor time of the set, user and system, at least 100 ms. It includes ended members whose parents have waited
    /// for them.
    /// </summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>The number of open descriptors per process (RLIMIT_NOFILE of getrlimit(2)), 3 to 1,048,576.</summary>
    public int? OpenFiles { get; init; }
}

/// <summary>The resource.</summary>
public enum LimitKind
{
    /// <summary>Memory in bytes; <see cref="MemoryMeasure" /> says which kind.</summary>
    Memory,

    /// <summary>The number of processes and threads.</summary>
    Pids,

    /// <summary>Processor time in milliseconds.</summary>
    CpuTime,

    /// <summary>The number of open descriptors of one process.</summary>
    OpenFiles,
}

/// <summary>How a limit is enforced.</summary>
public enum LimitMethod
{
    /// <summary>The kernel enforces it (setrlimit(2)).</summary>
    Rlimit,

    /// <summary>A controller of a control group enforces it.</summary>
    Cgroup,

    /// <summary>The set is sampled every 250 ms, and stopped when it exceeds the limit.</summary>
    Sampled,
}

/// <summary>A limit that applies to a process.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Bound">The value, in the unit of the resource.</param>
/// <param name="Method">How it is enforced.</param>
public sealed record AppliedLimit(LimitKind Kind, long Bound, LimitMethod Method);

/// <summary>What a memory figure counts.</summary>
public enum MemoryMeasure
{
    /// <summary>
    /// Resident pages (RSS), at least for members whose shares are not readable; shared pages count for each member.
    /// </summary>
    Resident,

    /// <summary>Proportional shares (PSS of proc_pid_smaps(5)): a shared page is divided among its processes.</summary>
    Proportional,

    /// <summary>The memory that the kernel has charged to the control group.</summary>
    Charged,
}

/// <summary>The limit that ended a process.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Seen">The measured value, in the unit of the resource.</param>
/// <param name="Bound">The allowed value, in the same unit.</param>
public sealed record LimitBreach(LimitKind Kind, long Seen, long Bound)
{
    /// <summary>What <see cref="Seen" /> counts, for memory.</summary>
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
