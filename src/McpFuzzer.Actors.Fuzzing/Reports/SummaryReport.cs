using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary><c>summary.json</c>.</summary>
/// <param name="Command">The target's argument vector, masked.</param>
/// <param name="Version">The version of mcpfuzzer.</param>
/// <param name="Summary">The campaign's figures.</param>
/// <param name="Findings">For their counts.</param>
internal sealed record SummaryReport(
    IReadOnlyList<string> Command,
    string Version,
    CampaignSummary Summary,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>The report as indented UTF-8 JSON.</summary>
    public byte[] ToJson() => throw new NotSupportedException("lands next");
}
