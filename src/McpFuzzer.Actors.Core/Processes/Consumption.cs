using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a set was seen to use, as far as it is limited.</summary>
internal readonly record struct Consumption(long ResidentBytes, int Threads, TimeSpan CpuTime)
{
    /// <summary>Null where the resident bytes are enough to know.</summary>
    public long? ProportionalBytes { get; init; }

    /// <summary>What the memory of it counts.</summary>
    public MemoryMeasure Measure => ProportionalBytes is null ? MemoryMeasure.Resident : MemoryMeasure.Proportional;

    /// <summary>In the unit of the kind; nothing of what is not sampled.</summary>
    public long Of(LimitKind kind) =>
        kind switch
        {
            LimitKind.Memory => ProportionalBytes ?? ResidentBytes,
            LimitKind.Pids => Threads,
            LimitKind.CpuTime => (long)CpuTime.TotalMilliseconds,
            _ => 0,
        };
}
