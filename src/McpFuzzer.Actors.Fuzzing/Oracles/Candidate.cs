using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>A suspected finding, before it is isolated, folded with others and counted.</summary>
/// <param name="Category">One of <see cref="Categories" />.</param>
/// <param name="Tool">The tool whose call shows it; null when no call does, or none is known.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Detail">What was observed.</param>
/// <param name="Shape">What the candidates of one finding share: never a value, a number, an id or a time.</param>
internal sealed record Candidate(string Category, string? Tool, string Title, string Detail, string Shape)
{
    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; } = Categories.SeverityOf(Category);

    /// <summary>What it rests on.</summary>
    public EvidenceKind Evidence { get; init; } = Categories.EvidenceOf(Category);

    /// <summary>One of the ways in which a finding shows, such as a schema violation; null if there is one.</summary>
    public string? Variant { get; init; }

    /// <summary>What the server wrote, if shape and title are made from it; null if their words are fixed.</summary>
    public string? Said { get; init; }

    /// <summary>The line that carries a call shows it, whichever tool the call is for.</summary>
    public bool IsOfTheLine { get; init; }

    /// <summary>The rule of the specification that the server breaks; null where no section says it.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>How the target ended, where it did.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The last of the target's stderr, where it is to the point.</summary>
    public string? StderrTail { get; init; }
}
