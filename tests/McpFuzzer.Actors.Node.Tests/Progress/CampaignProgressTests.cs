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
            Campaign.Recorded(Severity.High, "a"),
            Campaign.Recorded(Severity.Low, "b"),
            Campaign.Recorded(Severity.Low, "c"),
        ];

        var progress = After(events);

        Assert.Equal("echo", progress.Tool);
        Assert.Equal(
            "fuzzing: 10 of at most 40 cases, 5/s, findings: 1 high, 2 low, 1 restart",
            progress.Line(TimeSpan.FromSeconds(2))
        );
    }

    [Fact]
    public void Should_count_a_finding_in_the_place_of_those_that_it_supersedes()
    {
        var progress = After(
            Campaign.Recorded(Severity.High, "a"),
            Campaign.Recorded(Severity.Medium, "b"),
            Campaign.Recorded(Severity.Low, "c"),
            Campaign.Recorded(Severity.High, "d", "a", "b", "unknown"),
            Campaign.Recorded(Severity.High, "d")
        );

        Assert.Equal("findings: 1 high, 1 low", progress.Findings);
    }

    [Fact]
    public void Should_count_an_activity_on_from_when_it_was_heard()
    {
        var activity = new CampaignActivity("isolating server-stuck", "calendar", TimeSpan.FromSeconds(3));
        var progress = CampaignProgress.None.After(
            Campaign.Snapshot("fuzzing", activity: activity),
            TimeSpan.FromSeconds(20)
        );

        Assert.Equal("isolating server-stuck of calendar for 7 s", progress.Activity!.Line(TimeSpan.FromSeconds(24)));
        Assert.Null(progress.After(Campaign.Snapshot("fuzzing"), TimeSpan.FromSeconds(25)).Activity);
    }

    [Fact]
    public void Should_name_no_tool_when_the_activity_is_about_none()
    {
        var waiting = new CampaignActivity("waiting for the handshake", null, TimeSpan.Zero);

        Assert.Equal(
            "waiting for the handshake for 2 s",
            new RunningActivity(waiting, TimeSpan.FromSeconds(1)).Line(TimeSpan.FromSeconds(3.9))
        );
    }

    [Fact]
    public void Should_say_the_stage_alone_when_nothing_has_happened() =>
        Assert.Equal("starting", CampaignProgress.None.Line(TimeSpan.Zero));

    private static CampaignProgress After(params ICampaignEvent[] events) =>
        events.Aggregate(CampaignProgress.None, (past, next) => past.After(next, TimeSpan.Zero));
}
