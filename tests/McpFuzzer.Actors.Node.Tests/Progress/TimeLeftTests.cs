using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class TimeLeftTests
{
    private static readonly TimeSpan FuzzingSince = TimeSpan.FromSeconds(5);
    private static readonly CampaignActivity Isolating = new("isolating reply-lost", "calendar", TimeSpan.Zero);

    [Theory]
    [InlineData(20, 100, 10, 40.0)]
    [InlineData(50, 100, 10, 10.0)]
    [InlineData(50, 60, 10, 2.0)]
    public void Should_be_the_time_of_the_other_cases_at_a_steady_rate(int done, int planned, int ran, double left) =>
        Assert.Equal(About(left), Left(null, ran, Steady(done, planned, ran)));

    [Theory]
    [InlineData(50, 100, 4)]
    [InlineData(9, 100, 30)]
    [InlineData(0, 0, 30)]
    [InlineData(100, 100, 30)]
    [InlineData(110, 100, 30)]
    [InlineData(999, 1000, 30)]
    public void Should_be_unknown_when_an_estimate_would_mislead(int done, int planned, int ran) =>
        Assert.Null(Left(null, ran, Steady(done, planned, ran)));

    [Fact]
    public void Should_be_unknown_after_a_pause_until_estimates_agree_again()
    {
        // 20 cases a second, then none for six seconds, then 20 a second again.
        int[] sent = [20, 40, 60, 80, 100, 120, 140, 140, 140, 140, 140, 140, 140, .. From(160, 20, 30)];

        Assert.Equal(About(13), Left(null, 7, Each(planned: 400, sent[..7])));
        Assert.Null(Left(null, 10, Each(planned: 400, sent[..10])));
        Assert.Null(Left(null, 14, Each(planned: 400, sent[..14])));
        Assert.NotNull(Left(null, sent.Length, Each(planned: 1000, sent)));
    }

    [Fact]
    public void Should_be_unknown_when_no_event_comes_for_long()
    {
        var progress = Steady(done: 50, planned: 100, ran: 10)(CampaignProgress.Start(null));

        Assert.NotNull(TimeLeft.Of(progress, FuzzingSince + TimeSpan.FromSeconds(11)));
        Assert.Null(TimeLeft.Of(progress, FuzzingSince + TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Should_be_unknown_while_something_is_isolated_and_for_some_seconds_after()
    {
        var steady = Steady(done: 50, planned: 100, ran: 10);

        Assert.Null(Left(null, 10, past => At(steady(past), 50, 100, ran: 10, activity: Isolating)));
        Assert.Null(
            Left(null, 11, past => At(At(steady(past), 50, 100, ran: 10, activity: Isolating), 55, 100, ran: 11))
        );
    }

    [Fact]
    public void Should_not_count_on_cases_that_will_not_be_sent()
    {
        var steady = Steady(done: 50, planned: 100, ran: 10);
        var given = Enumerable.Repeat(Campaign.Case("calendar", CaseOutcome.NotSent), 30);

        Assert.Equal(
            About(4),
            Left(null, 10, past => given.Aggregate(steady(past), (now, next) => now.After(next, Time(10))))
        );
    }

    [Theory]
    [InlineData(0, 1000, 1, 59)]
    [InlineData(20, 1000, 10, 50)]
    [InlineData(0, 0, 20, 40)]
    public void Should_be_that_of_the_duration_when_that_ends_first(int done, int planned, int ran, double left) =>
        Assert.Equal(AtMost(left), Left(TimeSpan.FromMinutes(1), ran, Steady(done, planned, ran)));

    [Fact]
    public void Should_be_that_of_the_duration_while_something_is_isolated() =>
        Assert.Equal(
            AtMost(50),
            Left(
                TimeSpan.FromMinutes(1),
                10,
                past => At(Steady(50, 100, 10)(past), 50, 100, ran: 10, activity: Isolating)
            )
        );

    [Fact]
    public void Should_be_that_of_the_cases_when_they_end_before_the_duration() =>
        Assert.Equal(About(10), Left(TimeSpan.FromMinutes(1), 10, Steady(50, 100, 10)));

    [Theory]
    [InlineData(60)]
    [InlineData(70)]
    public void Should_be_unknown_when_the_duration_has_run_out(int ran) =>
        Assert.Null(Left(TimeSpan.FromMinutes(1), ran, Steady(20, 1000, ran)));

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
        Assert.Null(Left(TimeSpan.FromMinutes(1), 10, past => At(Steady(50, 100, 10)(past), 50, 100, ran: 10, stage)));

    private static TimeLeft About(double seconds) => new(TimeSpan.FromSeconds(seconds), IsLimit: false);

    private static TimeLeft AtMost(double seconds) => new(TimeSpan.FromSeconds(seconds), IsLimit: true);

    private static IEnumerable<int> From(int first, int step, int count) =>
        Enumerable.Range(0, count).Select(at => first + (at * step));

    private static TimeSpan Time(int ran) => FuzzingSince + TimeSpan.FromSeconds(ran);

    private static TimeLeft? Left(TimeSpan? duration, int ran, Func<CampaignProgress, CampaignProgress> past) =>
        TimeLeft.Of(past(CampaignProgress.Start(duration)), Time(ran));

    // A snapshot each second, with the cases spread evenly.
    private static Func<CampaignProgress, CampaignProgress> Steady(int done, int planned, int ran) =>
        Each(planned, [.. Enumerable.Range(1, ran).Select(second => done * second / ran)]);

    private static Func<CampaignProgress, CampaignProgress> Each(int planned, params int[] sent) =>
        past =>
            sent.Select((done, at) => (Done: done, Ran: at + 1))
                .Aggregate(
                    past.After(Campaign.Snapshot("fuzzing", tool: "divide"), FuzzingSince),
                    (now, next) => At(now, next.Done, planned, next.Ran)
                );

    private static CampaignProgress At(
        CampaignProgress past,
        int done,
        int planned,
        int ran,
        string stage = "fuzzing",
        CampaignActivity? activity = null
    ) => past.After(Campaign.Snapshot(stage, planned, done, activity: activity), Time(ran));
}
