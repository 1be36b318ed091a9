using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>One measurement, the same for several contestants.</summary>
internal interface IScenario
{
    /// <summary>The name for <c>--only</c>.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>The text of the report on what is measured, and how.</summary>
    string About { get; }

    IReadOnlyList<Metric> Metrics { get; }

    IReadOnlyList<Contestant> Contestants { get; }

    IReadOnlyList<Aim> Aims { get; }

    /// <summary>The parts of this system's time.</summary>
    IReadOnlyList<Part> Parts => [];

    /// <summary>
    /// The text of the report on why this system misses an aim, and what was tried; empty where it misses none.
    /// </summary>
    string Limits => "";

    /// <summary>Measures a peer once, in the peer's process. Returns the figures by metric key.</summary>
    Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant);
}

/// <summary>A measurement of child processes.</summary>
internal interface IProcessScenario : IScenario
{
    /// <summary>Measures once, in the peer's process. Returns the figures by metric key.</summary>
    Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant);

    async Task<IReadOnlyDictionary<string, double>> IScenario.MeasureAsync(string peer, string variant)
    {
        await using var opened = await PeerNames.OpenAsync(peer);
        return await MeasureAsync(opened, variant);
    }
}

/// <summary>One figure of a scenario.</summary>
/// <param name="Key">Its key in the figures.</param>
/// <param name="Title">Its name in the report.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="HasRatio">False where a ratio has no meaning.</param>
internal sealed record Metric(string Key, string Title, string Unit, bool HasRatio = true);

/// <summary>One part of this system's time, in microseconds.</summary>
/// <param name="Key">Its key in the figures.</param>
/// <param name="Title">Its name in the report.</param>
internal sealed record Part(string Key, string Title);

/// <summary>A contestant.</summary>
/// <param name="Title">Its name in the report.</param>
/// <param name="Peer">The peer; null for the C program.</param>
/// <param name="Variant">The argument of the scenario; the arguments of the C program.</param>
/// <param name="RatioTo">The title of the contestant that its ratio refers to.</param>
internal sealed record Contestant(string Title, string? Peer, string Variant, string? RatioTo = null)
{
    public const string ThisSystem = "this system";
    public const string C = "C, posix_spawn";
    public const string Process = "System.Diagnostics.Process";
    public const string CliWrap = "CliWrap";
    public const string Before = "the tree before";

    public bool IsNative => Peer is null;

    /// <summary>Whether it works with the C program.</summary>
    public bool NeedsNative { get; init; }

    /// <summary>
    /// The name of the program that is measured, which is left out where it does not exist; null for a peer.
    /// </summary>
    public string? Program { get; init; }
}

/// <summary>An aim for a contestant's figure, or for its ratio to another's.</summary>
/// <param name="Metric">The metric's key.</param>
/// <param name="Contestant">The title of the contestant.</param>
/// <param name="To">The title of the other contestant of the ratio; null for the figure itself.</param>
/// <param name="AtLeast">True for a lower bound, false for an upper one.</param>
/// <param name="Bound">The bound.</param>
/// <param name="WithinNoise">Whether the aim is also met when one round meets it, within the noise.</param>
internal sealed record Aim(
    string Metric,
    string Contestant,
    string? To,
    bool AtLeast,
    double Bound,
    bool WithinNoise = false
);
