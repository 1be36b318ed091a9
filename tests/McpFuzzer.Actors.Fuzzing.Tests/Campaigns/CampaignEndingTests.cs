using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignEndingTests
{
    private static readonly FuzzCase A = PlannedCases.Of("a", 0);
    private static readonly FuzzCase B = PlannedCases.Of("b", 0);
    private static readonly CampaignInput.Concluded Concluded = new(new TriageEffect.Concluded([], []));

    [Fact]
    public void Should_settle_when_every_case_has_its_outcome_and_finish_when_triage_has_concluded()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);

        var settled = campaign.Settle(1, A);

        Assert.Equal(CampaignStage.Settling, campaign.State.Stage);
        Assert.Contains(new CampaignEffect.ToTriage(new TriageInput.Conclude(Cut: false)), settled);
        Assert.Contains(new CampaignEffect.CloseServer(1, Force: false), settled);
        Assert.Empty(campaign.Closed(1));
        Assert.Equal([new CampaignEffect.Finish()], campaign.Feed(Concluded));
        Assert.Equal(CampaignEnd.Completed, campaign.State.EndedBy);
    }

    [Fact]
    public void Should_keep_a_silent_server_until_its_silence_is_decided_even_when_every_case_has_its_outcome()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        var silent = campaign.At(1, new ServerEvent.Silent(new Scene([A], [], TimeSpan.FromSeconds(3))));
        var silence = Assert.Single(
            silent.OfType<CampaignEffect.ToTriage>(),
            published => published.Input is TriageInput.Silent
        );

        campaign.Settle(1, A);

        Assert.Equal(CampaignStage.Settling, campaign.State.Stage);
        Assert.False(campaign.State.Servers[1].IsClosing);
        Assert.Contains(
            new CampaignEffect.CloseServer(1, Force: true),
            campaign.Resolve(((TriageInput.Silent)silence.Input).Evidence, null, Categories.ServerStuck)
        );
    }

    [Fact]
    public void Should_cut_triage_short_and_report_unsent_cases_when_it_is_interrupted()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(concurrency: 1), A, B);

        var ended = campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));

        Assert.Equal(
            [
                new CampaignEffect.CloseServer(1, Force: false),
                new CampaignEffect.ToTriage(new TriageInput.Conclude(Cut: true)),
            ],
            ended
        );
        Assert.Equal([(A, CaseOutcome.NotSent)], DrivenCampaign.PublishedBy(campaign.Closed(1, A)));
        var finished = campaign.Feed(Concluded);
        Assert.Equal([(B, CaseOutcome.NotSent)], DrivenCampaign.PublishedBy(finished));
        Assert.IsType<CampaignEffect.Finish>(finished[^1]);
    }

    [Fact]
    public void Should_give_open_questions_a_share_of_the_duration_when_it_is_over()
    {
        var spec = PlannedCases.Spec() with { Duration = TimeSpan.FromSeconds(60) };
        var campaign = DrivenCampaign.Fuzzing(spec, A);

        var ended = campaign.Feed(new CampaignInput.End(CampaignEnd.Duration));

        Assert.Contains(new CampaignEffect.ToTriage(new TriageInput.Conclude(Cut: false)), ended);
        Assert.Contains(new CampaignEffect.StartGrace(TimeSpan.FromSeconds(15)), ended);
        Assert.Equal(
            [new CampaignEffect.ToTriage(new TriageInput.Conclude(Cut: true))],
            campaign.Feed(new CampaignInput.GraceOver())
        );
    }

    [Fact]
    public void Should_give_open_questions_no_longer_than_the_cap()
    {
        var spec = PlannedCases.Spec() with { Duration = TimeSpan.FromHours(2) };
        var campaign = DrivenCampaign.Fuzzing(spec, A);

        Assert.Contains(
            new CampaignEffect.StartGrace(PlannedCases.Settings.LongestGrace),
            campaign.Feed(new CampaignInput.End(CampaignEnd.Duration))
        );
    }

    [Fact]
    public void Should_keep_the_first_reason_when_there_are_several()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));

        Assert.Empty(campaign.Feed(new CampaignInput.End(CampaignEnd.Duration)));
        Assert.Equal(CampaignEnd.Interrupted, campaign.State.EndedBy);
    }

    [Fact]
    public void Should_cut_triage_short_when_it_is_interrupted_while_triage_settles_cases()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Settle(1, A);

        Assert.Contains(
            new CampaignEffect.ToTriage(new TriageInput.Conclude(Cut: true)),
            campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted))
        );
    }

    [Fact]
    public void Should_end_at_the_number_of_findings_only_when_a_call_has_a_reply()
    {
        var spec = PlannedCases.Spec(concurrency: 1) with { MaxFindings = 1 };
        var campaign = DrivenCampaign.Fuzzing(spec, A, B);

        campaign.Feed(new CampaignInput.FindingsKnown(1));
        Assert.Null(campaign.State.EndedBy);
        campaign.Settle(1, A);
        campaign.Feed(new CampaignInput.FindingsKnown(1));

        Assert.Equal(CampaignEnd.MaxFindings, campaign.State.EndedBy);
    }

    [Fact]
    public void Should_end_when_it_is_stopped_while_its_first_server_starts()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());

        Assert.Equal(
            [new CampaignEffect.CloseServer(1, Force: false)],
            campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted))
        );
        Assert.Equal([new CampaignEffect.Finish()], campaign.Closed(1));
    }

    [Fact]
    public void Should_end_when_it_is_stopped_while_its_tools_are_listed()
    {
        var campaign = new DrivenCampaign();
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());
        campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));

        Assert.Empty(campaign.Feed(new CampaignInput.Listed([])));
        Assert.Equal([new CampaignEffect.Finish()], campaign.Closed(1));
    }

    [Fact]
    public void Should_give_waiting_cases_their_outcome_when_it_ends()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A, B);
        campaign.Crash(1, A, B);
        campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));
        campaign.Closed(2);

        var finished = campaign.Feed(Concluded);

        Assert.Equal(
            [(A.CaseId, CaseOutcome.TargetDied), (B.CaseId, CaseOutcome.TargetDied)],
            DrivenCampaign.PublishedBy(finished).Select(published => (published.Case.CaseId, published.Outcome)).Order()
        );
    }

    [Fact]
    public void Should_ignore_late_messages_when_it_has_finished()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Settle(1, A);
        campaign.Closed(1);
        campaign.Feed(Concluded);

        Assert.Empty(campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted)));
        Assert.Empty(campaign.Settle(1, A));
        Assert.Empty(campaign.Feed(Concluded));
    }

    [Fact]
    public void Should_count_a_server_that_is_not_proven_gone()
    {
        var campaign = DrivenCampaign.Fuzzing(PlannedCases.Spec(), A);
        campaign.Settle(1, A);

        campaign.At(1, new ServerEvent.Closed([], "", ProvenGone: false));

        Assert.Equal(1, campaign.State.Leftovers);
    }
}
