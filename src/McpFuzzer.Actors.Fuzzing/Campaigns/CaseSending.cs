using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// Sends the cases that may be sent now: to each server as many at once as the campaign's concurrency, and some of them
/// alone.
/// </summary>
internal sealed class CaseSending(CampaignSpec spec, ServerPlaces places)
{
    public Step Fill(CampaignState state)
    {
        if (state is not { HasTools: true, EndedBy: null, Stage: CampaignStage.Fuzzing })
        {
            return (state, []);
        }

        Step step = places.StartMissing(state);
        foreach (var (number, server) in step.State.Servers)
        {
            if (server is { IsOpen: true, IsRetired: false, IsClosing: false })
            {
                step = CampaignSteps.Then(step, next => FillServer(next, number));
            }
        }

        return step.State.Queue.WantsMore
            ? CampaignSteps.Then(
                step,
                next =>
                    (
                        next with
                        {
                            Queue = next.Queue with { IsAsking = true },
                        },
                        [new CampaignEffect.PlanMore(CaseQueue.Batch)]
                    )
            )
            : step;
    }

    private Step FillServer(CampaignState state, int number)
    {
        Step step = (state, []);
        var window = state.IsSerial ? 1 : spec.Concurrency;
        while (step.State.Servers[number] is { IsExclusive: false } server && server.InFlight.Count < window)
        {
            var (queue, next, leftOver) = step.State.Queue.Take(tool =>
                server.InFlight.Values.Count(call => call.Tool == tool)
            );
            var isExclusive = next is not null && (!next.IsUnicode || queue.Dangerous.Contains(next.Tool));
            if (isExclusive && !server.InFlight.IsEmpty)
            {
                // It is sent as soon as the server is idle, before any other case.
                return step;
            }

            step = CampaignSteps.Then(step, now => Skip(now with { Queue = queue }, leftOver));
            if (next is null)
            {
                return step;
            }

            step = CampaignSteps.Then(step, now => Send(now, number, next, isExclusive));
        }

        return step;
    }

    private static Step Send(CampaignState state, int number, FuzzCase next, bool isExclusive)
    {
        var sent = CampaignSteps.Change(
            state with
            {
                HasCalled = true,
                LastTool = next.Tool,
            },
            number,
            server => server with { InFlight = server.InFlight.Add(next.CaseId, next), IsExclusive = isExclusive }
        );
        ImmutableList<CampaignEffect> effects = [new CampaignEffect.Send(number, next)];
        return (sent, state.HasCalled ? effects : effects.Insert(0, new CampaignEffect.StartClock()));
    }

    public static Step Skip(CampaignState state, IReadOnlyList<FuzzCase> leftOver)
    {
        Step step = (state, []);
        foreach (var skipped in leftOver)
        {
            step = CampaignSteps.Then(
                step,
                next => CampaignSteps.Complete(next, skipped, CaseOutcome.NotSent, TimeSpan.Zero)
            );
        }

        return step;
    }
}
