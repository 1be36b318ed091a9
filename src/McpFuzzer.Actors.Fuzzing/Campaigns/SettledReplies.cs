using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Handles a call that has its reply.</summary>
internal static class SettledReplies
{
    /// <summary>Completes its case, and passes its evidence to triage.</summary>
    public static Step Take(CampaignState state, int number, ServerEvent.Settled settled)
    {
        var waited = state.Waiting.GetValueOrDefault(settled.Case.CaseId);
        var isOpen = state.Servers[number].InFlight.ContainsKey(settled.Case.CaseId) || waited?.Server == number;
        var answered = AfterWork(CampaignSteps.Withdraw(state, number, settled.Case), number);

        // A late reply may arrive after its case was sent again, or has its outcome.
        Step step = isOpen
            ? CampaignSteps.Complete(
                waited is null ? answered : WaitingCases.Free(answered, waited),
                settled.Case,
                settled.Outcome,
                settled.Elapsed
            )
            : (answered, []);
        if (settled is { Rejection: { } refusal, Case.Violation: null })
        {
            step = CampaignSteps.Then(
                step,
                next => (next with { Tally = next.Tally.Hear(settled.Case.Tool, refusal) }, [])
            );
        }

        if (settled.Limit is { } limit)
        {
            step = CampaignSteps.Then(
                step,
                next => (next with { Tally = next.Tally.LeaveUnread(settled.Case.Tool, limit) }, [])
            );
        }

        // Calls are sent only once the tools are listed, so triage gets the evidence at once.
        return (step.State, step.Effects.AddRange(EvidenceOf(settled).Select(CampaignSteps.Tell)));
    }

    private static CampaignState AfterWork(CampaignState state, int number) =>
        state with
        {
            HasWorked = true,
            Undone = 0,
            Places = ServerPlaces.Worked(state.Places, number),
        };

    private static IEnumerable<TriageInput> EvidenceOf(ServerEvent.Settled settled)
    {
        if (settled.WasOverdue)
        {
            yield return new TriageInput.AnsweredAfterAll(settled.Case, settled.Elapsed);
        }

        foreach (var candidate in settled.Candidates)
        {
            if (candidate.Evidence is not EvidenceKind.Time)
            {
                yield return new TriageInput.Named(candidate, settled.Case);
            }
            else if (!settled.WasOverdue)
            {
                yield return new TriageInput.Late(settled.Case, settled.Elapsed);
            }
        }
    }
}
