using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a set was seen to use, as far as it is limited.</summary>
internal readonly record struct Consumption(long ResidentBytes, int Threads, TimeSpan CpuTime)
{
    /// <summary>
    /// The memory without what is counted twice, as far as that is known; null where the resident bytes are all that
    /// is.
    /// </summary>
    public long? SharedOnceBytes { get; init; }

    /// <summary>What the memory counts.</summary>
    public MemoryMeasure Measure { get; init; }

    /// <summary>In the unit of the kind; nothing of what is not sampled.</summary>
    public long Of(LimitKind kind) =>
        kind switch
        {
            LimitKind.Memory => SharedOnceBytes ?? ResidentBytes,
            LimitKind.Pids => Threads,
            LimitKind.CpuTime => (long)CpuTime.TotalMilliseconds,
            _ => 0,
        };
}
