using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>One question, put to several contestants in the same way.</summary>
internal interface IScenario
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>What is measured and how, for the reader of the report.</summary>
    string About { get; }

    IReadOnlyList<Metric> Metrics { get; }

    IReadOnlyList<Contestant> Contestants { get; }

    IReadOnlyList<Aim> Aims { get; }

    /// <summary>Where this system's time goes, in figures of its own.</summary>
    IReadOnlyList<Part> Parts => [];

    /// <summary>What stands between this system and an aim that it misses, and what was tried; empty for none.</summary>
    string Limits => "";

    /// <summary>Measures a peer once, in the process of its own; figures by the keys of the metrics.</summary>
    Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant);
}

/// <summary>A question about child processes.</summary>
internal interface IProcessScenario : IScenario
{
    /// <summary>Measures once, in the process of the peer; figures by the keys of the metrics.</summary>
    Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant);

    async Task<IReadOnlyDictionary<string, double>> IScenario.MeasureAsync(string peer, string variant)
    {
        await using var opened = await PeerNames.OpenAsync(peer);
        return await MeasureAsync(opened, variant);
    }
}

/// <summary>One figure of a scenario.</summary>
/// <param name="Key">Its key in the figures.</param>
/// <param name="Title">What it is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="HasRatio">False where a ratio would say nothing.</param>
internal sealed record Metric(string Key, string Title, string Unit, bool HasRatio = true);

/// <summary>One part of what this system does, in microseconds.</summary>
/// <param name="Key">Its key in the figures.</param>
/// <param name="Title">What it is.</param>
internal sealed record Part(string Key, string Title);

/// <summary>Who takes part.</summary>
/// <param name="Title">Its name in the report.</param>
/// <param name="Peer">The peer; null for the C program.</param>
/// <param name="Variant">What the scenario is told; the arguments of the C program.</param>
/// <param name="RatioTo">The title of the contestant that it is set in relation to.</param>
internal sealed record Contestant(string Title, string? Peer, string Variant, string? RatioTo = null)
{
    public const string ThisSystem = "this system";
    public const string C = "C, posix_spawn";
    public const string Process = "System.Diagnostics.Process";
    public const string CliWrap = "CliWrap";
    public const string Before = "the tree before";

    public bool IsNative => Peer is null;

    /// <summary>It works with the C program, whoever it is.</summary>
    public bool NeedsNative { get; init; }

    /// <summary>
    /// What is measured is a program of that name, which is left out where it is not; null for a peer of our own.
    /// </summary>
    public string? Program { get; init; }
}

/// <summary>What is to be reached: a contestant's figure, or its ratio to another's.</summary>
/// <param name="Metric">The metric's key.</param>
/// <param name="Contestant">Whose figure.</param>
/// <param name="To">In relation to whose; null for the figure itself.</param>
/// <param name="AtLeast">True for a lower bound, false for an upper one.</param>
/// <param name="Bound">The bound.</param>
/// <param name="WithinNoise">It is met, too, when some round has met it: no difference can be told then.</param>
internal sealed record Aim(
    string Metric,
    string Contestant,
    string? To,
    bool AtLeast,
    double Bound,
    bool WithinNoise = false
);
