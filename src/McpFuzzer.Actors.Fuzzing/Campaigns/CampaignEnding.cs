using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// The end of a campaign: which servers are closed, how much time triage gets, which cases are left over.
/// </summary>
internal sealed class CampaignEnding(CampaignSpec spec, CampaignSettings settings)
{
    // A silent server is kept, since it may still wake up.
    public static Step CloseRetired(CampaignState state)
    {
        Step step = (state, []);
        foreach (var (number, server) in state.Servers)
        {
            if (
                server is { IsRetired: true, IsClosing: false }
                && !state.Waiting.Values.Any(held => held.Server == number)
                && !state.Silences.ContainsValue(number)
            )
            {
                step = CampaignSteps.Then(step, next => Close(next, number, force: true));
            }
        }

        return step;
    }

    // Watching idle servers finds nothing new. A silent server may still wake up.
    public static Step Settle(CampaignState state)
    {
        var step = Conclude(state with { Stage = CampaignStage.Settling }, cut: false);
        foreach (
            var (number, server) in state.Servers.Where(entry =>
                !entry.Value.IsClosing && !state.Silences.ContainsValue(entry.Key)
            )
        )
        {
            step = CampaignSteps.Then(step, next => Close(next, number, server.IsRetired));
        }

        return step;
    }

    public static Step Close(CampaignState state, int number, bool force) =>
        (
            CampaignSteps.Change(state, number, server => server with { IsClosing = true }),
            [new CampaignEffect.CloseServer(number, force)]
        );

    private static Step Conclude(CampaignState state, bool cut) =>
        state.IsConcluding || !state.HasTools
            ? (state, [])
            : (state with { IsConcluding = true }, [CampaignSteps.Tell(new TriageInput.Conclude(cut))]);

    /// <summary>Ends the campaign; a second reason changes nothing.</summary>
    public static Step End(
        CampaignState state,
        CampaignEnd by,
        TargetFailure? failure = null,
        bool awaitLastWords = false
    ) =>
        state.EndedBy is not null
            ? (state, [])
            : (state with { EndedBy = by, Failure = failure, AwaitsLastWords = awaitLastWords }, []);

    public Step Finish(CampaignState state)
    {
        if (state.EndedBy is null)
        {
            return (state, []);
        }

        Step step = (state, []);
        if (state.Stage is not CampaignStage.Ending)
        {
            step = (state with { Stage = CampaignStage.Ending }, []);
            foreach (var (number, server) in state.Servers.Where(entry => !entry.Value.IsClosing))
            {
                step = CampaignSteps.Then(step, next => Close(next, number, server.IsRetired));
            }

            step = CampaignSteps.Then(step, ConcludeByEnd);
        }

        var isOver =
            step.State is { Servers.IsEmpty: true } && (step.State.Conclusion is not null || !step.State.HasTools);
        return isOver
            ? CampaignSteps.Then(
                CampaignSteps.Then(step, LeaveRest),
                next => (next with { Stage = CampaignStage.Finished }, [new CampaignEffect.Finish()])
            )
            : step;
    }

    // When the duration is over, open questions get a little more time. An interrupt ends them at once.
    private Step ConcludeByEnd(CampaignState state)
    {
        if (spec.Duration is { } duration && state.EndedBy is CampaignEnd.Duration)
        {
            var share = duration * settings.GraceShare;
            var grace = share < settings.LongestGrace ? share : settings.LongestGrace;
            return CampaignSteps.Then(
                Conclude(state, cut: false),
                next => (next, [new CampaignEffect.StartGrace(grace)])
            );
        }

        return state is { IsConcluding: true, Conclusion: null }
            ? (state, [CampaignSteps.Tell(new TriageInput.Conclude(Cut: true))])
            : Conclude(state, cut: true);
    }

    private static Step LeaveRest(CampaignState state)
    {
        var (queue, rest) = state.Queue.TakeAll();
        Step step = (state with { Queue = queue, Waiting = state.Waiting.Clear() }, []);
        foreach (var waiting in state.Waiting.Values)
        {
            step = CampaignSteps.Then(
                step,
                next => CampaignSteps.Complete(next, waiting.Case, waiting.Outcome, TimeSpan.Zero)
            );
        }

        return CampaignSteps.Then(step, next => CaseSending.Skip(next, rest));
    }
}
