using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The assessment of one reply.</summary>
/// <param name="Outcome">The outcome of the case.</param>
/// <param name="Candidates">What is wrong; may be empty.</param>
internal sealed record ReplyAssessment(CaseOutcome Outcome, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>The tool's message when it rejects the call, printable and bounded; null when it does not.</summary>
    public string? Rejection { get; init; }

    /// <summary>The limit of mcpfuzzer that the reply exceeds; null when it was read.</summary>
    public string? Limit { get; init; }
}
