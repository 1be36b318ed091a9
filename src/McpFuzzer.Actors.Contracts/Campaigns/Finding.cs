using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>How much a finding matters; the order is that of <c>--fail-on</c>.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>A roughness.</summary>
    Low,

    /// <summary>A fault against the protocol, or a leak.</summary>
    Medium,

    /// <summary>The server died, stuck, or mixed up its answers.</summary>
    High,
}

/// <summary>How often a finding showed when it was run again alone on fresh servers.</summary>
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

/// <summary>One way in which a target misbehaved, counted however often it was seen.</summary>
public sealed record Finding
{
    /// <summary>Stable across runs.</summary>
    public required string Id { get; init; }

    /// <summary>One of the categories of the documentation, such as <c>crash</c>.</summary>
    public required string Category { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The tool that shows it; null when no single one does.</summary>
    public string? Tool { get; init; }

    /// <summary>The phase whose case showed it first; null outside of any.</summary>
    public string? Phase { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What was seen.</summary>
    public required string Detail { get; init; }

    /// <summary>How often it was seen in this run.</summary>
    public required int Count { get; init; }

    /// <summary>The rule of the specification that it breaks; null where none says it.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>
    /// The distinct ways in which it shows, such as schema violations or tools; empty where there is one way.
    /// </summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>How often it showed in isolation; null when it was not isolated.</summary>
    public Reproduction? Reproduced { get; init; }

    /// <summary>The arguments that show it, as JSON text; null where a sequence is needed.</summary>
    public string? Input { get; init; }

    /// <summary>The calls that show it together, where one is not enough.</summary>
    public IReadOnlyList<RecordedCall> Sequence { get; init; } = [];

    /// <summary>How the target ended, where it did.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The last of its stderr, made printable and secrets masked; null where it is not to the point.</summary>
    public string? StderrTail { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}
