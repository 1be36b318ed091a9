using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Everything that one reply says.</summary>
/// <param name="Outcome">How the case came out.</param>
/// <param name="Candidates">What is wrong; empty when nothing is.</param>
internal sealed record ReplyAssessment(CaseOutcome Outcome, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>
    /// What the tool says when it refuses the call, printable and bounded; null when it does not refuse it.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>
    /// The limit of mcpfuzzer that the reply exceeds, so that it was not read; null when it was read.
    /// </summary>
    public string? Limit { get; init; }
}
