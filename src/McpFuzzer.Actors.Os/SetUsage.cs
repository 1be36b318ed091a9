using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>What a set was seen to use.</summary>
/// <param name="ResidentBytes">Resident memory of its living members; what several share counts for each.</param>
/// <param name="CpuTime">Processor time, user and system, with that of ended members as far as it is known. It never goes down over the life of a set.</param>
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
    /// <summary>Null where no bound of memory asks for it, or no share can be read.</summary>
    internal MemoryShares? Shares { get; init; }

    /// <summary>What its memory counts.</summary>
    internal MemoryMeasure Measure =>
        Shares is { AreAllKnown: true } ? MemoryMeasure.Proportional : MemoryMeasure.Resident;
}

/// <summary>Memory with what several share divided among them.</summary>
/// <param name="Bytes">How much; of those whose shares may not be read, all that is resident.</param>
/// <param name="AreAllKnown">Whether there are none of those.</param>
internal readonly record struct MemoryShares(long Bytes, bool AreAllKnown);
