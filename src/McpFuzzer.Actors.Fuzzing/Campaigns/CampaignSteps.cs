using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>The small steps of a campaign's decisions.</summary>
internal static class CampaignSteps
{
    public static Step Complete(CampaignState state, FuzzCase completed, CaseOutcome outcome, TimeSpan elapsed) =>
        (
            state with
            {
                Tally = state.Tally.Count(completed, outcome),
            },
            [new CampaignEffect.PublishCase(completed, outcome, elapsed)]
        );

    public static CampaignState Withdraw(CampaignState state, int number, FuzzCase ended) =>
        Change(
            state,
            number,
            server =>
                server.InFlight.ContainsKey(ended.CaseId)
                    ? server with
                    {
                        InFlight = server.InFlight.Remove(ended.CaseId),
                        IsExclusive = false,
                    }
                    : server
        );

    public static CampaignState Change(CampaignState state, int number, Func<Server, Server> change) =>
        state with
        {
            Servers = state.Servers.SetItem(number, change(state.Servers[number])),
        };

    public static Step ToTriage(CampaignState state, TriageInput input) =>
        state.HasTools ? (state, [Tell(input)]) : (state with { Early = state.Early.Add(input) }, []);

    public static CampaignEffect Tell(TriageInput input) => new CampaignEffect.ToTriage(input);

    public static Step Then(Step step, Func<CampaignState, Step> next)
    {
        var (state, effects) = next(step.State);
        return (state, effects.IsEmpty ? step.Effects : step.Effects.AddRange(effects));
    }
}
