using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a set was seen to use, as far as it is limited.</summary>
internal readonly record struct Consumption(long ResidentBytes, int Threads, TimeSpan CpuTime)
{
    /// <summary>In the unit of the kind; nothing of what is not sampled.</summary>
    public long Of(LimitKind kind) =>
        kind switch
        {
            LimitKind.Memory => ResidentBytes,
            LimitKind.Pids => Threads,
            LimitKind.CpuTime => (long)CpuTime.TotalMilliseconds,
            _ => 0,
        };
}
