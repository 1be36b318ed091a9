using McpFuzzer.Actors.Fuzzing.Oracles;
using Step = (
    McpFuzzer.Actors.Fuzzing.Triage.TriageState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Triage.TriageEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Decides which call is to blame for what a campaign sees, and keeps the findings.
/// <code>
/// evidence of a known fault ────────────► counted, and nothing else
/// evidence of an open question ─────────► counted there, or asked when that is decided
/// other evidence, within the budget ────► a question
/// other evidence, beyond it ────────────► a finding without proof
/// question, runs missing ───────────────► runs are started, as many as there are servers for
/// question, decided ────────────────────► a finding, or none; waiting cases are resolved
/// run of a call alone, not needed ──────► cancelled
/// run ended ────────────────────────────► every question is looked at again
/// concluding, nothing open or running ──► concluded
/// </code>
/// </summary>
internal sealed class TriageMachine(IsolationSettings settings, IsolationPolicy policy, TriageBudget budget)
{
    private readonly RunPlanner _planner = new(settings);
    private readonly FaultMemory _memory = new(settings);
    private readonly QuestionMaker _questions = new(budget);

    /// <summary>Returns the next state and the effects.</summary>
    public Step Next(TriageState state, TriageInput input)
    {
        Step step = input switch
        {
            TriageInput.Samples samples => (state with { Samples = [.. samples.Calls] }, []),
            TriageInput.Named named => Ask(state, QuestionMaker.Of(named)),
            TriageInput.OnStream seen => Ask(state, _questions.Of(seen)),
            TriageInput.OfServer server => Settlement.OfServer(state, server.Candidate),
            TriageInput.Late late => Ask(state, QuestionMaker.Of(late)),
            TriageInput.Overdue overdue => Ask(state, QuestionMaker.Of(overdue)),
            TriageInput.AnsweredAfterAll answered => OnAnsweredAfterAll(state, answered),
            TriageInput.Silent silent when FaultMemory.IsKnownToStick(state, silent.Scene) => (
                state,
                TriageSteps.Resolve([silent.Evidence], null, Categories.ServerStuck, 0, resend: true)
            ),
            TriageInput.Silent silent => Ask(state, QuestionMaker.Of(silent)),
            TriageInput.WokeUp woken => OnWokeUp(state, woken.Evidence),
            TriageInput.Died died => Ask(state, _questions.Of(died)),
            TriageInput.RunEnded ended => (state.Without(ended.Run, ended.Observation), []),
            TriageInput.Conclude conclude => OnConclude(state, conclude.Cut),
            _ => throw new ArgumentException($"no rule for {input.GetType().Name}", nameof(input)),
        };
        var hasOnlyCounted = step.State with { Book = state.Book } == state;
        return hasOnlyCounted ? step : PlanRuns(Decide(step));
    }

    private static Step OnWokeUp(TriageState state, int evidence) =>
        (
            Change(
                state,
                question => question.Kind is QuestionKind.Silence && question.Evidence.Contains(evidence),
                question => question with { HasWokenUp = true }
            ),
            []
        );

    private static Step OnAnsweredAfterAll(TriageState state, TriageInput.AnsweredAfterAll answered)
    {
        var key = FaultKey.OfLateness(answered.Call.Tool);
        return (
            Change(state, question => question.Key == key, question => question with { LateReply = answered.Elapsed }),
            []
        );
    }

    private static TriageState Change(TriageState state, Predicate<Question> which, Func<Question, Question> change)
    {
        Question Changed(Question question) => which(question) ? change(question) : question;
        return state with
        {
            Questions = state.Questions.ConvertAll(Changed),
            Behind = state.Behind.ConvertAll(Changed),
        };
    }

    private static Step OnConclude(TriageState state, bool cut)
    {
        var concluding = state with { IsConcluding = true, IsCut = state.IsCut || cut };
        return cut && !state.IsCut ? Drop(concluding, [.. state.Running.Keys.Except(state.Dropped)]) : (concluding, []);
    }

    /// <summary>
    /// Counts a known fault, joins an open question, opens a new one, or records it without proof: when the replies of
    /// other tools have shown the same, or when the budget is used up.
    /// </summary>
    private Step Ask(TriageState state, Question question)
    {
        if (!question.HasWokenUp && _memory.Find(state, question) is var (fault, known))
        {
            var isDecided = fault.IsServers || known.Tool is not null;
            return TriageSteps.Then(
                TriageSteps.Count(state, known),
                TriageSteps.Resolve(
                    [.. question.Evidence],
                    known.Tool,
                    known.Category,
                    0,
                    isDecided && question.Kind is not QuestionKind.Lateness
                )
            );
        }

        if (question.Kind is QuestionKind.Reply && _memory.WasAskedOften(state, question.Key))
        {
            return Settlement.Believe(state, question);
        }

        if (state.Questions.Exists(open => open.Key == question.Key))
        {
            return (JoinOrWait(state, question), []);
        }

        return budget.Allows(state, question) && !state.IsCut
            ? (
                TriageBudget.Charge(state, question) with
                {
                    Questions = state.Questions.Add(question),
                    Asked = FaultMemory.CountAsked(state, question),
                },
                []
            )
            : Settlement.WithoutProof(state, question);
    }

    private static TriageState JoinOrWait(TriageState state, Question question)
    {
        bool IsAnswered(Question other) => other.Key == question.Key && other.Answers(question);
        return state.Questions.Find(IsAnswered) is { } open ? TriageSteps.Replace(state, open, open.Join(question))
            : state.Behind.Find(IsAnswered) is { } waiting
                ? state with
                {
                    Behind = state.Behind.Replace(waiting, waiting.Join(question)),
                }
            : state with { Behind = state.Behind.Add(question) };
    }

    private Step AskBehind(TriageState state, FaultKey key)
    {
        var waiting = state.Behind.FindAll(question => question.Key == key);
        return waiting.Aggregate(
            (Step)(state with { Behind = state.Behind.RemoveRange(waiting) }, []),
            (step, question) => TriageSteps.Then(step, next => Ask(next, question))
        );
    }

    /// <summary>Settles each question that the runs so far decide, or that gets no more runs.</summary>
    private Step Decide(Step step)
    {
        for (var i = 0; i < step.State.Questions.Count; )
        {
            var question = step.State.Questions[i];
            switch (policy.Next(question, step.State.Seen, step.State.Samples))
            {
                case IsolationStep.Decided decided:
                    step = TriageSteps.Then(step, state => Settlement.Settle(state, question, decided.Verdict));
                    step = TriageSteps.Then(step, state => AskBehind(state, question.Key));
                    i = 0;
                    break;
                case IsolationStep.Needs when step.State.IsCut || budget.IsSpent(step.State):
                    step = TriageSteps.Then(
                        step,
                        state => Settlement.WithoutProof(TriageSteps.Close(state, question), question)
                    );
                    step = TriageSteps.Then(step, state => AskBehind(state, question.Key));
                    i = 0;
                    break;
                default:
                    i++;
                    break;
            }
        }

        return step;
    }

    /// <summary>Cancels the runs that no question needs, and starts those that are missing.</summary>
    private Step PlanRuns(Step step)
    {
        step = TriageSteps.Then(step, state => Drop(state, [.. RunPlanner.Needless(state, policy)]));
        foreach (var script in _planner.Missing(step.State, policy))
        {
            var run = step.State.LastRun + 1;
            step = (
                step.State with
                {
                    LastRun = run,
                    Running = step.State.Running.Add(run, script),
                },
                step.Effects.Add(new TriageEffect.StartRun(run, script))
            );
        }

        return Conclude(step);
    }

    private static Step Drop(TriageState state, IReadOnlyList<int> runs) =>
        (state with { Dropped = state.Dropped.Union(runs) }, [.. runs.Select(run => new TriageEffect.CancelRun(run))]);

    private static Step Conclude(Step step) =>
        step.State is { IsConcluding: true, IsConcluded: false, Questions.IsEmpty: true, Running.IsEmpty: true } state
            ? (
                state with
                {
                    IsConcluded = true,
                },
                step.Effects.Add(new TriageEffect.Concluded(state.Book.Findings, state.NotIsolated))
            )
            : step;
}
