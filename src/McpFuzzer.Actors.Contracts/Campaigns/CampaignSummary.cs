using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Campaigns;

/// <summary>What ended a campaign.</summary>
public enum CampaignEnd
{
    /// <summary>Every planned case has its outcome.</summary>
    Completed,

    /// <summary><see cref="CampaignSpec.Duration" /> ran out.</summary>
    Duration,

    /// <summary><see cref="CampaignSpec.MaxFindings" /> was reached.</summary>
    MaxFindings,

    /// <summary><see cref="StopCampaign" />, or the node's shutdown.</summary>
    Interrupted,

    /// <summary>The target could not be started, or did not speak MCP.</summary>
    TargetFailed,
}

/// <summary>Why a tool is not, or not wholly, tested.</summary>
public enum ToolShortfall
{
    /// <summary>No call of it was sent.</summary>
    NeverCalled,

    /// <summary>Each of its calls was refused, those that satisfy its schema among them.</summary>
    NeverAccepted,

    /// <summary>Some of its cases were not sent.</summary>
    CutShort,

    /// <summary>Its schema has more to try than the number of runs allows.</summary>
    NotCovered,

    /// <summary>Some of its replies are beyond a limit of mcpfuzzer, and were not read.</summary>
    NotRead,
}

/// <summary>A tool that is not, or not wholly, tested.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Shortfall">In which way.</param>
/// <param name="Cases">How many cases were not sent, or refused, or would have been needed, or had a reply that was not
/// read.</param>
/// <param name="Reason">One line; printable and masked.</param>
public sealed record ToolNote(string Tool, ToolShortfall Shortfall, int Cases, string Reason);

/// <summary>What a campaign did, in figures.</summary>
public sealed record CampaignSummary
{
    /// <summary>The seed that was used.</summary>
    public required long Seed { get; init; }

    /// <summary>The protocol revision that was spoken; null when none was agreed on.</summary>
    public string? ProtocolRevision { get; init; }

    /// <summary>The server's name, as it says.</summary>
    public string? ServerName { get; init; }

    /// <summary>The server's version, as it says.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The tools that were called.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>The tools that were left out for being annotated destructive.</summary>
    public required IReadOnlyList<string> SkippedTools { get; init; }

    /// <summary>The tools that were not, or not wholly, tested, in the server's order.</summary>
    public IReadOnlyList<ToolNote> ToolNotes { get; init; } = [];

    /// <summary>One line for each candidate that the budget of isolation left out; printable and masked.</summary>
    public IReadOnlyList<string> NotIsolated { get; init; } = [];

    /// <summary>How many cases there were to send at most.</summary>
    public int Planned { get; init; }

    /// <summary>Cases that have an outcome other than <see cref="CaseOutcome.NotSent" />.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases by outcome; an outcome without any is left out.</summary>
    public required IReadOnlyDictionary<CaseOutcome, int> Outcomes { get; init; }

    /// <summary>How often a target was started again.</summary>
    public required int Restarts { get; init; }

    /// <summary>Processes that could not be proven gone.</summary>
    public required int Leftovers { get; init; }

    /// <summary>The oracle's thresholds, by key.</summary>
    public required IReadOnlyDictionary<string, string> Thresholds { get; init; }

    /// <summary>The wall clock at the start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took (monotonic).</summary>
    public required TimeSpan Ran { get; init; }

    /// <summary>What ended it.</summary>
    public required CampaignEnd EndedBy { get; init; }

    /// <inheritdoc />
    public override string ToString() => RecordText.Of(this);
}
