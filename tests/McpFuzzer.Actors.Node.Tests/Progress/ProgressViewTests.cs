using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class ProgressViewTests
{
    [Theory]
    [InlineData(0, 0, 0.0)]
    [InlineData(10, 40, 0.25)]
    [InlineData(40, 40, 1.0)]
    [InlineData(50, 40, 1.0)]
    public void Should_never_be_more_than_all_of_the_cases(int done, int planned, double share) =>
        Assert.Equal(share, View(null, done, planned, seconds: 10).Share);

    [Theory]
    [InlineData(10, 40, 5, 0.25)]
    [InlineData(10, 40, 30, 0.5)]
    [InlineData(10, 40, 90, 1.0)]
    public void Should_be_the_share_of_the_limit_that_is_nearer(int done, int planned, int seconds, double share) =>
        Assert.Equal(share, View(TimeSpan.FromMinutes(1), done, planned, seconds).Share);

    [Fact]
    public void Should_measure_the_rate_from_the_first_case()
    {
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("starting"), TimeSpan.FromSeconds(20))
            .After(Campaign.Snapshot("fuzzing", planned: 40, completed: 8, tool: "divide"), TimeSpan.FromSeconds(21));

        Assert.Null(ProgressView.Of(progress, TimeSpan.FromSeconds(21.4)).Rate);
        Assert.Equal(4, ProgressView.Of(progress, TimeSpan.FromSeconds(23)).Rate);
    }

    [Fact]
    public void Should_name_the_activity_rather_than_the_tool_that_was_called_last()
    {
        var calling = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("fuzzing"), TimeSpan.Zero)
            .After(Campaign.Case("\u001b[2J[red]divide"), TimeSpan.Zero);
        var isolating = calling.After(
            Campaign.Snapshot("fuzzing", activity: new CampaignActivity("isolating crash", "a\nb", TimeSpan.Zero)),
            TimeSpan.Zero
        );

        var planning = CampaignProgress.Start(null).After(Campaign.Snapshot("fuzzing"), TimeSpan.Zero);

        Assert.Null(ProgressView.Of(CampaignProgress.Start(null), TimeSpan.Zero).Doing);
        Assert.Equal("planning the cases", ProgressView.Of(planning, TimeSpan.Zero).Doing);
        Assert.Equal("calling \\u001b[2J[red]divide", ProgressView.Of(calling, TimeSpan.Zero).Doing);
        Assert.Equal("isolating crash of a\\nb for 3s", ProgressView.Of(isolating, TimeSpan.FromSeconds(3)).Doing);
    }

    [Theory]
    [InlineData("stopping", 4)]
    [InlineData("fuzzing", 2)]
    public void Should_name_no_tool_and_no_rate_when_no_more_calls_are_sent(string stage, int planned)
    {
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Case(), TimeSpan.Zero)
            .After(Campaign.Case("calendar", CaseOutcome.NotSent), TimeSpan.Zero)
            .After(Campaign.Snapshot(stage, planned, completed: 2), TimeSpan.FromSeconds(20));

        var view = ProgressView.Of(progress, TimeSpan.FromSeconds(21));

        Assert.Equal((null, null, null), (view.Doing, view.Rate, view.Left));
    }

    [Fact]
    public void Should_count_the_time_of_the_stage_alone()
    {
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Snapshot("fuzzing", planned: 40), TimeSpan.FromSeconds(1))
            .After(Campaign.Snapshot("stopping", planned: 40), TimeSpan.FromSeconds(21));

        Assert.Equal(TimeSpan.FromSeconds(1), ProgressView.Of(progress, TimeSpan.FromSeconds(22)).InStage);
    }

    [Fact]
    public void Should_count_cases_that_will_not_be_sent_in_the_share_that_is_done()
    {
        var progress = CampaignProgress
            .Start(null)
            .After(Campaign.Case("calendar", CaseOutcome.NotSent), TimeSpan.Zero)
            .After(Campaign.Snapshot("fuzzing", planned: 4, completed: 2), TimeSpan.Zero);

        var view = ProgressView.Of(progress, TimeSpan.FromSeconds(1));

        Assert.Equal((1, 1, 0.5), (view.Sent, view.NotSent, view.Share));
    }

    private static ProgressView View(TimeSpan? duration, int done, int planned, int seconds) =>
        ProgressView.Of(
            CampaignProgress
                .Start(duration)
                .After(Campaign.Snapshot("fuzzing", planned, done, tool: "divide"), TimeSpan.Zero),
            TimeSpan.FromSeconds(seconds)
        );
}
