using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Everything that triage knows.</summary>
internal sealed record TriageState
{
    public required FindingBook Book { get; init; }

    /// <summary>What is asked, in the order of asking.</summary>
    public ImmutableList<Question> Questions { get; init; } = [];

    /// <summary>Each waits for an open question with the same key, and is asked when that is decided.</summary>
    public ImmutableList<Question> Behind { get; init; } = [];

    /// <summary>What the isolation runs showed.</summary>
    public ImmutableList<Observation> Seen { get; init; } = [];

    /// <summary>The runs that are under way.</summary>
    public ImmutableSortedDictionary<int, RunScript> Running { get; init; } =
        ImmutableSortedDictionary<int, RunScript>.Empty;

    /// <summary>Those of them that were cancelled since no question needs them; what they show does not count.</summary>
    public ImmutableHashSet<int> Dropped { get; init; } = [];

    /// <summary>The number of the last run.</summary>
    public int LastRun { get; init; }

    /// <summary>What the runs took in all.</summary>
    public TimeSpan Spent { get; init; }

    /// <summary>What was decided.</summary>
    public ImmutableDictionary<FaultKey, KnownFault> Known { get; init; } =
        ImmutableDictionary<FaultKey, KnownFault>.Empty;

    /// <summary>How many tools' replies of one category and shape were asked about.</summary>
    public ImmutableDictionary<FaultKey, int> Asked { get; init; } = ImmutableDictionary<FaultKey, int>.Empty;

    /// <summary>How many questions about a tool were isolated, without those that turned out to be harmless.</summary>
    public ImmutableDictionary<string, int> PerTool { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How many questions of one key turned out to be harmless.</summary>
    public ImmutableDictionary<FaultKey, int> Harmless { get; init; } = ImmutableDictionary<FaultKey, int>.Empty;

    /// <summary>Ordinary calls, one of each of a few tools.</summary>
    public ImmutableList<FuzzCase> Samples { get; init; } = [];

    /// <summary>What was left out, a line each.</summary>
    public ImmutableList<string> NotIsolated { get; init; } = [];

    /// <summary>The campaign has nothing more to tell.</summary>
    public bool IsConcluding { get; init; }

    /// <summary>No more runs are started.</summary>
    public bool IsCut { get; init; }

    /// <summary>The end was reported.</summary>
    public bool IsConcluded { get; init; }
}

/// <summary>A fault that was decided.</summary>
/// <param name="Candidate">As it was recorded last.</param>
/// <param name="Tools">The tools that show it, each with what its call showed.</param>
/// <param name="IsServers">It is the server's.</param>
/// <param name="Isolated">How often it was isolated.</param>
internal sealed record KnownFault(
    Candidate Candidate,
    ImmutableDictionary<string, Candidate> Tools,
    bool IsServers,
    int Isolated
);
