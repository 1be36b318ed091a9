using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Node.Reports;

/// <summary>What the reports of a campaign say besides its results.</summary>
/// <param name="Files">The paths of the reports.</param>
/// <param name="Target">What was fuzzed.</param>
/// <param name="Program">How this program was started, for the command of each finding.</param>
/// <param name="Version">The version of mcpfuzzer that fuzzed.</param>
internal sealed record CampaignReport(
    ReportFiles Files,
    ReportTarget Target,
    IReadOnlyList<string> Program,
    string Version
)
{
    /// <summary>Makes the command that replays a finding.</summary>
    public ReplayCommand Replay => new(Program, Files.Findings, Target);

    public FindingsReport Findings(CampaignCompleted completed) => new(Target, completed.Findings, Replay);

    public SummaryReport Summary(CampaignCompleted completed) =>
        new(Target.Command, Version, completed.Summary, completed.Findings);
}
