using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>A suspected finding, before it is isolated, merged with others and counted.</summary>
/// <param name="Category">One of <see cref="Categories" />.</param>
/// <param name="Tool">The tool whose call shows it; null when no call does, or none is known.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Detail">What was observed.</param>
/// <param name="Shape">What the candidates of one finding have in common; never a value, a number, an id or a
/// time.</param>
internal sealed record Candidate(string Category, string? Tool, string Title, string Detail, string Shape)
{
    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; } = Categories.SeverityOf(Category);

    /// <summary>The kind of its evidence.</summary>
    public EvidenceKind Evidence { get; init; } = Categories.EvidenceOf(Category);

    /// <summary>
    /// One of several ways in which a finding shows, such as a schema violation; null when there is only one way.
    /// </summary>
    public string? Variant { get; init; }

    /// <summary>The server's text, if shape and title contain it; null if their words are fixed.</summary>
    public string? Said { get; init; }

    /// <summary>The line of the call shows it, for any tool.</summary>
    public bool IsOfTheLine { get; init; }

    /// <summary>The rule of the specification that the server breaks; null when there is none.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>How the target exited; null when it did not.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The end of the target's stderr, when it is relevant.</summary>
    public string? StderrTail { get; init; }
}
