using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>What <c>fuzz</c> was asked for.</summary>
/// <param name="Spec">The campaign.</param>
/// <param name="Output">How to output the result.</param>
/// <param name="Settings">Where settings come from.</param>
internal sealed record FuzzRequest(CampaignSpec Spec, FuzzOutput Output, SettingsSources Settings);

/// <summary>How to output a campaign's result.</summary>
internal sealed record FuzzOutput
{
    /// <summary>Where the reports go; null is <c>./mcpfuzzer-&lt;UTC&gt;-&lt;seed&gt;</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>The least severity that makes the exit code 1; null is never.</summary>
    public Severity? FailOn { get; init; } = FailOnOption.Default;

    /// <summary>Whether progress is left out.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public bool IsJson { get; init; }
}
