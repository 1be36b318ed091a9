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

/// <summary>Why a tool was not tested, or not completely.</summary>
public enum ToolShortfall
{
    /// <summary>No call of it was sent.</summary>
    NeverCalled,

    /// <summary>It rejected every call, including those that satisfy its schema.</summary>
    NeverAccepted,

    /// <summary>Some of its cases were not sent.</summary>
    CutShort,

    /// <summary>Its schema has more to try than the number of runs allows.</summary>
    NotCovered,

    /// <summary>Some of its replies exceed a limit of mcpfuzzer, and were not read.</summary>
    NotRead,
}

/// <summary>A tool that was not tested, or not completely.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Shortfall">The reason.</param>
/// <param name="Cases">The number of cases that were not sent, rejected, needed, or unread.</param>
/// <param name="Reason">One line; printable and masked.</param>
public sealed record ToolNote(string Tool, ToolShortfall Shortfall, int Cases, string Reason);

/// <summary>The figures of a campaign.</summary>
public sealed record CampaignSummary
{
    /// <summary>The seed that was used.</summary>
    public required long Seed { get; init; }

    /// <summary>The protocol revision; null without an agreement.</summary>
    public string? ProtocolRevision { get; init; }

    /// <summary>The server's name, as it says.</summary>
    public string? ServerName { get; init; }

    /// <summary>The server's version, as it says.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The tools that were called.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>The tools that were skipped because they are annotated destructive.</summary>
    public required IReadOnlyList<string> SkippedTools { get; init; }

    /// <summary>The tools that were not tested, or not completely, in the server's order.</summary>
    public IReadOnlyList<ToolNote> ToolNotes { get; init; } = [];

    /// <summary>One line for each candidate that the budget of isolation left out; printable and masked.</summary>
    public IReadOnlyList<string> NotIsolated { get; init; } = [];

    /// <summary>The upper bound of cases.</summary>
    public int Planned { get; init; }

    /// <summary>Cases that have an outcome other than <see cref="CaseOutcome.NotSent" />.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases by outcome; an outcome without any is left out.</summary>
    public required IReadOnlyDictionary<CaseOutcome, int> Outcomes { get; init; }

    /// <summary>The number of restarts.</summary>
    public required int Restarts { get; init; }

    /// <summary>Processes that may be left.</summary>
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
