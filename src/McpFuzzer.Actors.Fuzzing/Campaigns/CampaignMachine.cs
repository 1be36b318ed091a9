using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;
using Step = (
    McpFuzzer.Actors.Fuzzing.Campaigns.CampaignState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Campaigns.CampaignEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Campaigns;


/// <summary>
/// Decides a campaign: which server is started when, what is sent where, and when it ends. Who is to blame is for triage.
/// <code>
/// Starting  Start ─────────────────► Starting   the first server is started
/// Starting  its server Opened ─────► Starting   it is asked for its tools
/// Starting  Listed ────────────────► Fuzzing    the plan is asked for cases, the other places get their servers
/// Starting  ListedNone ────────────► Starting   it is asked again; too often: Ending
/// Starting, Fuzzing  OpenFailed ───► the same   after a back-off it is started again; too often: Ending
/// Fuzzing   nothing left to send, nothing in flight, nothing waiting ──► Settling   triage is to conclude
/// Settling  Concluded ─────────────► Ending     completed
/// any but Finished  End, NotListed ► Ending     servers are stopped, triage is to conclude
/// Ending    every server closed, Concluded ────► Finished
/// </code>
/// </summary>
internal sealed class CampaignMachine(CampaignSpec spec, CampaignSettings settings)
{
    private const int UndoneLimit = 3;

    /// <summary>The server that is pinged once; a campaign does not end while its answer is waited for.</summary>
    private const int FirstServer = 1;

    private readonly ServerPlaces _places = new(spec, settings);

    /// <summary>A campaign that has not begun.</summary>
    public CampaignState Initial { get; } =
        new() { Places = [.. Enumerable.Repeat(Place.Empty, spec.Servers)] };

    /// <summary>The next state, and what is to be done.</summary>
    public Step Next(CampaignState state, CampaignInput input) =>
        state.Stage is CampaignStage.Finished ? (state, []) : Advance(Apply(state, input));

    private Step Apply(CampaignState state, CampaignInput input) =>
        input switch
        {
            CampaignInput.Start => _places.Start(state, 0),
            CampaignInput.AtServer at when state.Servers.ContainsKey(at.Server) => AtServer(state, at.Server, at.Event),
            CampaignInput.AtServer => (state, []),
            CampaignInput.Listed listed => OnListed(state, listed.Breaches),
            CampaignInput.ListedNone none => OnListedNone(state, none.Server),
            CampaignInput.NotListed failed => End(
                state with
                {
                    IsListing = false,
                },
                CampaignEnd.TargetFailed,
                failed.Failure,
                awaitLastWords: true
            ),
            CampaignInput.ToolsChanged changed => List(state, changed.Server),
            CampaignInput.ListAgain again => List(state, again.Server),
            CampaignInput.Pinged pinged => OnPinged(state, pinged.Answer),
            CampaignInput.Planned planned => (
                state with
                {
                    Queue = state.Queue.Add(planned.Cases, planned.IsOver, planned.AtMost),
                },
                []
            ),
            CampaignInput.Resolved resolved => Resolve(state, resolved.Resolution),
            CampaignInput.FindingsKnown known when known.Count >= spec.MaxFindings && state.HasWorked => End(
                state,
                CampaignEnd.MaxFindings
            ),
            CampaignInput.FindingsKnown => (state, []),
            CampaignInput.Concluded concluded => (state with { Conclusion = concluded.Conclusion }, []),
            CampaignInput.Rested rested => _places.Rested(state, rested.Place),
            CampaignInput.End end => End(state, end.By),
            CampaignInput.GraceOver => (state, [Tell(new TriageInput.Conclude(Cut: true))]),
            _ => throw new ArgumentException($"no rule for {input.GetType().Name}", nameof(input)),
        };

    private Step AtServer(CampaignState state, int number, ServerEvent happened) =>
        happened switch
        {
            ServerEvent.Opened => OnOpened(state, number),
            ServerEvent.OpenFailed failed => _places.Failed(state, number, failed.Message, failed.StderrTail),
            ServerEvent.Settled settled => OnSettled(state, number, settled),
            ServerEvent.Pending pending => ToTriage(state, new TriageInput.Late(pending.Case, Elapsed: null)),
            ServerEvent.Overdue overdue when state.Waiting.ContainsKey(overdue.Case.CaseId) => (state, []),
            ServerEvent.Overdue overdue => OnOverdue(state, number, overdue.Case),
            ServerEvent.Returned returned => (
                Withdraw(state, number, returned.Case) with
                {
                    Queue = state.Queue.Return(returned.Case),
                },
                []
            ),
            ServerEvent.Seen { Named: { } named } seen => ToTriage(
                state,
                new TriageInput.Named(seen.Candidate with { Tool = named.Tool }, named)
            ),
            ServerEvent.Seen seen => ToTriage(state, new TriageInput.OnStream(seen.Candidate, seen.Scene)),
            ServerEvent.SeenOfServer seen => ToTriage(state, new TriageInput.OfServer(seen.Candidate)),
            ServerEvent.SerialSeen => (state with { IsSerial = true }, []),
            ServerEvent.WokeUp => (state with { IsPatient = true }, []),
            ServerEvent.Silent silent => OnSilent(state, number, silent.Scene),
            ServerEvent.Died died => OnDied(state, number, died),
            ServerEvent.Undone undone => OnUndone(state, number, undone),
            ServerEvent.Closed closed => OnClosed(state, number, closed),
            _ => throw new ArgumentException($"no rule for {happened.GetType().Name}", nameof(happened)),
        };

    private static Step OnOpened(CampaignState state, int number)
    {
        var opened = Change(state, number, server => server with { IsOpen = true });
        return state.HasTools ? (opened, []) : List(opened, number);
    }

    private static Step List(CampaignState state, int number) =>
        state.IsListing || state.EndedBy is not null || !state.Servers.ContainsKey(number)
            ? (state, [])
            : (state with { IsListing = true }, [new CampaignEffect.ListTools(number)]);

    private static Step OnListed(CampaignState state, IReadOnlyList<ListBreach> breaches)
    {
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
                .. state.Early.Select(Tell),
                .. breaches.Select(breach => Tell(new TriageInput.OfServer(Candidates.Listing(breach)))),
            ]
        );
    }

    private Step OnListedNone(CampaignState state, int number) =>
        state.EmptyLists < settings.EmptyLists
            ? (
                state with
                {
                    IsListing = false,
                    EmptyLists = state.EmptyLists + 1,
                },
                [new CampaignEffect.ListToolsLater(number)]
            )
            : End(
                state with
                {
                    IsListing = false,
                },
                CampaignEnd.TargetFailed,
                new TargetFailure("the server has no tools", ""),
                awaitLastWords: true
            );

    private static Step OnPinged(CampaignState state, PingAnswer answer) =>
        answer is PingAnswer.Answered or PingAnswer.NotSent || state.HasPinged
            ? (state with { HasPinged = true }, [])
            : ToTriage(state with { HasPinged = true }, new TriageInput.OfServer(Candidates.PingUnanswered(answer)));

    private static Step OnSettled(CampaignState state, int number, ServerEvent.Settled settled)
    {
        var answered = AfterWork(Withdraw(state, number, settled.Case), number);
        var waited = answered.Waiting.GetValueOrDefault(settled.Case.CaseId);
        Step step = settled.WasOverdue && waited is null
            ? (answered, [])
            : Complete(
                waited is null ? answered : Free(answered, waited),
                settled.Case,
                settled.Outcome,
                settled.Elapsed
            );
        if (settled is { Refusal: { } refusal, Case.Violation: null })
        {
            step = Then(step, next => (next with { Tally = next.Tally.Hear(settled.Case.Tool, refusal) }, []));
        }

        foreach (var input in EvidenceOf(settled))
        {
            step = Then(step, next => ToTriage(next, input));
        }

        return step;
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

    private static Step OnOverdue(CampaignState state, int number, FuzzCase overdue)
    {
        var (waiting, evidence) = Await(Withdraw(state, number, overdue), number, [overdue], CaseOutcome.TimedOut);
        return ToTriage(waiting, new TriageInput.Overdue(evidence, overdue));
    }

    private Step OnSilent(CampaignState state, int number, Scene scene)
    {
        var retired = Change(
            ServerPlaces.Leave(state, number),
            number,
            server => server with { IsRetired = true, InFlight = server.InFlight.Clear() }
        );
        Step step = (retired, []);
        foreach (var unanswered in scene.Unanswered.Where(call => !state.Waiting.ContainsKey(call.CaseId)))
        {
            // Each is tried by itself, so that those which are innocent are sent again soon.
            step = Then(step, next => OnOverdue(next, number, unanswered));
        }

        return Then(
            step,
            next => ToTriage(next, new TriageInput.Silent(settings.Thresholds.StuckAfter, scene))
        );
    }

    private Step OnDied(CampaignState state, int number, ServerEvent.Died died)
    {
        if (died.Scene is { Unanswered: [], Lately: [] })
        {
            var message = $"the target exited right after the handshake ({died.Candidate.Title})";
            return _places.Failed(state, number, message, died.Candidate.StderrTail ?? "", isClosed: false);
        }

        var outcome = died.Candidate.Category is Categories.Crash ? CaseOutcome.TargetDied : CaseOutcome.TimedOut;
        var cleared = Change(state, number, server => server with { InFlight = server.InFlight.Clear() });
        var (waiting, evidence) = Await(cleared, number, died.Scene.Unanswered, outcome);
        return ToTriage(waiting, new TriageInput.Died(evidence, died.Candidate, died.Scene));
    }

    private static Step OnUndone(CampaignState state, int number, ServerEvent.Undone undone)
    {
        var returned = Change(state, number, server => server with { InFlight = server.InFlight.Clear() }) with
        {
            Undone = state.Undone + 1,
            Queue = undone.Cases.Where(call => !state.Waiting.ContainsKey(call.CaseId))
                .Aggregate(state.Queue, (queue, call) => queue.Return(call)),
        };
        return returned.Undone < UndoneLimit
            ? (returned, [])
            : End(
                returned,
                CampaignEnd.TargetFailed,
                new TargetFailure(
                    $"the target was ended from outside {returned.Undone} times ({undone.How})",
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
            IsListing = state.IsListing && state.HasTools,
        };
        Step step = (gone, []);
        foreach (var cut in closed.Unanswered.Where(call => !state.Waiting.ContainsKey(call.CaseId)))
        {
            // The campaign closed the server while this was in flight.
            step = Then(step, next => Complete(next, cut, CaseOutcome.NotSent, TimeSpan.Zero));
        }

        return step;
    }

    private Step Resolve(CampaignState state, Resolution resolution)
    {
        Step step = (state, []);
        foreach (var waiting in state.Waiting.Values.Where(held => held.Evidence.Contains(resolution.Evidence)))
        {
            step = Then(step, next => Resolve(next, waiting, resolution));
        }

        if (resolution.BlamedTool is not { } tool)
        {
            return step;
        }

        return Then(step, next => Blame(next, tool, resolution));
    }

    private static Step Resolve(CampaignState state, WaitingCase waiting, Resolution resolution)
    {
        var isBlamed = waiting.Case.Tool == resolution.BlamedTool;
        if (isBlamed || !resolution.ResendOthers || state.Resent.Contains(waiting.Case.CaseId))
        {
            var (done, effects) = Complete(Free(state, waiting), waiting.Case, waiting.Outcome, TimeSpan.Zero);
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

    private Step Blame(CampaignState state, string tool, Resolution resolution)
    {
        var tally = state.Tally.Blame(tool, resolution.Category, 1 + resolution.Shown);
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

    private Step Advance(Step step)
    {
        step = Then(step, Fill);
        step = Then(step, CloseRetired);
        if (step.State is { Stage: CampaignStage.Fuzzing, EndedBy: null } fuzzing && IsDone(fuzzing))
        {
            step = Then(step, Settle);
        }

        if (step.State is { Stage: CampaignStage.Settling, EndedBy: null, Conclusion: not null })
        {
            step = Then(step, state => End(state, CampaignEnd.Completed));
        }

        return Then(step, Finish);
    }

    private static bool IsDone(CampaignState state) =>
        state is { IsListing: false, Queue.IsEmpty: true, Waiting.IsEmpty: true }
        && (state.HasPinged || !state.Servers.ContainsKey(FirstServer))
        && state.Servers.Values.All(server => server.InFlight.IsEmpty);

    private Step Fill(CampaignState state)
    {
        if (state is not { HasTools: true, EndedBy: null, Stage: CampaignStage.Fuzzing })
        {
            return (state, []);
        }

        Step step = _places.StartMissing(state);
        foreach (var (number, server) in step.State.Servers)
        {
            if (server is { IsOpen: true, IsRetired: false, IsClosing: false })
            {
                step = Then(step, next => FillServer(next, number));
            }
        }

        return step.State.Queue.WantsMore
            ? Then(
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
                // It is sent as soon as nothing else is in flight; nothing is sent before it.
                return step;
            }

            step = Then(step, now => Skip(now with { Queue = queue }, leftOver));
            if (next is null)
            {
                return step;
            }

            step = Then(step, now => Send(now, number, next, isExclusive));
        }

        return step;
    }

    private static Step Send(CampaignState state, int number, FuzzCase next, bool isExclusive)
    {
        var sent = Change(
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

    private static Step Skip(CampaignState state, IReadOnlyList<FuzzCase> leftOver)
    {
        Step step = (state, []);
        foreach (var skipped in leftOver)
        {
            step = Then(step, next => Complete(next, skipped, CaseOutcome.NotSent, TimeSpan.Zero));
        }

        return step;
    }

    // A server that fell silent is kept while one of its calls may still be answered.
    private static Step CloseRetired(CampaignState state)
    {
        Step step = (state, []);
        foreach (var (number, server) in state.Servers)
        {
            if (server is { IsRetired: true, IsClosing: false } && !state.Waiting.Values.Any(held => held.Server == number))
            {
                step = Then(step, next => Close(next, number, force: true));
            }
        }

        return step;
    }

    // Idle servers would only be watched for what they do when they are left alone.
    private static Step Settle(CampaignState state)
    {
        var step = Conclude(state with { Stage = CampaignStage.Settling }, cut: false);
        foreach (var (number, server) in state.Servers.Where(entry => !entry.Value.IsClosing))
        {
            step = Then(step, next => Close(next, number, server.IsRetired));
        }

        return step;
    }

    private static Step Close(CampaignState state, int number, bool force) =>
        (
            Change(state, number, server => server with { IsClosing = true }),
            [new CampaignEffect.CloseServer(number, force)]
        );

    private static Step Conclude(CampaignState state, bool cut) =>
        state.IsConcluding || !state.HasTools
            ? (state, [])
            : (state with { IsConcluding = true }, [Tell(new TriageInput.Conclude(cut))]);

    private static Step End(CampaignState state, CampaignEnd by) => End(state, by, failure: null);

    /// <summary>Ends the campaign; a second reason changes nothing.</summary>
    internal static Step End(
        CampaignState state,
        CampaignEnd by,
        TargetFailure? failure,
        bool awaitLastWords = false
    ) =>
        state.EndedBy is not null
            ? (state, [])
            : (
                state with
                {
                    EndedBy = by,
                    Failure = failure,
                    AwaitsLastWords = awaitLastWords,
                },
                []
            );

    private Step Finish(CampaignState state)
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
                step = Then(step, next => Close(next, number, server.IsRetired));
            }

            step = Then(step, ConcludeByEnd);
        }

        var isOver =
            step.State is { Servers.IsEmpty: true } && (step.State.Conclusion is not null || !step.State.HasTools);
        return isOver
            ? Then(
                Then(step, LeaveRest),
                next => (next with { Stage = CampaignStage.Finished }, [new CampaignEffect.Finish()])
            )
            : step;
    }

    // When time is up, questions that are nearly answered get a little more of it; whoever interrupts wants the end.
    private Step ConcludeByEnd(CampaignState state)
    {
        if (spec.Duration is { } duration && state.EndedBy is CampaignEnd.Duration)
        {
            var share = duration * settings.GraceShare;
            var grace = share < settings.LongestGrace ? share : settings.LongestGrace;
            return Then(Conclude(state, cut: false), next => (next, [new CampaignEffect.StartGrace(grace)]));
        }

        return state is { IsConcluding: true, Conclusion: null }
            ? (state, [Tell(new TriageInput.Conclude(Cut: true))])
            : Conclude(state, cut: true);
    }

    private static Step LeaveRest(CampaignState state)
    {
        var (queue, rest) = state.Queue.TakeAll();
        Step step = (state with { Queue = queue, Waiting = state.Waiting.Clear() }, []);
        foreach (var waiting in state.Waiting.Values)
        {
            step = Then(step, next => Complete(next, waiting.Case, waiting.Outcome, TimeSpan.Zero));
        }

        return Then(step, next => Skip(next, rest));
    }

    private static (CampaignState State, int Evidence) Await(
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

    private static CampaignState Free(CampaignState state, WaitingCase waiting) =>
        state with
        {
            Waiting = state.Waiting.Remove(waiting.Case.CaseId),
            Queue = waiting.Evidence.Aggregate(state.Queue, (queue, _) => queue.Release(waiting.Case.Tool)),
        };

    private static Step Complete(CampaignState state, FuzzCase completed, CaseOutcome outcome, TimeSpan elapsed) =>
        (
            state with
            {
                Tally = state.Tally.Count(completed, outcome),
            },
            [new CampaignEffect.TellCase(completed, outcome, elapsed)]
        );

    private static CampaignState Withdraw(CampaignState state, int number, FuzzCase ended) =>
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

    private static CampaignState Change(CampaignState state, int number, Func<Server, Server> change) =>
        state with
        {
            Servers = state.Servers.SetItem(number, change(state.Servers[number])),
        };

    private static Step ToTriage(CampaignState state, TriageInput input) =>
        state.HasTools ? (state, [Tell(input)]) : (state with { Early = state.Early.Add(input) }, []);

    private static CampaignEffect Tell(TriageInput input) => new CampaignEffect.ToTriage(input);

    private static Step Then(Step step, Func<CampaignState, Step> next)
    {
        var (state, effects) = next(step.State);
        return (state, effects.IsEmpty ? step.Effects : step.Effects.AddRange(effects));
    }
}
