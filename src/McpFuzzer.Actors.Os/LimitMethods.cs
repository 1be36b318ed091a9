using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>
/// How the limits of a spec are enforced: open files by the kernel, others by a control group that supports them, the
/// rest by sampling.
/// </summary>
internal static class LimitMethods
{
    internal static IReadOnlyList<AppliedLimit> Of(ResourceLimits? limits, IReadOnlySet<LimitKind>? byCgroup = null)
    {
        LimitMethod MethodOf(LimitKind kind) =>
            byCgroup?.Contains(kind) == true ? LimitMethod.Cgroup : LimitMethod.Sampled;

        List<AppliedLimit> applied = [];
        if (limits?.MemoryBytes is { } memory)
        {
            applied.Add(new AppliedLimit(LimitKind.Memory, memory, MethodOf(LimitKind.Memory)));
        }

        if (limits?.Pids is { } pids)
        {
            applied.Add(new AppliedLimit(LimitKind.Pids, pids, MethodOf(LimitKind.Pids)));
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
