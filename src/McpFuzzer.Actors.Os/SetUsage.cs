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
    /// <summary>
    /// Its memory with what several share divided among them, all of the resident where a member's share may not be read;
    /// null where no bound of memory asks for it, or the kernel does not tell.
    /// </summary>
    internal long? ProportionalBytes { get; init; }
}
