using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What limits a spec may set, and when a process exceeds one that is sampled.</summary>
internal static class LimitRules
{
    /// <summary>Returns the validation errors of the limits.</summary>
    public static IEnumerable<ValidationError> ErrorsOf(ResourceLimits? limits) =>
        (
            (IEnumerable<ValidationError?>)
                [
                    limits?.MemoryBytes is { } memory ? LimitBounds.Memory.ErrorOf("Limits.MemoryBytes", memory) : null,
                    limits?.Pids is { } pids ? LimitBounds.Pids.ErrorOf("Limits.Pids", pids) : null,
                    limits?.CpuTime is { } time ? LimitBounds.CpuTime.ErrorOf("Limits.CpuTime", time) : null,
                    limits?.OpenFiles is { } files ? LimitBounds.OpenFiles.ErrorOf("Limits.OpenFiles", files) : null,
                ]
        ).OfType<ValidationError>();

    /// <summary>
    /// Returns the first sampled limit that a process exceeds, or null. Limits that the kernel keeps are left out.
    /// </summary>
    public static LimitBreach? BreachOf(IEnumerable<AppliedLimit> limits, Consumption seen) =>
        limits
            .Where(limit => limit.Method == LimitMethod.Sampled)
            .Select(limit => new LimitBreach(limit.Kind, seen.Of(limit.Kind), limit.Bound)
            {
                Measure = limit.Kind == LimitKind.Memory ? seen.Measure : null,
            })
            .FirstOrDefault(breach => breach.Seen > breach.Bound);
}
