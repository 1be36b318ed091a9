using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// The cases that wait until triage has decided. Their tools are held in the meantime, and innocent cases are sent
/// again.
/// </summary>
internal sealed class WaitingCases(CampaignSpec spec, CampaignSettings settings)
{
    public Step Resolve(CampaignState state, Resolution resolution)
    {
        Step step = (state with { Silences = state.Silences.Remove(resolution.Evidence) }, []);
        foreach (var waiting in state.Waiting.Values.Where(held => held.Evidence.Contains(resolution.Evidence)))
        {
            step = CampaignSteps.Then(step, next => Resolve(next, waiting, resolution));
        }

        return resolution.BlamedTool is { } tool
            ? CampaignSteps.Then(step, next => Blame(next, tool, resolution, HeldUp(state, tool, resolution)))
            : step;
    }

    private static Step Resolve(CampaignState state, WaitingCase waiting, Resolution resolution)
    {
        var isBlamed = waiting.Case.Tool == resolution.BlamedTool;
        if (isBlamed || !resolution.ResendOthers || state.Resent.Contains(waiting.Case.CaseId))
        {
            var (done, effects) = CampaignSteps.Complete(
                Free(state, waiting),
                waiting.Case,
                waiting.Outcome,
                TimeSpan.Zero
            );
            return (done, effects.Add(new CampaignEffect.GiveUp(waiting.Server, waiting.Case)));
        }

        var others = waiting.Evidence.Remove(resolution.Evidence);
        var released = state with { Queue = state.Queue.Release(waiting.Case.Tool) };
        return others.IsEmpty
            ? (
                released with
                {
                    Waiting = released.Waiting.Remove(waiting.Case.CaseId),
                    Resent = released.Resent.Add(waiting.Case.CaseId),
                    Queue = released.Queue.Return(waiting.Case),
                },
                [new CampaignEffect.GiveUp(waiting.Server, waiting.Case)]
            )
            : (
                released with
                {
                    Waiting = released.Waiting.SetItem(waiting.Case.CaseId, waiting with { Evidence = others }),
                },
                []
            );
    }

    private static int HeldUp(CampaignState state, string tool, Resolution resolution) =>
        state.Waiting.Values.Count(held => held.Case.Tool == tool && held.Evidence.Contains(resolution.Evidence));

    // Only calls without a reply count towards giving up a slow tool. Isolation counts only when it showed a fault.
    private Step Blame(CampaignState state, string tool, Resolution resolution, int heldUp)
    {
        var times = resolution.Category is Categories.ReplySlow ? heldUp : 1 + resolution.Shown;
        var tally = state.Tally.Blame(tool, resolution.Category, times);
        var isOver = tally.Of(tool).Hangs >= spec.MaxHangs || tally.Of(tool).Crashes >= settings.MaxCrashes;
        var isDangerous = resolution.Category is Categories.Crash or Categories.ServerStuck;
        return (
            state with
            {
                Tally = tally,
                Queue = state.Queue with
                {
                    Dangerous = isDangerous ? state.Queue.Dangerous.Add(tool) : state.Queue.Dangerous,
                    GivenUp = isOver ? state.Queue.GivenUp.Add(tool) : state.Queue.GivenUp,
                },
            },
            []
        );
    }

    public static (CampaignState State, int Evidence) Await(
        CampaignState state,
        int number,
        IReadOnlyList<FuzzCase> cases,
        CaseOutcome outcome
    )
    {
        var evidence = state.LastEvidence + 1;
        var waiting = state with { LastEvidence = evidence };
        foreach (var held in cases)
        {
            var known = waiting.Waiting.GetValueOrDefault(held.CaseId) ?? new WaitingCase(held, number, outcome, []);
            waiting = waiting with
            {
                Waiting = waiting.Waiting.SetItem(
                    held.CaseId,
                    known with
                    {
                        Outcome = outcome,
                        Evidence = known.Evidence.Add(evidence),
                    }
                ),
                Queue = waiting.Queue.Hold(held.Tool),
            };
        }

        return (waiting, evidence);
    }

    public static CampaignState Free(CampaignState state, WaitingCase waiting) =>
        state with
        {
            Waiting = state.Waiting.Remove(waiting.Case.CaseId),
            Queue = waiting.Evidence.Aggregate(state.Queue, (queue, _) => queue.Release(waiting.Case.Tool)),
        };
}
