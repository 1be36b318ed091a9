using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class TimeLeftTests
{
    private static readonly TimeSpan FuzzingSince = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(20, 100, 10, 40.0)]
    [InlineData(50, 100, 10, 10.0)]
    [InlineData(50, 60, 10, 2.0)]
    public void Should_be_the_time_of_the_other_cases_at_the_rate_so_far(int done, int planned, int ran, double left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), Left(null, done, planned, ran));

    [Theory]
    [InlineData(50, 100, 2.9)]
    [InlineData(9, 100, 30)]
    [InlineData(0, 0, 30)]
    [InlineData(100, 100, 30)]
    [InlineData(110, 100, 30)]
    [InlineData(999, 1000, 30)]
    public void Should_be_unknown_when_an_estimate_would_mislead(int done, int planned, double ran) =>
        Assert.Null(Left(null, done, planned, ran));

    [Theory]
    [InlineData(0, 1000, 0.5, 59.5)]
    [InlineData(20, 1000, 10, 50)]
    [InlineData(0, 0, 20, 40)]
    public void Should_be_that_of_the_duration_when_that_ends_first(int done, int planned, double ran, double left) =>
        Assert.Equal(TimeSpan.FromSeconds(left), Left(TimeSpan.FromMinutes(1), done, planned, ran));

    [Fact]
    public void Should_be_that_of_the_cases_when_they_end_before_the_duration() =>
        Assert.Equal(TimeSpan.FromSeconds(10), Left(TimeSpan.FromMinutes(1), 50, 100, 10));

    [Theory]
    [InlineData(59.5)]
    [InlineData(70)]
    public void Should_be_unknown_when_the_duration_has_run_out(double ran) =>
        Assert.Null(Left(TimeSpan.FromMinutes(1), 20, 1000, ran));

    [Fact]
    public void Should_be_unknown_before_the_first_call() =>
        Assert.Null(
            TimeLeft.Of(
                CampaignProgress
                    .Start(TimeSpan.FromMinutes(1))
                    .After(Campaign.Snapshot("fuzzing", planned: 100), TimeSpan.FromSeconds(1)),
                TimeSpan.FromSeconds(20)
            )
        );

    [Theory]
    [InlineData("starting")]
    [InlineData("stopping")]
    public void Should_be_unknown_when_no_cases_are_sent(string stage) =>
        Assert.Null(Left(TimeSpan.FromMinutes(1), 50, 100, 10, stage));

    [Fact]
    public void Should_be_unknown_when_an_isolation_outlasts_the_estimate()
    {
        var isolating = new CampaignActivity("isolating reply-lost", "calendar", TimeSpan.FromSeconds(9));

        Assert.Equal(TimeSpan.FromSeconds(10), Left(null, 50, 100, 10, activity: isolating));
        Assert.Null(Left(null, 90, 100, 10, activity: isolating));
    }

    private static TimeSpan? Left(
        TimeSpan? duration,
        int done,
        int planned,
        double ran,
        string stage = "fuzzing",
        CampaignActivity? activity = null
    )
    {
        var now = FuzzingSince + TimeSpan.FromSeconds(ran);
        var progress = CampaignProgress
            .Start(duration)
            .After(Campaign.Snapshot("fuzzing", tool: "divide"), FuzzingSince)
            .After(Campaign.Snapshot(stage, planned, done, activity: activity), now);
        return TimeLeft.Of(progress, now);
    }
}
