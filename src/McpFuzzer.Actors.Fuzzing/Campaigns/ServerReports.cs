using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Handles the events of a campaign's servers, except for replies.</summary>
internal sealed class ServerReports(CampaignSettings settings, ServerPlaces places)
{
    private const int UndoneLimit = 3;

    public Step AtServer(CampaignState state, int number, ServerEvent happened) =>
        happened switch
        {
            ServerEvent.Opened => OnOpened(state, number),
            ServerEvent.OpenFailed failed => places.Failed(state, number, failed.Message, failed.StderrTail),
            ServerEvent.Pending pending => CampaignSteps.ToTriage(
                state,
                new TriageInput.Late(pending.Case, Elapsed: null)
            ),
            ServerEvent.Overdue overdue when IsInFlight(state, number, overdue.Case) => OnOverdue(
                state,
                number,
                overdue.Case
            ),
            ServerEvent.Overdue => (state, []),
            ServerEvent.Returned returned => OnReturned(state, number, returned),
            ServerEvent.Seen { Named: { } named } seen => CampaignSteps.ToTriage(
                state,
                new TriageInput.Named(seen.Candidate with { Tool = named.Tool }, named)
            ),
            ServerEvent.Seen seen => CampaignSteps.ToTriage(
                state,
                new TriageInput.OnStream(seen.Candidate, seen.Scene)
            ),
            ServerEvent.SeenOfServer seen => CampaignSteps.ToTriage(state, new TriageInput.OfServer(seen.Candidate)),
            ServerEvent.SerialSeen => (state with { IsSerial = true }, []),
            ServerEvent.WokeUp => OnWokeUp(state, number),
            ServerEvent.Silent silent => OnSilent(state, number, silent.Scene),
            ServerEvent.Died died => OnDied(state, number, died),
            ServerEvent.Undone undone => OnUndone(state, number, undone),
            ServerEvent.Closed closed => OnClosed(state, number, closed),
            _ => throw new ArgumentException($"no rule for {happened.GetType().Name}", nameof(happened)),
        };

    private static Step OnOpened(CampaignState state, int number) =>
        ToolListing.Opened(CampaignSteps.Change(state, number, server => server with { IsOpen = true }), number);

    private static Step OnReturned(CampaignState state, int number, ServerEvent.Returned returned)
    {
        var freed = returned.TakesNoMore
            ? CampaignSteps.Change(state, number, server => server with { IsOpen = false })
            : state;
        return IsInFlight(state, number, returned.Case)
            ? (
                CampaignSteps.Withdraw(freed, number, returned.Case) with
                {
                    Queue = state.Queue.Return(returned.Case),
                },
                []
            )
            : (freed, []);
    }

    private static Step OnOverdue(CampaignState state, int number, FuzzCase overdue)
    {
        var (waiting, evidence) = WaitingCases.Await(
            CampaignSteps.Withdraw(state, number, overdue),
            number,
            [overdue],
            CaseOutcome.TimedOut
        );
        return CampaignSteps.ToTriage(waiting, new TriageInput.Overdue(evidence, overdue));
    }

    private Step OnSilent(CampaignState state, int number, Scene scene)
    {
        Step step = (
            CampaignSteps.Change(ServerPlaces.Leave(state, number), number, server => server with { IsRetired = true }),
            []
        );
        foreach (var unanswered in scene.Unanswered.Where(call => IsInFlight(state, number, call)))
        {
            // Each is isolated separately, so that the innocent ones are sent again soon.
            step = CampaignSteps.Then(step, next => OnOverdue(next, number, unanswered));
        }

        return CampaignSteps.Then(
            step,
            next =>
            {
                var evidence = next.LastEvidence + 1;
                var kept = next with { LastEvidence = evidence, Silences = next.Silences.Add(evidence, number) };
                return CampaignSteps.ToTriage(
                    kept,
                    new TriageInput.Silent(evidence, settings.Thresholds.StuckAfter, scene)
                );
            }
        );
    }

    private static Step OnWokeUp(CampaignState state, int number)
    {
        // It did not answer a probe while it was busy: it handles requests one by one.
        Step step = (state with { IsPatient = true, IsSerial = true }, []);
        foreach (var (evidence, _) in state.Silences.Where(silence => silence.Value == number))
        {
            step = CampaignSteps.Then(step, next => CampaignSteps.ToTriage(next, new TriageInput.WokeUp(evidence)));
        }

        return step;
    }

    private Step OnDied(CampaignState state, int number, ServerEvent.Died died)
    {
        if (died.Scene is { Unanswered: [], Lately: [] })
        {
            var message = $"the target exited right after the handshake ({died.Candidate.Title})";
            return places.Failed(state, number, message, died.Candidate.StderrTail ?? "", isClosed: false);
        }

        var outcome = died.Candidate.Category is Categories.Crash ? CaseOutcome.TargetDied : CaseOutcome.TimedOut;
        FuzzCase[] open =
        [
            .. died.Scene.Unanswered.Where(call =>
                IsInFlight(state, number, call) || state.Waiting.GetValueOrDefault(call.CaseId)?.Server == number
            ),
        ];
        var (waiting, evidence) = WaitingCases.Await(Withdraw(state, number, open), number, open, outcome);
        return CampaignSteps.ToTriage(waiting, new TriageInput.Died(evidence, died.Candidate, died.Scene));
    }

    private static Step OnUndone(CampaignState state, int number, ServerEvent.Undone undone)
    {
        FuzzCase[] open = [.. undone.Cases.Where(call => IsInFlight(state, number, call))];
        var returned = Withdraw(state, number, open) with
        {
            Undone = state.Undone + 1,
            Queue = open.Aggregate(state.Queue, (queue, call) => queue.Return(call)),
        };
        return returned.Undone < UndoneLimit
            ? (returned, [])
            : CampaignEnding.End(
                returned,
                CampaignEnd.TargetFailed,
                new TargetFailure(
                    $"another process ended the target {returned.Undone} times ({undone.How})",
                    undone.StderrTail
                )
            );
    }

    private static Step OnClosed(CampaignState state, int number, ServerEvent.Closed closed)
    {
        var gone = ServerPlaces.Leave(state, number) with
        {
            Servers = state.Servers.Remove(number),
            Leftovers = state.Leftovers + (closed.ProvenGone ? 0 : 1),
            Failure = state is { AwaitsLastWords: true, Failure: { } failure }
                ? failure with
                {
                    StderrTail = closed.StderrTail,
                }
                : state.Failure,
            AwaitsLastWords = false,
        };
        var step = ToolListing.Gone(gone, number);
        foreach (var open in state.Servers[number].InFlight.Values)
        {
            // Either the campaign closed the server during the call, or the server was gone before it took the call.
            step = CampaignSteps.Then(
                step,
                next =>
                    closed.Unanswered.Contains(open)
                        ? CampaignSteps.Complete(
                            next with
                            {
                                Tally = next.Tally.Cut(open.Tool),
                            },
                            open,
                            CaseOutcome.NotSent,
                            TimeSpan.Zero
                        )
                        : (next with { Queue = next.Queue.Return(open) }, [])
            );
        }

        return step;
    }

    private static bool IsInFlight(CampaignState state, int number, FuzzCase call) =>
        state.Servers[number].InFlight.ContainsKey(call.CaseId);

    private static CampaignState Withdraw(CampaignState state, int number, IEnumerable<FuzzCase> calls) =>
        calls.Aggregate(state, (next, call) => CampaignSteps.Withdraw(next, number, call));
}
