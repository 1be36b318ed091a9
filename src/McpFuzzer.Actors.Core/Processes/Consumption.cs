using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>The measured usage of a set, as far as it is limited.</summary>
internal readonly record struct Consumption(long ResidentBytes, int Threads, TimeSpan CpuTime)
{
    /// <summary>
    /// Returns the memory with shared pages counted once; null when only the resident bytes are known.
    /// </summary>
    public long? SharedOnceBytes { get; init; }

    /// <summary>What the memory counts.</summary>
    public MemoryMeasure Measure { get; init; }

    /// <summary>Returns the value in the unit of the resource; zero for one that is not sampled.</summary>
    public long Of(LimitKind kind) =>
        kind switch
        {
            LimitKind.Memory => SharedOnceBytes ?? ResidentBytes,
            LimitKind.Pids => Threads,
            LimitKind.CpuTime => (long)CpuTime.TotalMilliseconds,
            _ => 0,
        };
}
