using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class ServerPlacesTests
{
    private static readonly FuzzCase A = PlannedCases.Of("a", 0);
    private static readonly FuzzCase B = PlannedCases.Of("b", 0);
    private static readonly ServerEvent.OpenFailed NotStarted = new("it would not", "tail");

    [Fact]
    public void Should_start_one_server_first_and_the_others_when_the_tools_are_listed()
    {
        var campaign = new DrivenCampaign(PlannedCases.Spec(servers: 3));

        Assert.Equal([new CampaignEffect.StartServer(1, IsPatient: false)], campaign.Feed(new CampaignInput.Start()));
        Assert.Equal([new CampaignEffect.ListTools(1)], campaign.At(1, new ServerEvent.Opened()));

        Assert.Equal([2, 3], Started(campaign.Feed(new CampaignInput.Listed([]))));
        Assert.Equal(0, campaign.State.Restarts);
    }

    [Fact]
    public void Should_end_when_the_first_server_does_not_start()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());

        Assert.Equal([new CampaignEffect.Finish()], campaign.At(1, NotStarted));
        Assert.Equal(CampaignEnd.TargetFailed, campaign.State.EndedBy);
        Assert.Equal(new TargetFailure("it would not", "tail"), campaign.State.Failure);
    }

    [Fact]
    public void Should_start_again_after_a_delay_that_doubles_as_often_as_is_allowed()
    {
        var campaign = new DrivenCampaign(PlannedCases.Spec() with { StartRetries = 2 });
        campaign.Feed(new CampaignInput.Start());

        Assert.Equal([new CampaignEffect.Rest(0, TimeSpan.FromMilliseconds(500))], campaign.At(1, NotStarted));
        Assert.Equal([2], Started(campaign.Feed(new CampaignInput.Rested(0))));
        Assert.Equal([new CampaignEffect.Rest(0, TimeSpan.FromSeconds(1))], campaign.At(2, NotStarted));
        Assert.Equal([3], Started(campaign.Feed(new CampaignInput.Rested(0))));
        Assert.Equal([new CampaignEffect.Finish()], campaign.At(3, NotStarted));
    }

    [Fact]
    public void Should_wait_no_longer_than_the_cap()
    {
        var campaign = new DrivenCampaign(PlannedCases.Spec() with { StartRetries = 9 });
        campaign.Feed(new CampaignInput.Start());
        var delays = new List<TimeSpan>();
        for (var server = 1; server <= 9; server++)
        {
            delays.AddRange(campaign.At(server, NotStarted).OfType<CampaignEffect.Rest>().Select(rest => rest.Delay));
            campaign.Feed(new CampaignInput.Rested(0));
        }

        Assert.Equal(PlannedCases.Settings.MaxRestartDelay, delays.Max());
    }

    [Fact]
    public void Should_retry_a_target_that_has_worked_more_often_than_the_campaign_specifies()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), A, B, PlannedCases.Of("c", 0));
        campaign.Settle(1, A);
        campaign.Crash(1, B);

        Assert.IsType<CampaignEffect.Rest>(Assert.Single(campaign.At(2, NotStarted)));
        campaign.Feed(new CampaignInput.Rested(0));
        Assert.IsType<CampaignEffect.Rest>(Assert.Single(campaign.At(3, NotStarted)));
        campaign.Feed(new CampaignInput.Rested(0));
        campaign.At(4, NotStarted);
        Assert.Equal(CampaignEnd.TargetFailed, campaign.State.EndedBy);
    }

    [Fact]
    public void Should_count_afresh_when_a_server_has_worked()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 1), A, B);
        campaign.Settle(1, A);
        campaign.At(1, new ServerEvent.Returned(B) { TakesNoMore = true });
        campaign.Closed(1);
        campaign.At(2, NotStarted);
        campaign.Feed(new CampaignInput.Rested(0));
        campaign.At(3, new ServerEvent.Opened());
        Assert.Equal(1, campaign.State.Places[0].FailedStarts);

        campaign.Settle(3, B);

        Assert.Equal(0, campaign.State.Places[0].FailedStarts);
    }

    [Fact]
    public void Should_end_when_it_was_started_again_too_often()
    {
        var settings = PlannedCases.Settings with { MaxRestarts = 1 };
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), settings, [A, B]);

        campaign.Crash(1, A);

        Assert.Equal(CampaignEnd.TargetFailed, campaign.State.EndedBy);
        Assert.Contains("max-restarts", campaign.State.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_start_again_when_there_is_nothing_to_send()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Settle(1, A);

        Assert.Empty(Started(campaign.Closed(1)));
    }

    [Fact]
    public void Should_fail_the_start_when_a_server_exits_right_after_the_handshake()
    {
        var exit = new Contracts.Processes.ProcessExit.Code(1);
        var died = new ServerEvent.Died(Candidates.Crash(null, exit, "no licence"), DrivenCampaign.Nothing);

        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());
        campaign.At(1, died);

        Assert.Equal(CampaignEnd.TargetFailed, campaign.State.EndedBy);
        Assert.Contains("right after the handshake", campaign.State.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("no licence", campaign.State.Failure.StderrTail);
    }

    [Fact]
    public void Should_end_when_servers_are_ended_from_outside_three_times_in_a_row()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        for (var server = 1; server <= 3; server++)
        {
            campaign.At(server, new ServerEvent.Opened());
            campaign.At(server, new ServerEvent.Undone("Limit", "tail", [A]));
            campaign.Closed(server);
        }

        Assert.Equal(CampaignEnd.TargetFailed, campaign.State.EndedBy);
        Assert.Equal("another process ended the target 3 times (Limit)", campaign.State.Failure!.Message);
    }

    private static IEnumerable<int> Started(IEnumerable<CampaignEffect> effects) =>
        effects.OfType<CampaignEffect.StartServer>().Select(start => start.Server);
}
