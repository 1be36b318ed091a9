using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Which limits may be asked for, and when one that is sampled is broken.</summary>
internal static class LimitRules
{
    internal const long LeastMemory = 1024 * 1024;
    internal const int MostPids = 4_194_304;
    internal const int LeastOpenFiles = 3;
    internal const int MostOpenFiles = 1_048_576;
    internal static readonly TimeSpan LeastCpuTime = TimeSpan.FromMilliseconds(100);

    /// <summary>The faults, a line each: what, and what is allowed.</summary>
    public static IEnumerable<string> Validate(ResourceLimits? limits)
    {
        if (limits?.MemoryBytes is < LeastMemory)
        {
            yield return $"Limits.MemoryBytes = {limits.MemoryBytes}: must be at least {LeastMemory}";
        }

        if (limits?.Pids is < 1 or > MostPids)
        {
            yield return $"Limits.Pids = {limits.Pids}: must be 1 to {MostPids}";
        }

        if (limits?.CpuTime < LeastCpuTime)
        {
            yield return $"Limits.CpuTime = {limits.CpuTime}: must be at least {LeastCpuTime.TotalMilliseconds} ms";
        }

        if (limits?.OpenFiles is < LeastOpenFiles or > MostOpenFiles)
        {
            yield return $"Limits.OpenFiles = {limits.OpenFiles}: must be {LeastOpenFiles} to {MostOpenFiles}";
        }
    }

    /// <summary>The first of the sampled limits that what was seen is beyond; what is kept in another way is not looked at.</summary>
    public static LimitBreach? BreachOf(IEnumerable<AppliedLimit> limits, Consumption seen) =>
        limits
            .Where(limit => limit.Method == LimitMethod.Sampled)
            .Select(limit => new LimitBreach(limit.Kind, seen.Of(limit.Kind), limit.Bound)
            {
                Measure = limit.Kind == LimitKind.Memory ? seen.Measure : null,
            })
            .FirstOrDefault(breach => breach.Seen > breach.Bound);
}
