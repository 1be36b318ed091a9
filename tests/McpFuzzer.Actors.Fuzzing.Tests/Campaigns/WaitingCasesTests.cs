using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class WaitingCasesTests
{
    private static readonly FuzzCase Bad = PlannedCases.Of("bad", 0);
    private static readonly FuzzCase Bad1 = PlannedCases.Of("bad", 1);
    private static readonly FuzzCase Good = PlannedCases.Of("good", 0);
    private static readonly FuzzCase Good1 = PlannedCases.Of("good", 1);

    [Fact]
    public void Should_hold_the_tools_in_flight_until_the_culprit_is_decided()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), Bad, Good, Bad1, Good1);
        Assert.Empty(DrivenCampaign.PublishedBy(campaign.Crash(1, Bad, Good)));
        Assert.Empty(DrivenCampaign.SentBy(campaign.At(2, new ServerEvent.Opened())));

        var effects = campaign.Resolve(1, "bad", Categories.Crash);

        Assert.Equal([(Bad, CaseOutcome.TargetDied)], DrivenCampaign.PublishedBy(effects));
        Assert.Equal([Good, Good1], DrivenCampaign.SentBy(effects).Select(sent => sent.Case).OrderBy(NameOf));
        Assert.Equal((3, 0), (campaign.State.Tally.Of("bad").Crashes, campaign.State.Tally.Of("good").Crashes));
        Assert.Contains("bad", campaign.State.Queue.Dangerous);
    }

    [Fact]
    public void Should_send_a_case_again_at_most_once()
    {
        var other = PlannedCases.Of("other", 0);
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 3), Good, other);
        campaign.Crash(1, Good);
        campaign.At(2, new ServerEvent.Opened());
        Assert.Equal([(2, Good)], DrivenCampaign.SentBy(campaign.Resolve(1, null, Categories.Crash)));

        campaign.Crash(2, Good);

        Assert.Equal(
            [(Good, CaseOutcome.TargetDied)],
            DrivenCampaign.PublishedBy(campaign.Resolve(2, null, Categories.Crash))
        );
    }

    [Fact]
    public void Should_give_all_cases_their_outcome_when_no_suspect_is_cleared()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), Bad, Good);
        campaign.Crash(1, Bad, Good);

        var published = DrivenCampaign.PublishedBy(campaign.Resolve(1, null, Categories.Crash, resend: false));

        Assert.All(published, each => Assert.Equal(CaseOutcome.TargetDied, each.Outcome));
        Assert.Equal(2, published.Count());
    }

    [Fact]
    public void Should_take_the_late_reply_of_an_overdue_call_as_its_outcome()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), Bad, Good);
        campaign.At(1, new ServerEvent.Overdue(Bad));

        Assert.Equal([(Bad, CaseOutcome.Succeeded)], DrivenCampaign.PublishedBy(campaign.Settle(1, Bad)));
        Assert.Empty(DrivenCampaign.PublishedBy(campaign.Resolve(1, "bad", Categories.ReplySlow, resend: false)));
        Assert.Empty(campaign.State.Waiting);
    }

    [Fact]
    public void Should_ignore_a_late_reply_when_the_case_has_its_outcome()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), Bad, Good);
        campaign.At(1, new ServerEvent.Overdue(Bad));
        var resolved = campaign.Resolve(1, "bad", Categories.ReplyLost, resend: false);

        Assert.Equal([(Bad, CaseOutcome.TimedOut)], DrivenCampaign.PublishedBy(resolved));
        Assert.Contains(new CampaignEffect.GiveUp(1, Bad), resolved);
        Assert.Empty(DrivenCampaign.PublishedBy(campaign.Settle(1, Bad)));
    }

    [Fact]
    public void Should_report_a_case_once_when_its_server_is_closed_after_it_was_decided()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), Bad, Good);
        campaign.At(1, new ServerEvent.Overdue(Bad));
        campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));
        campaign.Resolve(1, null, Categories.ReplyLost, resend: false);

        // The server was asked to close before it could give the call up.
        var published = DrivenCampaign.PublishedBy(campaign.Closed(1, Bad, Good));

        Assert.Equal([(Good, CaseOutcome.NotSent)], published);
    }

    [Fact]
    public void Should_wait_under_each_evidence_of_a_silent_server_and_keep_it_until_that_is_decided()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 2), Bad, Good, Bad1);
        var silent = campaign.At(1, new ServerEvent.Silent(new Scene([Bad, Good], [], TimeSpan.FromSeconds(3))));
        Assert.Equal(2, campaign.State.Waiting.Count);
        Assert.Contains(silent, effect => effect is CampaignEffect.StartServer { Server: 2 });

        // The timeouts that come afterwards say nothing new.
        Assert.Empty(campaign.At(1, new ServerEvent.Overdue(Bad)));
        Assert.Empty(Closes(campaign.Resolve(1, "bad", Categories.ServerStuck, resend: false)));
        campaign.Resolve(2, null, Categories.ReplyLost);
        Assert.Equal([1], Closes(campaign.Resolve(3, "bad", Categories.ServerStuck)));
    }

    [Fact]
    public void Should_skip_the_rest_of_a_tool_when_it_has_blocked_the_server_too_often()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 1) with { MaxHangs = 3 }, Bad, Good, Bad1);
        campaign.At(1, new ServerEvent.Overdue(Bad));

        var effects = campaign.Resolve(1, "bad", Categories.ReplyLost, resend: false);
        campaign.Settle(1, Good);

        Assert.Contains("bad", campaign.State.Queue.GivenUp);
        Assert.Equal(1, campaign.State.Tally.Of("bad").NotSent);
        Assert.Contains((Bad, CaseOutcome.TimedOut), DrivenCampaign.PublishedBy(effects));
    }

    private static string NameOf(FuzzCase call) => call.CaseId;

    private static IEnumerable<int> Closes(IEnumerable<CampaignEffect> effects) =>
        effects.OfType<CampaignEffect.CloseServer>().Select(close => close.Server);
}
