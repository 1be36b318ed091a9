using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class CampaignProgressTests
{
    [Fact]
    public void Should_say_all_in_one_line_when_events_have_come()
    {
        ICampaignEvent[] events =
        [
            Campaign.Snapshot("fuzzing", planned: 40, completed: 8, restarts: 1),
            Campaign.Case("add"),
            Campaign.Case("echo"),
            Campaign.Recorded(Severity.High),
            Campaign.Recorded(Severity.Low),
            Campaign.Recorded(Severity.Low),
        ];

        var progress = events.Aggregate(CampaignProgress.None, (past, next) => past.After(next));

        Assert.Equal("echo", progress.Tool);
        Assert.Equal(
            "fuzzing: 10 of 40 cases, 5/s, findings: 1 high, 2 low, 1 restart",
            progress.Line(TimeSpan.FromSeconds(2))
        );
    }

    [Fact]
    public void Should_say_so_when_nothing_has_happened() =>
        Assert.Equal("starting: 0 of 0 cases, 0/s, no findings, 0 restarts", CampaignProgress.None.Line(TimeSpan.Zero));
}
