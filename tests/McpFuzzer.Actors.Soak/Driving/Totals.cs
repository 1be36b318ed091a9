namespace McpFuzzer.Actors.Soak.Driving;

/// <summary>The figures of all nodes together, shown as a table.</summary>
internal sealed class Totals
{
    private readonly SortedDictionary<string, long> _exits = new(StringComparer.Ordinal);
    private long _starts;
    private long _notStarted;
    private long _stopped;
    private long _escalated;
    private long _survivors;
    private int _nodes;

    internal int Kills { get; set; }

    internal int Leftovers { get; set; }

    internal long LostExits { get; set; }

    /// <summary>The longest time from the end of a node until none of its processes was left.</summary>
    internal TimeSpan SlowestEnd { get; set; }

    internal IReadOnlyList<Sample> Steady { get; set; } = [];

    internal Dictionary<int, List<long>> LivesOf { get; } = [];

    internal IReadOnlyCollection<long> LastKilled { get; set; } = [];

    internal void Add(Figures figures)
    {
        _nodes++;
        _starts += figures.Starts;
        _notStarted += figures.NotStarted;
        _stopped += figures.Stopped;
        _escalated += figures.Escalated;
        _survivors += figures.SurvivorsKilled;
        foreach (var (kind, count) in figures.Exits)
        {
            _exits[kind] = _exits.GetValueOrDefault(kind) + count;
        }
    }

    internal void Show(TextWriter output, bool isClean)
    {
        Row("starts", _starts);
        Row("starts overtaken by a stop", _notStarted);
        foreach (var (kind, count) in _exits)
        {
            Row($"exits: {kind}", count);
        }

        Row("sets proven empty", _stopped);
        Row("escalated to SIGKILL", _escalated);
        Row("survivors killed", _survivors);
        Row("nodes", _nodes);
        Row("nodes killed by kill -9", Kills);
        Row("slowest end of a life", $"{SlowestEnd.TotalMilliseconds:F0} ms");
        Row("leftovers", Leftovers);
        Row("lost exits", LostExits);
        if (Flatness.Windows(Steady) is var (first, last))
        {
            Row("descriptors, first and last", $"{first.Descriptors} {last.Descriptors}");
            Row("threads, first and last", $"{first.Threads} {last.Threads}");
            Row("RSS in MB, first and last", $"{Megabytes(first)} {Megabytes(last)}");
        }

        Row("verdict", isClean ? "clean" : "violated");

        void Row(string name, object value) => output.WriteLine($"| {name, -32} | {value, 14} |");
    }

    private static string Megabytes(Sample sample) => $"{sample.ResidentBytes / 1024.0 / 1024.0:F1}";
}
