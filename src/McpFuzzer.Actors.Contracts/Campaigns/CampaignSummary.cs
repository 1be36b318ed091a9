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
}
