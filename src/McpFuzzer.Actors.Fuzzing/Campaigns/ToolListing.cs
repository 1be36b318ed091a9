using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Decides when a server is asked for its tools, and handles the answer.</summary>
internal sealed class ToolListing(CampaignSettings settings)
{
    public static Step Opened(CampaignState state, int number) => state.IsListDue ? Ask(state, number) : (state, []);

    /// <summary>A server reports changed tools, maybe before it is open, or it is time to ask again.</summary>
    public static Step Due(CampaignState state, int number) =>
        state.Servers.TryGetValue(number, out var server) && server.IsOpen
            ? Ask(state, number)
            : (state with { IsListDue = state.Listing is null }, []);

    /// <summary>
    /// A server is gone. If it was asked for its tools, another server is asked, now or when it opens.
    /// </summary>
    public static Step Gone(CampaignState state, int number)
    {
        if (state.Listing != number)
        {
            return (state, []);
        }

        var due = state with { Listing = null, IsListDue = true };
        var open = due.Servers.Where(entry => entry.Value is { IsOpen: true, IsRetired: false }).ToList();
        return open is [var (other, _), ..] ? Ask(due, other) : (due, []);
    }

    private static Step Ask(CampaignState state, int number) =>
        state.Listing is not null || state.EndedBy is not null
            ? (state, [])
            : (state with { Listing = number, IsListDue = false }, [new CampaignEffect.ListTools(number)]);

    public static Step Listed(CampaignState state, IReadOnlyList<ListBreach> breaches)
    {
        if (state.EndedBy is not null)
        {
            // Triage has nothing to conclude when a campaign ended without tools.
            return (state with { Listing = null }, []);
        }

        var listed = state with
        {
            Stage = state.Stage is CampaignStage.Starting ? CampaignStage.Fuzzing : state.Stage,
            HasTools = true,
            Listing = null,
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
                    Listing = null,
                    IsListDue = true,
                    EmptyLists = state.EmptyLists + 1,
                },
                [new CampaignEffect.ListToolsLater(number)]
            )
            : CampaignEnding.End(
                state with
                {
                    Listing = null,
                },
                CampaignEnd.TargetFailed,
                new TargetFailure("the server has no tools", ""),
                awaitLastWords: true
            );

    /// <summary>A campaign that has tools goes on with them. What is wrong with the server shows elsewhere.</summary>
    public static Step NotListed(CampaignState state, TargetFailure failure)
    {
        var answered = state with { Listing = null };
        return state.HasTools
            ? (answered, [])
            : CampaignEnding.End(answered, CampaignEnd.TargetFailed, failure, awaitLastWords: true);
    }

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

    // Before the first call, so that no call can delay the answer.
    private static IEnumerable<CampaignEffect> PingFirst(CampaignState state) =>
        state.Servers.Where(entry => entry.Value.IsOpen).Take(1).Select(entry => new CampaignEffect.Ping(entry.Key));
}
