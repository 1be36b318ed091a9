using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class SummaryReportTests
{
    private static readonly CampaignSummary Summary = new()
    {
        Seed = -7,
        ProtocolRevision = "2025-11-25",
        ServerName = "sample",
        Tools = ["divide", "echo"],
        SkippedTools = ["wipe"],
        ToolNotes = [new ToolNote("hash", ToolShortfall.CutShort, 12, "given up after 3 hangs (--max-hangs)")],
        NotIsolated = ["crash of hash"],
        Planned = 137,
        Cases = 125,
        Outcomes = new Dictionary<CaseOutcome, int> { [CaseOutcome.TimedOut] = 5, [CaseOutcome.Succeeded] = 120 },
        Restarts = 2,
        Leftovers = 0,
        Thresholds = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["stuck-after"] = "2s",
            ["lost-after"] = "8s",
        },
        StartedAt = new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)),
        Ran = TimeSpan.FromMilliseconds(12_500),
        EndedBy = CampaignEnd.MaxFindings,
    };

    [Fact]
    public void Should_be_written_exactly_as_expected_when_a_campaign_has_ended()
    {
        const string Expected = """
            {
              "schemaVersion": 1,
              "command": [
                "server",
                "--token=***"
              ],
              "seed": -7,
              "mcpFuzzerVersion": "0.1.0",
              "protocolRevision": "2025-11-25",
              "server": {
                "name": "sample",
                "version": null
              },
              "tools": [
                "divide",
                "echo"
              ],
              "skippedTools": [
                "wipe"
              ],
              "toolNotes": [
                {
                  "tool": "hash",
                  "shortfall": "cut-short",
                  "cases": 12,
                  "reason": "given up after 3 hangs (--max-hangs)"
                }
              ],
              "notIsolated": [
                "crash of hash"
              ],
              "planned": 137,
              "cases": 125,
              "casesPerSecond": 10,
              "outcomes": {
                "succeeded": 120,
                "timed-out": 5
              },
              "findings": {
                "byCategory": {
                  "crash": 2,
                  "reply-slow": 1
                },
                "bySeverity": {
                  "high": 2,
                  "medium": 0,
                  "low": 1,
                  "info": 0
                }
              },
              "thresholds": {
                "lost-after": "8s",
                "stuck-after": "2s"
              },
              "restarts": 2,
              "leftovers": 0,
              "startedAt": "2026-01-02T03:04:05.678Z",
              "ranMs": 12500,
              "endedBy": "max-findings"
            }

            """;

        var json = new SummaryReport(["server", "--token=***"], "0.1.0", Summary, Samples.All).ToJson();

        Assert.Equal(Expected, Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Should_have_a_name_for_every_outcome_end_and_severity_when_one_is_added()
    {
        Assert.All(Enum.GetValues<CaseOutcome>(), outcome => Assert.NotEmpty(ReportJson.NameOf(outcome)));
        Assert.All(Enum.GetValues<ToolShortfall>(), shortfall => Assert.NotEmpty(ReportJson.NameOf(shortfall)));
        Assert.All(Enum.GetValues<CampaignEnd>(), end => Assert.NotEmpty(ReportJson.NameOf(end)));
        Assert.All(Enum.GetValues<Severity>(), severity => Assert.NotEmpty(ReportJson.NameOf(severity)));
    }

    [Fact]
    public void Should_be_written_when_nothing_ran()
    {
        var summary = Summary with { Cases = 0, Ran = TimeSpan.Zero, EndedBy = CampaignEnd.TargetFailed };

        var json = Encoding.UTF8.GetString(new SummaryReport(["x"], "0.1.0", summary, []).ToJson());

        Assert.Contains("\"casesPerSecond\": 0,", json, StringComparison.Ordinal);
        Assert.Contains("\"endedBy\": \"target-failed\"", json, StringComparison.Ordinal);
    }
}
