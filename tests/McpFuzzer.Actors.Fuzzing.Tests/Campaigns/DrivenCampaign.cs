using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>A campaign's machine that is fed by hand.</summary>
internal sealed class DrivenCampaign
{
    private readonly CampaignMachine _machine;

    public DrivenCampaign(CampaignSpec? spec = null, CampaignSettings? settings = null)
    {
        _machine = new CampaignMachine(spec ?? PlannedCases.Spec(), settings ?? PlannedCases.Settings);
        State = _machine.Initial;
    }

    public CampaignState State { get; private set; }

    public static Scene Nothing { get; } = new([], [], TimeSpan.Zero);

    /// <summary>A campaign whose first server takes calls, with these cases planned.</summary>
    public static DrivenCampaign Fuzzing(CampaignSpec spec, params FuzzCase[] plan) => Fuzzing(spec, null, plan);

    public static DrivenCampaign Fuzzing(CampaignSpec spec, CampaignSettings? settings, FuzzCase[] plan)
    {
        var campaign = new DrivenCampaign(spec, settings);
        campaign.Feed(new CampaignInput.Start());
        campaign.At(1, new ServerEvent.Opened());
        campaign.Feed(new CampaignInput.Listed([]));
        campaign.Feed(new CampaignInput.Pinged(PingAnswer.Answered));
        campaign.Feed(new CampaignInput.Planned(plan, IsOver: true, plan.Length));
        return campaign;
    }

    public IReadOnlyList<CampaignEffect> Feed(CampaignInput input)
    {
        var (state, effects) = _machine.Next(State, input);
        State = state;
        return effects;
    }

    public IReadOnlyList<CampaignEffect> At(int server, ServerEvent happened) =>
        Feed(new CampaignInput.AtServer(server, happened));

    public IReadOnlyList<CampaignEffect> Settle(
        int server,
        FuzzCase call,
        CaseOutcome outcome = CaseOutcome.Succeeded
    ) => At(server, new ServerEvent.Settled(call, outcome, TimeSpan.FromMilliseconds(3), [], WasOverdue: false));

    public IReadOnlyList<CampaignEffect> Crash(int server, params FuzzCase[] unanswered)
    {
        var scene = new Scene(unanswered, [], TimeSpan.FromSeconds(1));
        var died = At(
            server,
            new ServerEvent.Died(Candidates.Crash(null, new Contracts.Processes.ProcessExit.Code(134), ""), scene)
        );
        return [.. died, .. Closed(server)];
    }

    public IReadOnlyList<CampaignEffect> Closed(int server, params FuzzCase[] unanswered) =>
        At(server, new ServerEvent.Closed(unanswered, "last words", ProvenGone: true));

    public IReadOnlyList<CampaignEffect> Resolve(int evidence, string? blamed, string category, bool resend = true) =>
        Feed(new CampaignInput.Resolved(new Resolution(evidence, blamed, category, Shown: 2, resend)));

    public static IEnumerable<(int Server, FuzzCase Case)> SentBy(IEnumerable<CampaignEffect> effects) =>
        effects.OfType<CampaignEffect.Send>().Select(send => (send.Server, send.Case));

    public static IEnumerable<(FuzzCase Case, CaseOutcome Outcome)> PublishedBy(IEnumerable<CampaignEffect> effects) =>
        effects.OfType<CampaignEffect.PublishCase>().Select(published => (published.Case, published.Outcome));
}
