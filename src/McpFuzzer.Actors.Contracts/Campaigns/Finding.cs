using McpFuzzer.Actors.Contracts.Processes;

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

    /// <summary>The arguments that show it, as JSON text; null where a sequence is needed.</summary>
    public string? Input { get; init; }

    /// <summary>The calls that show it together, where one is not enough.</summary>
    public IReadOnlyList<RecordedCall> Sequence { get; init; } = [];

    /// <summary>How the target ended, where it did.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>The last of its stderr, made printable and secrets masked; null where it is not to the point.</summary>
    public string? StderrTail { get; init; }
}
