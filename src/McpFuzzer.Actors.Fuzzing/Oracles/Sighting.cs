using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>How a candidate was observed.</summary>
internal sealed record Sighting
{
    /// <summary>The call that shows it alone, or that the evidence names; null when unknown.</summary>
    public FuzzCase? ShownBy { get; init; }

    /// <summary>
    /// The calls in flight together, in the order of sending, when no single call is known to show it.
    /// </summary>
    public IReadOnlyList<FuzzCase> Sequence { get; init; } = [];

    /// <summary>How often it showed in isolation; null when it was not isolated.</summary>
    public Reproduction? Reproduced { get; init; }

    /// <summary>How often it was observed.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether isolation has shown it to be the server's, with any tool.</summary>
    public bool IsServers { get; init; }

    /// <summary>Whether isolation was tried and never showed it.</summary>
    public bool HasFailed => Reproduced is { Tried: > 0, Shown: 0 };

    /// <summary>Whether isolation has shown it.</summary>
    public bool IsProved => IsServers || Reproduced is { Shown: > 0 };
}
