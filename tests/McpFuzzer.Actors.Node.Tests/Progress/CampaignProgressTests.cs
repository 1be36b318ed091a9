using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class CampaignProgressTests
{
    [Fact]
    public void Should_count_cases_on_from_the_last_snapshot()
    {
        var progress = After(
            Campaign.Snapshot("fuzzing", planned: 40, completed: 8, restarts: 1),
            Campaign.Case("add"),
            Campaign.Case("echo")
        );

        Assert.Equal((10, 40, 1, "echo"), (progress.Sent, progress.Planned, progress.Restarts, progress.Tool));
    }

    [Fact]
    public void Should_not_count_a_case_that_was_not_sent_among_those_that_were()
    {
        var progress = After(
            Campaign.Case("add"),
            Campaign.Case("calendar", CaseOutcome.NotSent),
            Campaign.Case("calendar", CaseOutcome.NotSent)
        );

        Assert.Equal((1, 2, "add"), (progress.Sent, progress.NotSent, progress.Tool));

        // A snapshot counts all of them as completed.
        var counted = progress.After(Campaign.Snapshot("fuzzing", planned: 4, completed: 3), TimeSpan.Zero);
        Assert.Equal((1, 2, false), (counted.Sent, counted.NotSent, counted.IsSettled));
        Assert.True(counted.After(Campaign.Case(), TimeSpan.Zero).IsSettled);
    }

    [Fact]
    public void Should_not_take_a_case_that_was_not_sent_for_the_first_call() =>
        Assert.Null(After(Campaign.Case("calendar", CaseOutcome.NotSent)).FuzzingSince);

    [Fact]
    public void Should_remember_when_each_stage_began()
    {
        var fuzzing = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("starting"), TimeSpan.FromSeconds(1))
            .After(Campaign.Snapshot("fuzzing"), TimeSpan.FromSeconds(2))
            .After(Campaign.Snapshot("fuzzing"), TimeSpan.FromSeconds(3));
        var stopping = fuzzing.After(Campaign.Snapshot("stopping"), TimeSpan.FromSeconds(21));

        Assert.Equal(TimeSpan.Zero, CampaignProgress.Start(null).StageSince);
        Assert.Equal(TimeSpan.FromSeconds(2), fuzzing.StageSince);
        Assert.Equal(TimeSpan.FromSeconds(21), stopping.StageSince);
    }

    [Fact]
    public void Should_count_a_finding_instead_of_those_that_it_supersedes()
    {
        var progress = After(
            Campaign.Recorded(Severity.Medium, "b"),
            Campaign.Recorded(Severity.Low, "c"),
            Campaign.Recorded(Severity.High, "a"),
            Campaign.Recorded(Severity.High, "d", "a", "b", "unknown"),
            Campaign.Recorded(Severity.High, "d")
        );

        Assert.Equal(["1 high", "1 low"], progress.Findings.Select(count => count.ToString()));
    }

    [Fact]
    public void Should_count_the_time_of_an_activity_on_from_its_snapshot()
    {
        var activity = new CampaignActivity("isolating server-stuck", "calendar", TimeSpan.FromSeconds(3));
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("fuzzing", activity: activity), TimeSpan.FromSeconds(20));

        Assert.Equal("isolating server-stuck of calendar for 7s", progress.Activity!.Text(TimeSpan.FromSeconds(24)));
        Assert.Null(progress.After(Campaign.Snapshot("fuzzing"), TimeSpan.FromSeconds(25)).Activity);
    }

    [Fact]
    public void Should_name_no_tool_when_the_activity_has_none()
    {
        var waiting = new CampaignActivity("waiting for the handshake", null, TimeSpan.Zero);

        Assert.Equal(
            "waiting for the handshake for 2s",
            new TimedActivity(waiting, TimeSpan.FromSeconds(1)).Text(TimeSpan.FromSeconds(3.9))
        );
    }

    [Fact]
    public void Should_remember_when_a_tool_was_first_called()
    {
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("starting"), TimeSpan.FromSeconds(1))
            .After(Campaign.Snapshot("fuzzing", planned: 9), TimeSpan.FromSeconds(2))
            .After(Campaign.Snapshot("fuzzing", planned: 9, tool: "divide"), TimeSpan.FromSeconds(3))
            .After(Campaign.Case(), TimeSpan.FromSeconds(3.5))
            .After(Campaign.Snapshot("stopping"), TimeSpan.FromSeconds(4));

        Assert.Equal(TimeSpan.FromSeconds(3), progress.FuzzingSince);
    }

    private static CampaignProgress After(params ICampaignEvent[] events) =>
        events.Aggregate(CampaignProgress.Start(null), (past, next) => past.After(next, TimeSpan.Zero));
}
