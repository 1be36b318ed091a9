using System.Diagnostics;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>Operations per second, and the cost of each.</summary>
internal static class Pace
{
    /// <summary>Repeats a round: first for the caches, then for the figures.</summary>
    /// <param name="name">The name of the metrics.</param>
    /// <param name="runAsync">Runs until the time is over, at least once. Returns the number of operations.</param>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(
        string name,
        Func<Func<bool>, Task<long>> runAsync
    )
    {
        await RunAsync(Times.WarmUp, runAsync);
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var (operations, took) = await RunAsync(Times.Measured, runAsync);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        return new Dictionary<string, double>
        {
            [$"{name}.pace"] = operations / took.TotalSeconds / 1_000,
            [$"{name}.processor"] = processor.TotalMicroseconds / operations,
            [$"{name}.bytes"] = (double)allocated / operations,
        };
    }

    private static async Task<(long Operations, TimeSpan Took)> RunAsync(
        TimeSpan length,
        Func<Func<bool>, Task<long>> runAsync
    )
    {
        var begin = Stopwatch.GetTimestamp();
        var operations = await runAsync(() => Stopwatch.GetElapsedTime(begin) < length);
        return (operations, Stopwatch.GetElapsedTime(begin));
    }
}
