using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>How far a question is.</summary>
internal abstract record IsolationStep
{
    private IsolationStep() { }

    /// <summary>These runs are needed before it can be decided.</summary>
    internal sealed record Needs(IReadOnlyList<RunScript> Runs) : IsolationStep;

    /// <summary>It is decided.</summary>
    internal sealed record Decided(Verdict Verdict) : IsolationStep;
}

/// <summary>Who is to blame.</summary>
internal abstract record Verdict
{
    private Verdict() { }

    /// <summary>The server shows it without any call, or with any tool.</summary>
    /// <param name="Candidate">As it was seen in isolation.</param>
    /// <param name="ShownBy">A call that shows it; null when none is needed.</param>
    /// <param name="Reproduced">How often.</param>
    internal sealed record Servers(Candidate Candidate, FuzzCase? ShownBy, Reproduction Reproduced) : Verdict;

    /// <summary>One call shows it alone.</summary>
    /// <param name="Candidate">As it was seen in isolation, with its tool.</param>
    /// <param name="ShownBy">The call.</param>
    /// <param name="Reproduced">How often.</param>
    internal sealed record Call(Candidate Candidate, FuzzCase ShownBy, Reproduction Reproduced) : Verdict;

    /// <summary>No single call shows it.</summary>
    /// <param name="Reproduced">How often the calls showed it together.</param>
    internal sealed record Unattributed(Reproduction Reproduced) : Verdict
    {
        /// <summary>The fewest calls that showed it together; empty when that was not found.</summary>
        public ImmutableList<FuzzCase> Sequence { get; init; } = [];
    }

    /// <summary>It was the load, or the calls that stood before it: no finding.</summary>
    internal sealed record Harmless : Verdict;
}
