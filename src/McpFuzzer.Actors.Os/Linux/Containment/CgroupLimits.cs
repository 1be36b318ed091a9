using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The limits that a control group enforces (the kernel's cgroup-v2 documentation; docs/hazards.md, 50). Beyond
/// <c>memory.max</c> the kernel kills the whole group; beyond <c>pids.max</c> a fork fails. Limits without a controller
/// are sampled.
/// </summary>
internal static class CgroupLimits
{
    /// <summary>Sets the limits that the controllers support, and returns their kinds.</summary>
    internal static IReadOnlySet<LimitKind> Apply(
        Cgroup group,
        IReadOnlyList<string> controllers,
        ResourceLimits limits
    )
    {
        var kept = new HashSet<LimitKind>();
        if (
            limits.MemoryBytes is { } memory
            && controllers.Contains("memory")
            && group.TryWrite("memory.max", Show(memory))
        )
        {
            // Without swap accounting the file does not exist, and no limit is needed.
            _ = group.TryWrite("memory.swap.max", "0");
            _ = group.TryWrite("memory.oom.group", "1");
            kept.Add(LimitKind.Memory);
        }

        if (limits.Pids is { } pids && controllers.Contains("pids") && group.TryWrite("pids.max", Show(pids)))
        {
            kept.Add(LimitKind.Pids);
        }

        return kept;
    }

    /// <summary>Returns the breach when the kernel killed the group for its memory; null when it did not.</summary>
    internal static LimitBreach? BreachOf(Cgroup group, IReadOnlyList<AppliedLimit> limits)
    {
        if (
            limits.FirstOrDefault(limit => limit is { Kind: LimitKind.Memory, Method: LimitMethod.Cgroup })
            is not { } kept
        )
        {
            return null;
        }

        var killed = group
            .Read("memory.events")
            .Split('\n')
            .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");
        return killed
            ? new LimitBreach(LimitKind.Memory, PeakOf(group, kept.Bound), kept.Bound)
            {
                Measure = MemoryMeasure.Charged,
            }
            : null;
    }

    // memory.peak exists since Linux 5.19. It does not count memory that was refused.
    private static long PeakOf(Cgroup group, long bound) =>
        long.TryParse(group.Read("memory.peak").Trim(), CultureInfo.InvariantCulture, out var peak)
            ? Math.Max(peak, bound)
            : bound;

    private static string Show(long number) => number.ToString(CultureInfo.InvariantCulture);
}
