using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Tests.Triage;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class TriagedCampaignTests
{
    private static readonly FuzzCase A = PlannedCases.Of("a", 0);
    private static readonly FuzzCase B = PlannedCases.Of("b", 0);

    [Fact]
    public void Should_isolate_what_a_reply_shows_and_publish_the_finding_when_a_run_confirms_it()
    {
        var campaign = Fuzzing(PlannedCases.Spec(), A, B);

        var run = Assert.Single(RunsOf(campaign.Reply(A, Given.Internal("a", "x"))));
        Assert.Equal("InTurn a0 0s", Shown.Of(run.Script));
        Assert.Equal(new TriageActivity("internal-error", "a"), campaign.State.Activity);

        var published = Assert.Single(FindingsOf(campaign.End(run, Given.Internal("a", "x"))));
        Assert.Equal(("a", 1), (published.Finding.Tool, published.Finding.Reproduced?.Shown));
        Assert.Null(campaign.State.Activity);
    }

    [Fact]
    public void Should_end_in_the_step_that_makes_the_last_finding()
    {
        var campaign = Fuzzing(PlannedCases.Spec() with { MaxFindings = 1 }, A, B);
        var run = Assert.Single(RunsOf(campaign.Reply(A, Given.Internal("a", "x"))));

        var effects = campaign.End(run, Given.Internal("a", "x"));

        Assert.Equal(CampaignEnd.MaxFindings, campaign.State.Campaign.EndedBy);
        Assert.IsType<TriageEffect.PublishFinding>(Assert.IsType<CampaignEffect.ByTriage>(effects[0]).Effect);
        Assert.Contains(new CampaignEffect.CloseServer(1, Force: false), effects);
    }

    [Fact]
    public void Should_send_the_innocent_again_when_the_runs_have_decided_who_is_to_blame()
    {
        var campaign = Fuzzing(PlannedCases.Spec(concurrency: 2), A, B);
        var runs = RunsOf(campaign.Crash(A, B));
        var decided = new List<CampaignEffect>();
        foreach (var run in runs)
        {
            var isGuilty = run.Script.Calls.Any(call => call.Tool == "b");
            decided.AddRange(campaign.End(run, isGuilty ? Seen.Run(run.Script).Dead(134) : Seen.Run(run.Script)));
        }

        Assert.Equal("b", Assert.Single(FindingsOf(decided)).Finding.Tool);
        Assert.Equal([(B, CaseOutcome.TargetDied)], DrivenCampaign.PublishedBy(decided));
        Assert.Contains(decided, effect => effect is CampaignEffect.StartServer { Server: 2 });
        var opened = campaign.Feed(new CampaignInput.AtServer(2, new ServerEvent.Opened()));
        Assert.Equal([(2, A)], DrivenCampaign.SentBy(opened));
    }

    [Fact]
    public void Should_cancel_the_runs_and_finish_when_they_have_ended_and_it_is_interrupted()
    {
        var campaign = Fuzzing(PlannedCases.Spec(concurrency: 1), A, B);
        var runs = RunsOf(campaign.Crash(A));

        var ended = campaign.Feed(new CampaignInput.End(CampaignEnd.Interrupted));
        Assert.Equal(
            runs.Select(run => new TriageEffect.CancelRun(run.Run)),
            ended.OfType<CampaignEffect.ByTriage>().Select(effect => effect.Effect).OfType<TriageEffect.CancelRun>()
        );
        campaign.Closed(2);
        foreach (var run in runs.SkipLast(1))
        {
            Assert.Empty(campaign.End(run, Observation.Nothing(run.Script, TimeSpan.Zero)));
        }

        var finished = campaign.End(runs[^1], Observation.Nothing(runs[^1].Script, TimeSpan.Zero));
        Assert.Equal(new CampaignEffect.Finish(), finished[^1]);
        Assert.Single(campaign.State.Campaign.Conclusion!.Findings);
    }

    [Fact]
    public void Should_finish_in_one_step_when_nothing_is_open()
    {
        var campaign = Fuzzing(PlannedCases.Spec(), A);
        campaign.Reply(A);

        Assert.Equal([new CampaignEffect.Finish()], campaign.Closed(1));
        Assert.Equal(CampaignEnd.Completed, campaign.State.Campaign.EndedBy);
    }

    [Fact]
    public void Should_publish_what_the_server_shows_without_a_run()
    {
        var campaign = Fuzzing(PlannedCases.Spec(), A);

        var effects = campaign.Feed(new CampaignInput.Pinged(PingAnswer.Silent));

        Assert.Null(Assert.Single(FindingsOf(effects)).Finding.Tool);
        Assert.Null(campaign.State.Activity);
    }

    [Fact]
    public void Should_name_no_tool_when_none_is_suspected()
    {
        var campaign = Fuzzing(PlannedCases.Spec(), A);

        campaign.Feed(
            new CampaignInput.AtServer(1, new ServerEvent.Seen(Given.Noise("hello"), null, DrivenCampaign.Nothing))
        );

        Assert.Equal(new TriageActivity("stdout-noise", null), campaign.State.Activity);
    }

    private static Driven Fuzzing(CampaignSpec spec, params FuzzCase[] plan)
    {
        var campaign = new Driven(spec);
        campaign.Feed(new CampaignInput.Start());
        campaign.Feed(new CampaignInput.AtServer(1, new ServerEvent.Opened()));
        campaign.Feed(new CampaignInput.Listed([]));
        campaign.Feed(new CampaignInput.Planned(plan, IsOver: true, plan.Length));
        return campaign;
    }

    private static List<TriageEffect.StartRun> RunsOf(IEnumerable<CampaignEffect> effects) =>
        [.. effects.OfType<CampaignEffect.ByTriage>().Select(effect => effect.Effect).OfType<TriageEffect.StartRun>()];

    private static List<TriageEffect.PublishFinding> FindingsOf(IEnumerable<CampaignEffect> effects) =>
        [
            .. effects
                .OfType<CampaignEffect.ByTriage>()
                .Select(effect => effect.Effect)
                .OfType<TriageEffect.PublishFinding>(),
        ];

    private sealed class Driven
    {
        private readonly TriagedCampaign _machine;

        public Driven(CampaignSpec spec)
        {
            _machine = new TriagedCampaign(spec, PlannedCases.Settings);
            State = _machine.Initial(mask: null);
        }

        public TriagedState State { get; private set; }

        public ImmutableList<CampaignEffect> Feed(CampaignInput input)
        {
            (State, var effects) = _machine.Next(State, input);
            Assert.DoesNotContain(effects, effect => effect is CampaignEffect.ToTriage);
            return effects;
        }

        public ImmutableList<CampaignEffect> Reply(FuzzCase call, params Candidate[] candidates) =>
            At(new ServerEvent.Settled(call, CaseOutcome.RpcError, Given.Second, candidates, WasOverdue: false));

        public ImmutableList<CampaignEffect> Crash(params FuzzCase[] unanswered)
        {
            var scene = new Scene(unanswered, [], Given.Second);
            var died = At(new ServerEvent.Died(Candidates.Crash(null, new ProcessExit.Code(134), ""), scene));
            return [.. died, .. Closed(1)];
        }

        public ImmutableList<CampaignEffect> Closed(int server) =>
            Feed(new CampaignInput.AtServer(server, new ServerEvent.Closed([], "", ProvenGone: true)));

        public ImmutableList<CampaignEffect> End(TriageEffect.StartRun run, params Candidate[] candidates) =>
            End(run, Seen.Run(run.Script).Replying(candidates));

        public ImmutableList<CampaignEffect> End(TriageEffect.StartRun run, Observation seen) =>
            Feed(new CampaignInput.RunEnded(new TriageInput.RunEnded(run.Run, seen)));

        private ImmutableList<CampaignEffect> At(ServerEvent happened) => Feed(new CampaignInput.AtServer(1, happened));
    }
}
