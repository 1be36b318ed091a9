using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CaseSendingTests
{
    private static readonly FuzzCase[] Plan = [.. Enumerable.Range(0, 6).Select(index => PlannedCases.Of("a", index))];

    [Fact]
    public void Should_start_the_clock_only_with_the_first_call()
    {
        var campaign = new DrivenCampaign(PlannedCases.Spec(concurrency: 1));
        CampaignEffect[] before =
        [
            .. campaign.Feed(new CampaignInput.Start()),
            .. campaign.At(1, new ServerEvent.Opened()),
            .. campaign.Feed(new CampaignInput.Listed([])),
        ];

        var first = campaign.Feed(new CampaignInput.Planned(Plan, IsOver: true, Plan.Length));
        var second = campaign.Settle(1, Plan[0]);

        Assert.DoesNotContain(before, effect => effect is CampaignEffect.StartClock);
        Assert.Equal(
            [new CampaignEffect.StartClock(), new CampaignEffect.Send(1, Plan[0])],
            first.Where(effect => effect is CampaignEffect.StartClock or CampaignEffect.Send)
        );
        Assert.DoesNotContain(second, effect => effect is CampaignEffect.StartClock);
    }

    [Fact]
    public void Should_keep_as_many_in_flight_as_the_campaign_specifies()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 3), Plan);

        Assert.Equal(3, campaign.State.Servers[1].InFlight.Count);
        Assert.Equal([(1, Plan[3])], DrivenCampaign.SentBy(campaign.Settle(1, Plan[1])));
    }

    [Fact]
    public void Should_send_one_by_one_to_a_serial_server()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), Plan);

        campaign.At(1, new ServerEvent.SerialSeen());

        Assert.Empty(DrivenCampaign.SentBy(campaign.Settle(1, Plan[0])));
        Assert.Equal([(1, Plan[2])], DrivenCampaign.SentBy(campaign.Settle(1, Plan[1])));
    }

    [Fact]
    public void Should_send_a_case_alone_when_it_is_not_Unicode()
    {
        var odd = Plan[1] with { IsUnicode = false };
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), Plan[0], odd, Plan[2]);

        Assert.Equal([Plan[0].CaseId], campaign.State.Servers[1].InFlight.Keys);
        Assert.Equal([(1, odd)], DrivenCampaign.SentBy(campaign.Settle(1, Plan[0])));
        Assert.Equal([(1, Plan[2])], DrivenCampaign.SentBy(campaign.Settle(1, odd)));
    }

    [Fact]
    public void Should_send_a_returned_case_again_but_not_to_a_server_that_accepts_no_more()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 1), Plan);

        Assert.Equal([(1, Plan[0])], DrivenCampaign.SentBy(campaign.At(1, new ServerEvent.Returned(Plan[0]))));
        Assert.Empty(DrivenCampaign.SentBy(campaign.At(1, new ServerEvent.Returned(Plan[0]) { TakesNoMore = true })));
        campaign.Closed(1);
        Assert.Equal([(2, Plan[0])], DrivenCampaign.SentBy(campaign.At(2, new ServerEvent.Opened())));
    }

    [Fact]
    public void Should_send_to_another_server_what_an_ended_server_never_took()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), Plan[0], Plan[1]);

        // It ended before the second call came in.
        campaign.Crash(1, Plan[0]);
        Assert.Empty(DrivenCampaign.SentBy(campaign.At(2, new ServerEvent.Opened())));
        campaign.Resolve(1, blamed: null, Categories.Crash);

        Assert.Equal([Plan[0].CaseId, Plan[1].CaseId], campaign.State.Servers[2].InFlight.Keys.Order());
    }

    [Fact]
    public void Should_request_more_of_the_plan_when_few_cases_are_queued()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());

        Assert.Contains(new CampaignEffect.PlanMore(CaseQueue.Batch), campaign.Feed(new CampaignInput.Listed([])));
        Assert.Contains(
            new CampaignEffect.PlanMore(CaseQueue.Batch),
            campaign.Feed(new CampaignInput.Planned(Plan, IsOver: false, 100))
        );
        Assert.DoesNotContain(campaign.Settle(1, Plan[0]), effect => effect is CampaignEffect.PlanMore);
    }

    [Fact]
    public void Should_show_triage_one_ordinary_call_of_each_of_a_few_tools()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());
        campaign.Feed(new CampaignInput.Listed([]));
        var broken = PlannedCases.Of("b", 0) with { Violation = "/n: type" };
        var valid = PlannedCases.Of("b", 1);

        var first = campaign.Feed(new CampaignInput.Planned([Plan[0], broken, Plan[1], valid], IsOver: false, 9));
        var second = campaign.Feed(new CampaignInput.Planned([PlannedCases.Of("c", 0)], IsOver: true, 9));

        var samples = Assert.Single(SamplesOf(first));
        Assert.Equal([Plan[0], valid], samples.Calls);
        Assert.Empty(SamplesOf(second));
    }

    private static IEnumerable<TriageInput.Samples> SamplesOf(IEnumerable<CampaignEffect> effects) =>
        effects.OfType<CampaignEffect.ToTriage>().Select(published => published.Input).OfType<TriageInput.Samples>();
}
