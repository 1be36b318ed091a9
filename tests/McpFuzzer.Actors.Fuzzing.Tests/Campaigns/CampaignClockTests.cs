using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Should_report_which_activity_concerns_which_tool_and_for_how_long()
    {
        var clock = new CampaignClock(_time);
        _time.Advance(TimeSpan.FromSeconds(1));
        clock.Do("isolating crash", "a");
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(new CampaignActivity("isolating crash", "a", TimeSpan.FromSeconds(4)), clock.Activity);
        Assert.Equal((DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(5)), (clock.StartedAt, clock.Ran));
    }

    [Fact]
    public void Should_report_no_activity_while_only_calls_run()
    {
        var clock = new CampaignClock(_time);
        Assert.Null(clock.Activity);
        clock.Do("listing tools", null);
        clock.Do(null, null);

        Assert.Null(clock.Activity);
    }

    [Fact]
    public void Should_keep_the_time_of_what_is_isolated_until_it_changes()
    {
        var clock = new CampaignClock(_time);
        clock.Do("listing tools", null);
        clock.Isolate(null);
        Assert.Equal("listing tools", clock.Activity?.What);

        clock.Isolate(new TriageActivity("reply-lost", "a"));
        _time.Advance(TimeSpan.FromSeconds(4));
        clock.Isolate(new TriageActivity("reply-lost", "a"));
        Assert.Equal(new CampaignActivity("isolating reply-lost", "a", TimeSpan.FromSeconds(4)), clock.Activity);

        clock.Isolate(new TriageActivity("reply-lost", "b"));
        Assert.Equal(new CampaignActivity("isolating reply-lost", "b", TimeSpan.Zero), clock.Activity);
        clock.Isolate(null);
        Assert.Null(clock.Activity);
    }
}
