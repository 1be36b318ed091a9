using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>How the limits of a spec are kept where there is no control group: open files by the kernel, all else by sampling.</summary>
internal static class LimitMethods
{
    internal static IReadOnlyList<AppliedLimit> Of(ResourceLimits? limits)
    {
        List<AppliedLimit> applied = [];
        if (limits?.MemoryBytes is { } memory)
        {
            applied.Add(new AppliedLimit(LimitKind.Memory, memory, LimitMethod.Sampled));
        }

        if (limits?.Pids is { } pids)
        {
            applied.Add(new AppliedLimit(LimitKind.Pids, pids, LimitMethod.Sampled));
        }

        if (limits?.CpuTime is { } time)
        {
            applied.Add(new AppliedLimit(LimitKind.CpuTime, (long)time.TotalMilliseconds, LimitMethod.Sampled));
        }

        if (limits?.OpenFiles is { } files)
        {
            applied.Add(new AppliedLimit(LimitKind.OpenFiles, files, LimitMethod.Rlimit));
        }

        return applied;
    }
}
