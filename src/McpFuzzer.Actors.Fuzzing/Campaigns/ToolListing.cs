using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>When a server is asked for its tools, and what a campaign makes of the answer.</summary>
internal sealed class ToolListing(CampaignSettings settings)
{
    public static Step List(CampaignState state, int number) =>
        state.IsListing || state.EndedBy is not null || !state.Servers.ContainsKey(number)
            ? (state, [])
            : (state with { IsListing = true }, [new CampaignEffect.ListTools(number)]);

    public static Step Listed(CampaignState state, IReadOnlyList<ListBreach> breaches)
    {
        if (state.EndedBy is not null)
        {
            // Triage has nothing to conclude of a campaign that ended without tools.
            return (state with { IsListing = false }, []);
        }

        var listed = state with
        {
            Stage = state.Stage is CampaignStage.Starting ? CampaignStage.Fuzzing : state.Stage,
            HasTools = true,
            IsListing = false,
            Early = [],
            Queue = state.Queue with { IsPlanOver = false },
        };
        return (
            listed,
            [
                .. state.HasTools ? [] : PingFirst(state),
                .. state.Early.Select(CampaignSteps.Tell),
                .. breaches.Select(breach => CampaignSteps.Tell(new TriageInput.OfServer(Candidates.Listing(breach)))),
            ]
        );
    }

    public Step ListedNone(CampaignState state, int number) =>
        state.EmptyLists < settings.EmptyLists
            ? (
                state with
                {
                    IsListing = false,
                    EmptyLists = state.EmptyLists + 1,
                },
                [new CampaignEffect.ListToolsLater(number)]
            )
            : CampaignEnding.End(
                state with
                {
                    IsListing = false,
                },
                CampaignEnd.TargetFailed,
                new TargetFailure("the server has no tools", ""),
                awaitLastWords: true
            );

    public static Step Pinged(CampaignState state, PingAnswer answer) =>
        answer is PingAnswer.Answered or PingAnswer.NotSent || state.HasPinged
            ? (state with { HasPinged = true }, [])
            : CampaignSteps.ToTriage(
                state with
                {
                    HasPinged = true,
                },
                new TriageInput.OfServer(Candidates.PingUnanswered(answer))
            );

    // Before the first call, so that nothing but the server itself can be in its way.
    private static IEnumerable<CampaignEffect> PingFirst(CampaignState state) =>
        state.Servers.Where(entry => entry.Value.IsOpen).Take(1).Select(entry => new CampaignEffect.Ping(entry.Key));
}
