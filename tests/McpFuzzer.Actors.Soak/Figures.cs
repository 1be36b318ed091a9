using System.Text.Json;

namespace McpFuzzer.Actors.Soak;

/// <summary>The counts of one node so far, printed as a line of JSON on its stdout.</summary>
internal sealed record Figures
{
    public const string Word = "FIGURES ";

    public long Starts { get; init; }

    /// <summary>Starts that a stop overtook or the system rejected.</summary>
    public long NotStarted { get; init; }

    /// <summary>Exits by kind and cause.</summary>
    public IReadOnlyDictionary<string, long> Exits { get; init; } = new Dictionary<string, long>();

    public long Stopped { get; init; }

    public long Escalated { get; init; }

    public long SurvivorsKilled { get; init; }

    /// <summary>Incarnations that have started and not ended.</summary>
    public long Open { get; init; }

    /// <summary>Violations, one line each.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Measured while no process runs; null at other times.</summary>
    public Sample? Sample { get; init; }

    public string ToLine() => Word + JsonSerializer.Serialize(this);

    public static Figures? FromLine(string line) =>
        line.StartsWith(Word, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<Figures>(line.AsSpan(Word.Length))
            : null;
}

/// <summary>The operating system's resources that a node holds.</summary>
/// <param name="Descriptors">Open descriptors.</param>
/// <param name="Threads">All threads.</param>
/// <param name="ResidentBytes">VmRSS of proc_pid_status(5).</param>
internal sealed record Sample(int Descriptors, int Threads, long ResidentBytes)
{
    /// <summary>Measures this process, after a full collection.</summary>
    public static Sample Take()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var resident = File.ReadLines("/proc/self/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new Sample(
            Directory.GetFiles("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            long.Parse(resident) * 1024
        );
    }
}
