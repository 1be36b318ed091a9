using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class CoverageGapsTests
{
    [Fact]
    public void Should_be_empty_when_every_tool_was_tested() => Assert.Empty(CoverageGaps.Lines(Campaign.Completed()));

    [Fact]
    public void Should_be_one_line_for_each_kind_of_shortfall() =>
        Assert.Equal(
            [
                "skipped as destructive (--destructive calls them; point the server at a scratch folder first): "
                    + "wi\\npe",
                "never called: a, b (--duration ran out)",
                "no call accepted, though some satisfy the schema: c (401: set API_KEY), d (no network)",
                "cut short, with the cases that were not sent: e 12 (given up after 3 hangs, --max-hangs)",
                "--runs is too low for these schemas, with the cases that they need: f 44",
                "replies not read, with their number: h 7 (mcpfuzzer does not read JSON of more than 256 levels)",
                "not isolated: crash of g",
            ],
            Lines(summary =>
                summary with
                {
                    SkippedTools = ["wi\npe"],
                    ToolNotes =
                    [
                        new ToolNote("a", ToolShortfall.NeverCalled, 5, "--duration ran out"),
                        new ToolNote("f", ToolShortfall.NotCovered, 44, ""),
                        new ToolNote("c", ToolShortfall.NeverAccepted, 5, "401: set API_KEY"),
                        new ToolNote("d", ToolShortfall.NeverAccepted, 5, "no network"),
                        new ToolNote(
                            "h",
                            ToolShortfall.NotRead,
                            7,
                            "mcpfuzzer does not read JSON of more than 256 levels"
                        ),
                        new ToolNote("b", ToolShortfall.NeverCalled, 5, "--duration ran out"),
                        new ToolNote("e", ToolShortfall.CutShort, 12, "given up after 3 hangs, --max-hangs"),
                    ],
                    NotIsolated = ["crash of g"],
                }
            )
        );

    [Fact]
    public void Should_stay_short_when_a_server_has_many_tools_with_long_names()
    {
        var lines = Lines(summary =>
            summary with
            {
                SkippedTools = [.. Many(1_500)],
                ToolNotes =
                [
                    .. Many(1_500).Select(tool => new ToolNote(tool, ToolShortfall.NeverCalled, 25, $"as {tool}")),
                ],
                NotIsolated = [.. Many(40)],
            }
        );

        Assert.Equal(13, lines.Count);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 3_000));
        Assert.All(lines[..2], line => Assert.EndsWith(" and 1490 more", line, StringComparison.Ordinal));
        Assert.Equal("not isolated: 30 more, in summary.json", lines[^1]);
    }

    [Theory]
    [InlineData(CampaignEnd.Duration, "no call was sent: --duration ran out before the first one")]
    [InlineData(CampaignEnd.MaxFindings, "no call was sent: --max-findings was reached before the first one")]
    [InlineData(CampaignEnd.Interrupted, "no call was sent: the run was interrupted before the first one")]
    [InlineData(CampaignEnd.Completed, "no call was sent: there is none for these tools and phases (--tool, --phase)")]
    public void Should_explain_why_no_call_was_sent(CampaignEnd end, string line) =>
        Assert.Equal([line], CoverageGaps.Lines(Campaign.Completed(cases: 0, end: end)));

    [Fact]
    public void Should_report_only_the_failure_when_the_target_failed() =>
        Assert.Empty(
            CoverageGaps.Lines(
                Campaign.Completed(cases: 0, failure: new TargetFailure("no reply", ""), end: CampaignEnd.TargetFailed)
            )
        );

    private static List<string> Lines(Func<CampaignSummary, CampaignSummary> change)
    {
        var completed = Campaign.Completed();
        return [.. CoverageGaps.Lines(completed with { Summary = change(completed.Summary) })];
    }

    private static IEnumerable<string> Many(int count) =>
        Enumerable.Range(0, count).Select(number => $"tool-{number}-{new string('x', 100_000 / count)}");
}
