using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class ToolListingTests
{
    private static readonly FuzzCase A = PlannedCases.Of("a", 0);

    [Fact]
    public void Should_list_again_when_the_list_is_empty_and_end_when_it_stays_empty()
    {
        var campaign = Opened();
        for (var time = 0; time < PlannedCases.Settings.EmptyLists; time++)
        {
            Assert.Equal([new CampaignEffect.ListToolsLater(1)], campaign.Feed(new CampaignInput.ListedNone(1)));
            Assert.Equal([new CampaignEffect.ListTools(1)], campaign.Feed(new CampaignInput.ListAgain(1)));
        }

        Assert.Contains(
            new CampaignEffect.CloseServer(1, Force: false),
            campaign.Feed(new CampaignInput.ListedNone(1))
        );
        Assert.Equal([new CampaignEffect.Finish()], campaign.Closed(1));
        Assert.Equal(new TargetFailure("the server has no tools", "last words"), campaign.State.Failure);
    }

    [Fact]
    public void Should_list_at_once_when_the_server_announces_a_change_of_tools()
    {
        var campaign = Opened();
        campaign.Feed(new CampaignInput.ListedNone(1));

        Assert.Equal([new CampaignEffect.ListTools(1)], campaign.Feed(new CampaignInput.ToolsChanged(1)));
        Assert.Empty(campaign.Feed(new CampaignInput.ToolsChanged(1)));
        Assert.Empty(campaign.Feed(new CampaignInput.ListAgain(1)));
    }

    [Fact]
    public void Should_list_when_the_server_opens_after_it_announced_a_change()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());

        Assert.Empty(campaign.Feed(new CampaignInput.ToolsChanged(1)));
        Assert.Equal([new CampaignEffect.ListTools(1)], campaign.At(1, new ServerEvent.Opened()));
    }

    [Fact]
    public void Should_list_from_the_next_server_when_the_list_was_empty_and_its_server_is_gone()
    {
        var campaign = Opened(startRetries: 1);
        campaign.Feed(new CampaignInput.ListedNone(1));
        campaign.Crash(1);
        campaign.Feed(new CampaignInput.Rested(0));

        Assert.Equal([new CampaignEffect.ListTools(2)], campaign.At(2, new ServerEvent.Opened()));
        Assert.Empty(campaign.Feed(new CampaignInput.ListAgain(1)));
    }

    [Fact]
    public void Should_list_from_another_server_that_opens_before_the_first_is_gone()
    {
        var campaign = Opened(startRetries: 1);
        campaign.At(
            1,
            new ServerEvent.Died(Candidates.Crash(null, new ProcessExit.Code(1), ""), DrivenCampaign.Nothing)
        );
        campaign.Feed(new CampaignInput.Rested(0));
        Assert.Empty(campaign.At(2, new ServerEvent.Opened()));

        Assert.Equal([new CampaignEffect.ListTools(2)], campaign.Closed(1));
    }

    [Fact]
    public void Should_end_when_a_server_is_gone_that_was_listed_again()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Feed(new CampaignInput.ToolsChanged(1));
        campaign.Settle(1, A);
        Assert.Equal(CampaignStage.Fuzzing, campaign.State.Stage);

        campaign.Closed(1);

        Assert.Equal(CampaignStage.Settling, campaign.State.Stage);
    }

    [Fact]
    public void Should_go_on_with_its_tools_when_a_later_list_fails()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Feed(new CampaignInput.ToolsChanged(1));

        campaign.Feed(new CampaignInput.NotListed(new TargetFailure("tools/list was not answered", "")));
        Assert.Null(campaign.State.EndedBy);
        campaign.Settle(1, A);

        Assert.Equal(CampaignStage.Settling, campaign.State.Stage);
    }

    [Fact]
    public void Should_let_late_tools_join_the_campaign()
    {
        var late = PlannedCases.Of("late", 0);
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        Assert.Equal([new CampaignEffect.ListTools(1)], campaign.Feed(new CampaignInput.ToolsChanged(1)));
        campaign.Settle(1, A);
        Assert.Equal(CampaignStage.Fuzzing, campaign.State.Stage);

        Assert.Equal([new CampaignEffect.PlanMore(CaseQueue.Batch)], campaign.Feed(new CampaignInput.Listed([])));
        var effects = campaign.Feed(new CampaignInput.Planned([late], IsOver: true, 2));

        Assert.Equal([(1, late)], DrivenCampaign.SentBy(effects));
    }

    [Fact]
    public void Should_report_to_triage_what_is_wrong_with_the_list_and_what_came_before_it()
    {
        var noise = new Candidate(Categories.StdoutNoise, null, "noise", "noise", "noise");
        var campaign = Opened();
        Assert.Empty(campaign.At(1, new ServerEvent.Seen(noise, null, DrivenCampaign.Nothing)));
        var breach = new ListBreach("a", "its name is listed twice");

        var published = campaign.Feed(new CampaignInput.Listed([breach])).OfType<CampaignEffect.ToTriage>().ToList();

        Assert.Equal(
            [
                new TriageInput.OnStream(noise, DrivenCampaign.Nothing),
                new TriageInput.OfServer(Candidates.Listing(breach)),
            ],
            published.Select(effect => effect.Input)
        );
    }

    [Fact]
    public void Should_ignore_the_anomalies_of_a_server_whose_tools_were_never_listed()
    {
        var noise = new Candidate(Categories.StdoutNoise, null, "noise", "noise", "noise");
        var campaign = Opened();
        campaign.At(1, new ServerEvent.Seen(noise, null, DrivenCampaign.Nothing));

        campaign.Feed(new CampaignInput.NotListed(new TargetFailure("refused", "")));

        Assert.Equal([new CampaignEffect.Finish()], campaign.Closed(1));
    }

    [Fact]
    public void Should_keep_the_tail_of_stderr_when_there_is_no_list()
    {
        var campaign = Opened();
        campaign.Feed(new CampaignInput.NotListed(new TargetFailure("refused", "")));
        campaign.Closed(1);

        Assert.Equal(new TargetFailure("refused", "last words"), campaign.State.Failure);
    }

    [Theory]
    [InlineData("Rejected", 1)]
    [InlineData("Silent", 1)]
    [InlineData("Answered", 0)]
    [InlineData("NotSent", 0)]
    public void Should_report_once_that_ping_has_no_reply(string answer, int published)
    {
        var campaign = Opened();
        campaign.Feed(new CampaignInput.Listed([]));
        var pinged = new CampaignInput.Pinged(Enum.Parse<PingAnswer>(answer));

        Assert.Equal(published, campaign.Feed(pinged).OfType<CampaignEffect.ToTriage>().Count());
        Assert.Empty(campaign.Feed(pinged).OfType<CampaignEffect.ToTriage>());
    }

    private static DrivenCampaign Opened(int startRetries = 0)
    {
        var campaign = new DrivenCampaign(PlannedCases.Spec() with { StartRetries = startRetries });
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());
        return campaign;
    }
}
