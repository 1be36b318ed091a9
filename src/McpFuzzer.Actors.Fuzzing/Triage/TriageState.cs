using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The state of triage.</summary>
internal sealed record TriageState
{
    public required FindingBook Book { get; init; }

    /// <summary>The open questions, in order.</summary>
    public ImmutableList<Question> Questions { get; init; } = [];

    /// <summary>Questions that wait for an open one with the same key.</summary>
    public ImmutableList<Question> Behind { get; init; } = [];

    /// <summary>The observations of isolation runs.</summary>
    public ImmutableList<Observation> Seen { get; init; } = [];

    /// <summary>The running runs.</summary>
    public ImmutableSortedDictionary<int, RunScript> Running { get; init; } =
        ImmutableSortedDictionary<int, RunScript>.Empty;

    /// <summary>Running runs that were cancelled. Their observations do not count.</summary>
    public ImmutableHashSet<int> Dropped { get; init; } = [];

    /// <summary>The number of the last run.</summary>
    public int LastRun { get; init; }

    /// <summary>The time of all runs.</summary>
    public TimeSpan Spent { get; init; }

    /// <summary>The decided faults.</summary>
    public ImmutableDictionary<FaultKey, KnownFault> Known { get; init; } =
        ImmutableDictionary<FaultKey, KnownFault>.Empty;

    /// <summary>The number of tools with questions about one category and shape of reply.</summary>
    public ImmutableDictionary<FaultKey, int> Asked { get; init; } = ImmutableDictionary<FaultKey, int>.Empty;

    /// <summary>The number of isolated questions per tool, without harmless ones.</summary>
    public ImmutableDictionary<string, int> PerTool { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The number of harmless questions per key.</summary>
    public ImmutableDictionary<FaultKey, int> Harmless { get; init; } = ImmutableDictionary<FaultKey, int>.Empty;

    /// <summary>Ordinary calls, one of each of a few tools.</summary>
    public ImmutableList<FuzzCase> Samples { get; init; } = [];

    /// <summary>Questions without proof, one line each.</summary>
    public ImmutableList<string> NotIsolated { get; init; } = [];

    /// <summary>The campaign has no more evidence.</summary>
    public bool IsConcluding { get; init; }

    /// <summary>No more runs may start.</summary>
    public bool IsCut { get; init; }

    /// <summary>The end was reported.</summary>
    public bool IsConcluded { get; init; }

    /// <summary>
    /// Returns the state without a run that has ended. The observation of a cancelled run does not count.
    /// </summary>
    public TriageState Without(int run, Observation observation) =>
        this with
        {
            Running = Running.Remove(run),
            Dropped = Dropped.Remove(run),
            Seen = Dropped.Contains(run) ? Seen : Seen.Add(observation),
            Spent = Spent + observation.Took,
        };
}

/// <summary>A decided fault.</summary>
/// <param name="Candidate">The candidate as last recorded.</param>
/// <param name="Tools">The tools that show it, each with its candidate.</param>
/// <param name="IsServers">Whether it is the server's.</param>
/// <param name="Isolated">How often it was isolated.</param>
internal sealed record KnownFault(
    Candidate Candidate,
    ImmutableDictionary<string, Candidate> Tools,
    bool IsServers,
    int Isolated
);
