using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>The severity of a finding, in the order of <c>--fail-on</c>.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>A roughness.</summary>
    Low,

    /// <summary>A breach of the protocol, or a leak.</summary>
    Medium,

    /// <summary>The server crashed, got stuck, or mixed up its replies.</summary>
    High,
}

/// <summary>How often a finding showed in isolation, on fresh servers.</summary>
/// <param name="Shown">The runs that showed it.</param>
/// <param name="Tried">All runs.</param>
public sealed record Reproduction(int Shown, int Tried);

/// <summary>The rule that a server breaks.</summary>
/// <param name="Id">A short name, such as <c>ping</c>.</param>
/// <param name="Url">The section of the specification.</param>
public sealed record RuleReference(string Id, string Url);

/// <summary>One call of a tool, as it was sent.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">The arguments, as JSON text.</param>
public sealed record RecordedCall(string Tool, string Arguments);

/// <summary>One misbehaviour of a target, with a count.</summary>
public sealed record Finding
{
    /// <summary>Stable across runs.</summary>
    public required string Id { get; init; }

    /// <summary>One of the categories of the documentation, such as <c>crash</c>.</summary>
    public required string Category { get; init; }

    /// <summary>Its severity.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The tool that shows it; null when it is not one tool's.</summary>
    public string? Tool { get; init; }

    /// <summary>The phase whose case showed it first; null when there is none.</summary>
    public string? Phase { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What was seen.</summary>
    public required string Detail { get; init; }

    /// <summary>How often it was seen in this run.</summary>
    public required int Count { get; init; }

    /// <summary>The rule of the specification that it breaks; null when there is none.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>
    /// The distinct ways in which it shows, such as schema violations or tools; empty when there is only one.
    /// </summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>How often it showed in isolation; null when it was not isolated.</summary>
    public Reproduction? Reproduced { get; init; }

    /// <summary>The arguments that show it, as JSON text; null when a sequence is needed.</summary>
    public string? Input { get; init; }

    /// <summary>The calls that show it together, when one is not enough.</summary>
    public IReadOnlyList<RecordedCall> Sequence { get; init; } = [];

    /// <summary>How the target exited; null when it did not.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The end of its stderr, printable and masked; null when it is not relevant.</summary>
    public string? StderrTail { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}
