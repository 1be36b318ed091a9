using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The progress of a question.</summary>
internal abstract record IsolationStep
{
    private IsolationStep() { }

    /// <summary>It needs these runs.</summary>
    internal sealed record Needs(IReadOnlyList<RunScript> Runs) : IsolationStep;

    /// <summary>It is decided.</summary>
    internal sealed record Decided(Verdict Verdict) : IsolationStep;
}

/// <summary>The verdict about a question.</summary>
internal abstract record Verdict
{
    private Verdict() { }

    /// <summary>The server shows it without any call, or with any tool.</summary>
    /// <param name="Candidate">The candidate as seen in isolation.</param>
    /// <param name="ShownBy">A call that shows it; null when no call is needed.</param>
    /// <param name="Reproduced">How often.</param>
    internal sealed record Servers(Candidate Candidate, FuzzCase? ShownBy, Reproduction Reproduced) : Verdict;

    /// <summary>One call shows it alone.</summary>
    /// <param name="Candidate">The candidate as seen in isolation, with its tool.</param>
    /// <param name="ShownBy">The call.</param>
    /// <param name="Reproduced">How often.</param>
    internal sealed record Call(Candidate Candidate, FuzzCase ShownBy, Reproduction Reproduced) : Verdict;

    /// <summary>No single call shows it.</summary>
    /// <param name="Reproduced">How often the calls showed it together.</param>
    internal sealed record Unattributed(Reproduction Reproduced) : Verdict
    {
        /// <summary>The fewest calls that showed it together; empty when unknown.</summary>
        public ImmutableList<FuzzCase> Sequence { get; init; } = [];
    }

    /// <summary>The load, or earlier calls, explain it. It is not a finding.</summary>
    internal sealed record Harmless : Verdict;
}
