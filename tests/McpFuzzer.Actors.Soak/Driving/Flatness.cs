namespace McpFuzzer.Actors.Soak.Driving;

/// <summary>
/// Decides whether a node's resources stay the same: it compares the median of a window after the warm-up with that of
/// the last window.
/// </summary>
internal static class Flatness
{
    private const double MemoryTolerance = 0.05;

    // A descriptor or thread of the pool comes and goes. One that leaks with each process exceeds this in seconds.
    private const int CountTolerance = 4;

    /// <summary>Returns the first window and the last; null when there are too few samples.</summary>
    internal static (Sample First, Sample Last)? Windows(IReadOnlyList<Sample> samples)
    {
        // The first third is the warm-up: heaps and pools find their size.
        var warm = samples.Skip(samples.Count / 3).ToList();
        var window = Math.Max(1, warm.Count / 3);
        return warm.Count < 3 ? null : (Median(warm.Take(window)), Median(warm.TakeLast(window)));
    }

    /// <summary>Returns a line for each resource that is not flat.</summary>
    internal static IEnumerable<string> Violations(IReadOnlyList<Sample> samples)
    {
        if (Windows(samples) is not var (first, last))
        {
            yield break;
        }

        if (last.ResidentBytes > first.ResidentBytes * (1 + MemoryTolerance))
        {
            yield return $"violation: resident memory grew from {first.ResidentBytes} to {last.ResidentBytes} bytes";
        }

        if (last.Descriptors > first.Descriptors + CountTolerance)
        {
            yield return $"violation: descriptors grew from {first.Descriptors} to {last.Descriptors}";
        }

        if (last.Threads > first.Threads + CountTolerance)
        {
            yield return $"violation: threads grew from {first.Threads} to {last.Threads}";
        }
    }

    private static Sample Median(IEnumerable<Sample> samples)
    {
        var window = samples.ToList();
        return new Sample(
            (int)Middle(window.Select(sample => (long)sample.Descriptors)),
            (int)Middle(window.Select(sample => (long)sample.Threads)),
            Middle(window.Select(sample => sample.ResidentBytes))
        );
    }

    private static long Middle(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
