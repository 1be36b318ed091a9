using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using Step = (
    McpFuzzer.Actors.Fuzzing.Triage.TriageState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Triage.TriageEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Triage;


/// <summary>
/// Decides who is to blame for what a campaign sees, and keeps the findings.
/// <code>
/// evidence of a known fault ────────────► counted
/// evidence of an open question ─────────► counted there
/// other evidence, within the budget ────► a question
/// other evidence, beyond it ────────────► a finding without proof
/// question, runs missing ───────────────► runs are started, as many as there are servers for
/// question, decided ────────────────────► a finding, or none; waiting cases are resolved
/// run ended ────────────────────────────► every question is looked at again
/// concluding, nothing open or running ──► concluded
/// </code>
/// </summary>
internal sealed class TriageMachine(IsolationSettings settings, IsolationPolicy policy, TriageBudget budget)
{
    private readonly RunPlanner _planner = new(settings);

    /// <summary>The next state, and what is to be done.</summary>
    public Step Next(TriageState state, TriageInput input)
    {
        Step step = input switch
        {
            TriageInput.Samples samples => (state with { Samples = [.. samples.Calls] }, []),
            TriageInput.Named named => OnNamed(state, named),
            TriageInput.OnStream seen => OnStream(state, seen),
            TriageInput.OfServer server => OnServer(state, server.Candidate with { Tool = null }),
            TriageInput.Late late => OnLate(state, late),
            TriageInput.Overdue overdue => OnOverdue(state, overdue),
            TriageInput.AnsweredAfterAll answered => OnAnsweredAfterAll(state, answered),
            TriageInput.Silent silent => OnSilent(state, silent),
            TriageInput.Died died => OnDied(state, died),
            TriageInput.RunEnded ended => OnRunEnded(state, ended),
            TriageInput.Conclude conclude => OnConclude(state, conclude.Cut),
            _ => throw new ArgumentException($"no rule for {input.GetType().Name}", nameof(input)),
        };
        return Advance(step);
    }

    private Step OnNamed(TriageState state, TriageInput.Named named)
    {
        var question = new Question
        {
            Kind = QuestionKind.Reply,
            Candidate = named.Candidate with { Tool = named.Call.Tool },
            Suspects = [named.Call],
        };
        var isServers = state.Known.GetValueOrDefault(question.Key with { Tool = null }) is { IsServers: true };
        return state.Known.ContainsKey(question.Key) || isServers ? Count(state, question.Candidate)
            : IsOften(state, question.Key) ? Believe(state, question.Candidate, named.Call)
            : Ask(state, question);
    }

    // Other tools have shown it in isolation, or are about to: 1,500 tools with one slip are not 1,500 questions.
    private bool IsOften(TriageState state, FaultKey key) =>
        state
            .Questions.Select(open => open.Key)
            .Concat(state.Known.Keys)
            .Where(other => other.Tool != key.Tool && other with { Tool = key.Tool } == key)
            .Distinct()
            .Skip(settings.PerShape - 1)
            .Any();

    // The reply itself is proof enough.
    private static Step Believe(TriageState state, Candidate candidate, FuzzCase call) =>
        Record(
            state with
            {
                Known = state.Known.SetItem(
                    new FaultKey(candidate.Category, candidate.Shape, call.Tool),
                    new KnownFault(candidate, [call.Tool], IsServers: false, Isolated: 0)
                ),
            },
            candidate,
            new Sighting { ShownBy = call }
        );

    // Every server shows it, so it is confirmed by having been seen.
    private static Step OnServer(TriageState state, Candidate candidate)
    {
        var key = new FaultKey(candidate.Category, candidate.Shape, null);
        var isKnown = state.Known.ContainsKey(key);
        var fault = new KnownFault(candidate, [], IsServers: true, 1);
        return isKnown
            ? Count(state, candidate)
            : Record(
                state with
                {
                    Known = state.Known.SetItem(key, fault),
                },
                candidate,
                new Sighting { IsServers = true, Reproduced = new Reproduction(1, 1) }
            );
    }

    private Step OnStream(TriageState state, TriageInput.OnStream seen)
    {
        var question = new Question
        {
            Kind = QuestionKind.Stream,
            Candidate = seen.Candidate with { Tool = null },
            Suspects = SuspectsOf(seen.Scene),
            Sequence = [.. seen.Scene.Sequence],
            Quiet = budget.QuietFor(seen.Scene.Uptime),
        };
        return Ask(state, question);
    }

    private Step OnLate(TriageState state, TriageInput.Late late) =>
        Ask(
            state,
            LatenessOf(late.Call) with
            {
                IsUnanswered = late.Elapsed is null,
                LateReply = late.Elapsed,
            }
        );

    private Step OnOverdue(TriageState state, TriageInput.Overdue overdue) =>
        Ask(state, LatenessOf(overdue.Call) with { IsUnanswered = true, Evidence = [overdue.Evidence] });

    private static Step OnAnsweredAfterAll(TriageState state, TriageInput.AnsweredAfterAll answered)
    {
        var key = FaultKey.OfLateness(answered.Call.Tool);
        var question = state.Questions.Find(open => open.Key == key);
        return question is null
            ? (state, [])
            : (Replace(state, question, question with { LateReply = answered.Elapsed }), []);
    }

    private Step OnSilent(TriageState state, TriageInput.Silent silent) =>
        silent.Scene.Unanswered.Any(call => IsKnownToStick(state, call.Tool))
            ? (state, [])
            : Ask(
                state,
                new Question
                {
                    Kind = QuestionKind.Silence,
                    Candidate = Candidates.ServerStuck(null, silent.After, ""),
                    Suspects = SuspectsOf(silent.Scene),
                    Sequence = [.. silent.Scene.Sequence],
                    Unanswered = [.. silent.Scene.Unanswered],
                }
            );

    private static bool IsKnownToStick(TriageState state, string tool) =>
        state.Known.GetValueOrDefault(FaultKey.OfLateness(tool))?.Candidate.Category is Categories.ServerStuck;

    private Step OnDied(TriageState state, TriageInput.Died died) =>
        Ask(
            state,
            new Question
            {
                Kind = QuestionKind.Death,
                Candidate = died.Candidate with { Tool = null },
                Suspects = SuspectsOf(died.Scene),
                Sequence = [.. died.Scene.Sequence],
                Unanswered = [.. died.Scene.Unanswered],
                Quiet = budget.QuietFor(died.Scene.Uptime),
                Evidence = [died.Evidence],
            }
        );

    private static Step OnRunEnded(TriageState state, TriageInput.RunEnded ended) =>
        (
            state with
            {
                Running = state.Running.Remove(ended.Run),
                Seen = state.Seen.Add(ended.Observation),
                Spent = state.Spent + ended.Observation.Took,
            },
            []
        );

    private static Step OnConclude(TriageState state, bool cut)
    {
        var concluding = state with { IsConcluding = true, IsCut = state.IsCut || cut };
        return (
            concluding,
            cut && !state.IsCut ? [.. state.Running.Keys.Select(run => new TriageEffect.CancelRun(run))] : []
        );
    }

    /// <summary>Counts what is known, joins what is asked already, asks what is new, and records without proof what is beyond the budget.</summary>
    private Step Ask(TriageState state, Question question)
    {
        if (KnownFor(state, question) is var (fault, tool))
        {
            var counted = Count(state, fault.Candidate with { Tool = fault.IsServers ? null : tool });
            var isDecided = fault.IsServers || tool is not null;
            return Then(
                counted,
                Resolve([.. question.Evidence], tool, fault.Candidate.Category, 0, isDecided && !IsLate(question))
            );
        }

        if (state.Questions.Find(open => open.Key == question.Key) is { } open)
        {
            return (Replace(state, open, open.Join(question)), []);
        }

        return budget.Allows(state, question) && !state.IsCut
            ? (
                state with
                {
                    Questions = state.Questions.Add(question),
                    PerTool = question.Suspects.IsEmpty
                        ? state.PerTool
                        : state.PerTool.SetItem(
                            question.Suspects[0].Tool,
                            state.PerTool.GetValueOrDefault(question.Suspects[0].Tool) + 1
                        ),
                },
                []
            )
            : WithoutProof(state, question);
    }

    // A fault that names its tool is known by it; one of the server as a whole is known of each of the tools that were at work.
    private (KnownFault Fault, string? Tool)? KnownFor(TriageState state, Question question)
    {
        if (question.Candidate.Category is Categories.StdoutNoise && state.Known.TryGetValue(FaultKey.Noise, out var noise))
        {
            return (noise, null);
        }

        if (state.Known.GetValueOrDefault(question.Key) is not { IsHarmless: false } fault)
        {
            return null;
        }

        if (fault.IsServers || question.Kind is QuestionKind.Lateness)
        {
            return (fault, fault.IsServers ? null : question.Suspects[0].Tool);
        }

        var known = question.Suspects.Find(call => fault.Tools.Contains(call.Tool));
        return known is not null ? (fault, known.Tool)
            : fault.Isolated >= settings.PerShape && question.Kind is not QuestionKind.Death ? (fault, null)
            : null;
    }

    private Step Advance(Step step)
    {
        for (var i = 0; i < step.State.Questions.Count; )
        {
            var question = step.State.Questions[i];
            switch (policy.Next(question, step.State.Seen, step.State.Samples))
            {
                case IsolationStep.Decided decided:
                    step = Then(step, state => Settle(state, question, decided.Verdict));
                    i = 0;
                    break;
                case IsolationStep.Needs when step.State.IsCut || budget.IsSpent(step.State):
                    step = Then(step, state => WithoutProof(Close(state, question), question));
                    i = 0;
                    break;
                default:
                    i++;
                    break;
            }
        }

        return Conclude(Then(step, Start));
    }

    private Step Start(TriageState state)
    {
        var effects = ImmutableList<TriageEffect>.Empty;
        foreach (var script in _planner.Missing(state, policy))
        {
            state = state with
            {
                LastRun = state.LastRun + 1,
                Running = state.Running.Add(state.LastRun + 1, script),
            };
            effects = effects.Add(new TriageEffect.StartRun(state.LastRun, script));
        }

        return (state, effects);
    }

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

    private static Step Settle(TriageState state, Question question, Verdict verdict)
    {
        var closed = Close(state, question);
        var first = question.Sequence.IsEmpty ? question.Suspects : question.Sequence;
        return verdict switch
        {
            Verdict.Servers servers => Then(
                Record(
                    Learn(closed, question, servers.Candidate, null, isServers: true),
                    servers.Candidate,
                    new Sighting
                    {
                        ShownBy = servers.ShownBy,
                        Reproduced = servers.Reproduced,
                        Count = question.Count,
                        IsServers = true,
                    }
                ),
                Resolve(question.Evidence, null, servers.Candidate.Category, 0, resend: true)
            ),
            Verdict.Call call => Then(
                Record(
                    Learn(closed, question, call.Candidate, call.ShownBy.Tool, isServers: false),
                    call.Candidate,
                    new Sighting
                    {
                        ShownBy = call.ShownBy,
                        Reproduced = call.Reproduced,
                        Count = question.Count,
                    }
                ),
                Resolve(
                    question.Evidence,
                    call.ShownBy.Tool,
                    call.Candidate.Category,
                    call.Reproduced.Shown,
                    resend: !IsLate(question)
                )
            ),
            Verdict.Nobody nobody => Then(
                Record(
                    Learn(closed, question, question.Candidate, null, isServers: false),
                    question.Candidate,
                    new Sighting
                    {
                        Sequence = nobody.Sequence.IsEmpty ? first : nobody.Sequence,
                        Reproduced = nobody.Reproduced,
                        Count = question.Count,
                    }
                ),
                Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: false)
            ),
            _ => Then(
                (LearnHarmless(closed, question), []),
                Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: true)
            ),
        };
    }

    /// <summary>What was seen and could not be isolated: a finding where a reply or the server's end shows it; what was merely late is none.</summary>
    private static Step WithoutProof(TriageState state, Question question)
    {
        // What was harmless as often as it was isolated needs no word.
        var noted = state.Known.GetValueOrDefault(question.Key) is { IsHarmless: true }
            ? state
            : state with { NotIsolated = state.NotIsolated.Add(TriageBudget.LineOf(question)) };
        var resolved = Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: false);
        return IsLate(question)
            ? Then((noted, []), resolved)
            : Then(
                Record(
                    noted,
                    question.Candidate,
                    new Sighting
                    {
                        ShownBy = question.Kind is QuestionKind.Reply ? question.Suspects[0] : null,
                        Sequence = question.Kind is QuestionKind.Reply ? [] : question.Sequence,
                        Count = question.Count,
                    }
                ),
                resolved
            );
    }

    private static TriageState Learn(
        TriageState state,
        Question question,
        Candidate candidate,
        string? tool,
        bool isServers
    )
    {
        var known = state.Known.GetValueOrDefault(question.Key);
        var tools = known?.Tools ?? [];
        var learned = new KnownFault(
            candidate,
            tool is null ? tools : tools.Add(tool),
            isServers || known is { IsServers: true },
            (known?.Isolated ?? 0) + 1
        );
        var key = isServers && candidate.Category is Categories.StdoutNoise ? FaultKey.Noise : question.Key;
        return state with { Known = state.Known.SetItem(question.Key, learned).SetItem(key, learned) };
    }

    private static TriageState LearnHarmless(TriageState state, Question question) =>
        state with
        {
            Known = state.Known.SetItem(
                question.Key,
                new KnownFault(
                    question.Candidate,
                    [],
                    IsServers: false,
                    (state.Known.GetValueOrDefault(question.Key)?.Isolated ?? 0) + 1
                )
                {
                    IsHarmless = true,
                }
            ),
        };

    private static Step Record(TriageState state, Candidate candidate, Sighting sighting)
    {
        var book = state.Book.Record(candidate, sighting);
        return (
            state with
            {
                Book = book,
            },
            [
                .. FindingChanges
                    .Between(state.Book, book)
                    .Select(change => new TriageEffect.TellFinding(change.Finding, change.Supersedes, book.Count)),
            ]
        );
    }

    private static Step Count(TriageState state, Candidate candidate) =>
        (state with { Book = state.Book.Record(candidate, new Sighting()) }, []);

    private static Question LatenessOf(FuzzCase call) =>
        new()
        {
            Kind = QuestionKind.Lateness,
            Candidate = Candidates.ReplyLost(call.Tool, TimeSpan.Zero),
            Suspects = [call],
            Late = [call.CaseId],
        };

    private static bool IsLate(Question question) => question.Kind is QuestionKind.Lateness;

    // What was sent last is the most likely; what was answered before comes after what was not.
    private static ImmutableList<FuzzCase> SuspectsOf(Scene scene) => [.. scene.Unanswered.Reverse(), .. scene.Lately];

    private static TriageState Close(TriageState state, Question question) =>
        state with
        {
            Questions = state.Questions.Remove(question),
        };

    private static TriageState Replace(TriageState state, Question old, Question replacement) =>
        state with
        {
            Questions = state.Questions.Replace(old, replacement),
        };

    private static ImmutableList<TriageEffect> Resolve(
        IReadOnlyList<int> evidence,
        string? tool,
        string category,
        int shown,
        bool resend
    ) =>
        [
            .. evidence.Select(number => new TriageEffect.Resolve(
                new Resolution(number, tool, category, shown, resend)
            )),
        ];

    private static Step Then(Step step, Func<TriageState, Step> next)
    {
        var (state, effects) = next(step.State);
        return (state, step.Effects.AddRange(effects));
    }

    private static Step Then(Step step, ImmutableList<TriageEffect> effects) =>
        (step.State, step.Effects.AddRange(effects));
}
