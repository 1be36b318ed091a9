using System.Diagnostics;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The times of as many runs as fit into a period.</summary>
internal sealed class Samples(TimeSpan length)
{
    /// <summary>The least number, however long they take.</summary>
    private const int Fewest = 10;

    private readonly List<long> _times = [];
    private readonly long _begin = Stopwatch.GetTimestamp();

    public bool AreWanted => _times.Count < Fewest || Stopwatch.GetElapsedTime(_begin) < length;

    /// <summary>Two readings of <see cref="Stopwatch.GetTimestamp" />.</summary>
    public void Add(long from, long to) => _times.Add(to - from);

    public double Microseconds(int percentile)
    {
        _times.Sort();
        return _times[(_times.Count - 1) * percentile / 100] * 1e6 / Stopwatch.Frequency;
    }

    public Dictionary<string, double> Percentiles(string name) =>
        new() { [$"{name}.p50"] = Microseconds(50), [$"{name}.p99"] = Microseconds(99) };
}
