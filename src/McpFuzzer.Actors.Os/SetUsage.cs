using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>The measured usage of a set.</summary>
/// <param name="ResidentBytes">Resident memory of its living members. Shared memory counts for each.</param>
/// <param name="CpuTime">User and system time, including ended members as far as known. Never decreases.</param>
/// <param name="Threads">Threads of its living members.</param>
/// <param name="Descriptors">Open descriptors of its living members; null where they may not be counted.</param>
/// <param name="Children">Living members beside the leader; null where the host does not know them.</param>
/// <param name="Processes">Living members; null where the host does not know them.</param>
internal sealed record SetUsage(
    long ResidentBytes,
    TimeSpan CpuTime,
    int Threads,
    int? Descriptors,
    int? Children,
    int? Processes
)
{
    /// <summary>Null when no memory limit needs it, or no share is readable.</summary>
    internal MemoryShares? Shares { get; init; }

    /// <summary>How its memory is counted.</summary>
    internal MemoryMeasure Measure =>
        Shares is { AreAllKnown: true } ? MemoryMeasure.Proportional : MemoryMeasure.Resident;
}

/// <summary>Memory in which shared pages are divided among the processes that share them.</summary>
/// <param name="Bytes">The amount. A process with an unreadable share counts with all its resident memory.</param>
/// <param name="AreAllKnown">Whether every share is readable.</param>
internal readonly record struct MemoryShares(long Bytes, bool AreAllKnown);
