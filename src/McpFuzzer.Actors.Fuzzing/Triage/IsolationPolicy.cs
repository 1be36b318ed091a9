using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Decides a question from the isolation runs so far, or names the runs that it still needs. First comes a control, the
/// same wait without a call: what shows there is the server's. Then each suspect runs alone, the most likely first: a
/// suspect that shows it in two of two runs is to blame. Anomalies of the stream are also tried with other tools: what
/// two tools show is the server's. What only all calls together show is narrowed down by halves.
/// </summary>
internal sealed class IsolationPolicy(IsolationSettings settings, OracleThresholds thresholds, TimeSpan callTimeout)
{
    /// <summary>So many runs of a suspect have to show it, and no run may miss it.</summary>
    private const int Proof = 2;

    /// <summary>So many suspects are tried beside each other.</summary>
    private const int Beside = 3;

    private readonly LatenessPolicy _lateness = new(thresholds);

    /// <summary>Returns the decision, or the runs that it still needs.</summary>
    /// <param name="question">The question.</param>
    /// <param name="seen">The observations so far.</param>
    /// <param name="samples">Ordinary calls, one of each tool.</param>
    public IsolationStep Next(Question question, IReadOnlyList<Observation> seen, IReadOnlyList<FuzzCase> samples) =>
        question.Kind switch
        {
            QuestionKind.Reply => Confirm(question, seen),
            QuestionKind.Lateness => _lateness.Next(question, seen),
            _ => Isolate(question, seen, samples),
        };

    private static IsolationStep Confirm(Question question, IReadOnlyList<Observation> seen)
    {
        var call = question.Suspects[0];
        var runs = seen.SelectMany(run => run.Calls).Where(observed => observed.Case.CaseId == call.CaseId).ToList();
        var shown = runs.Count(observed =>
            observed.Candidates.Any(candidate => candidate.IsSameAs(question.Candidate))
        );

        // A server that does not open counts too. Otherwise a target that no longer starts would be started without
        // end.
        var tried = runs.Count + seen.Count(run => !run.Opened && run.Script.Contains(call));
        return (shown, tried) switch
        {
            (> 0, _) or (_, >= Proof) => Decided(
                new Verdict.Call(question.Candidate, call, new Reproduction(shown, tried))
            ),
            (_, 0) => Needs([new RunScript(RunMode.InTurn, [call], TimeSpan.Zero)]),
            _ => Needs([RunScript.Alone(call, TimeSpan.Zero)]),
        };
    }

    private IsolationStep Isolate(Question question, IReadOnlyList<Observation> seen, IReadOnlyList<FuzzCase> samples)
    {
        if (question.HasWokenUp)
        {
            return Decided(new Verdict.Harmless());
        }

        var wait = RunScript.Control(question.Kind is QuestionKind.Silence ? thresholds.LostAfter : question.Quiet);
        var control = seen.FirstOrDefault(run => run.Script.Covers(wait));
        if (control is not null && control.Shows(question))
        {
            return Decided(new Verdict.Servers(control.AsSeen(question, null), null, new Reproduction(1, 1)));
        }

        var needs = new List<RunScript>();
        if (control is null)
        {
            needs.Add(wait);
        }

        var (undecided, isLikelierShown) = (0, false);
        foreach (var suspect in question.Suspects.Take(settings.Suspects))
        {
            // Answered calls come after unanswered ones, since their runs take long.
            if (undecided > 0 && question.Kind is QuestionKind.Silence && !question.Unanswered.Contains(suspect))
            {
                break;
            }

            var script = RunScript.Alone(suspect, question.Quiet);
            var runs = seen.Where(run => run.Script.Covers(script)).ToList();
            if (!runs.TrueForAll(run => run.Shows(question)))
            {
                continue;
            }

            // The likelier of two suspects is to blame, no matter which run ends first.
            if (runs.Count >= Proof && !isLikelierShown)
            {
                return control is null ? Needs(needs) : Blame(question, suspect, runs, seen, samples);
            }

            // A suspect that has shown it is confirmed at once, while others may wait long for a reply.
            var isLikely = undecided++ == 0 || runs.Count > 0;
            needs.AddRange(Enumerable.Repeat(script, Math.Max(0, isLikely ? Proof - runs.Count : 1)));
            isLikelierShown |= runs.Count > 0;
            if (undecided == Beside)
            {
                break;
            }
        }

        return needs.Count > 0 ? Needs(needs) : Together(question, seen, samples);
    }

    private static IsolationStep Blame(
        Question question,
        FuzzCase suspect,
        List<Observation> runs,
        IReadOnlyList<Observation> seen,
        IReadOnlyList<FuzzCase> samples
    )
    {
        var seenAlone = runs[0].AsSeen(question, suspect.Tool);
        var candidate =
            suspect.IsUnicode || question.Kind is not QuestionKind.Death ? seenAlone : Candidates.OfTheLine(seenAlone);
        var reproduced = new Reproduction(runs.Count, runs.Count);
        var others = samples.Where(call => call.Tool != suspect.Tool).ToList();
        if (question.Kind is not QuestionKind.Stream || others.Count == 0)
        {
            return Decided(new Verdict.Call(candidate, suspect, reproduced));
        }

        var tried = seen.FirstOrDefault(run => IsOfOthers(run.Script, question, others));
        return tried is null ? Needs([new RunScript(RunMode.Together, others, question.Quiet)])
            : tried.Shows(question)
                ? Decided(
                    new Verdict.Servers(
                        candidate with
                        {
                            Tool = null,
                        },
                        suspect,
                        new Reproduction(runs.Count + 1, runs.Count + 1)
                    )
                )
            : Decided(new Verdict.Call(candidate, suspect, reproduced));
    }

    // There may be more samples now than at the time of the run.
    private static bool IsOfOthers(RunScript script, Question question, IReadOnlyList<FuzzCase> others) =>
        script is { Mode: RunMode.Together, Calls.Count: > 0 }
        && script.Quiet >= question.Quiet
        && script.Calls.All(call => others.Any(other => other.CaseId == call.CaseId));

    private IsolationStep Together(Question question, IReadOnlyList<Observation> seen, IReadOnlyList<FuzzCase> samples)
    {
        if (question.Kind is QuestionKind.Silence && IsExplainedByQueue(question, seen))
        {
            return Decided(new Verdict.Harmless());
        }

        var alone = seen.Count(run =>
            question.Suspects.Any(call => run.Script.Covers(RunScript.Alone(call, question.Quiet)))
        );
        if (question.Sequence.Count < 2)
        {
            return Decided(new Verdict.Unattributed(new Reproduction(0, alone)));
        }

        var script = ScriptOf(question, question.Sequence);
        var runs = seen.Where(run => run.Script.Covers(script)).ToList();
        return runs.Count < Proof ? Needs([.. Enumerable.Repeat(script, Proof - runs.Count)])
            : runs.Exists(run => run.Shows(question)) ? Narrow(question, seen, samples)
            : Decided(new Verdict.Unattributed(new Reproduction(0, alone + runs.Count)));
    }

    /// <summary>Halves the calls that show it together, as long as one of the halves still does.</summary>
    private static IsolationStep Narrow(
        Question question,
        IReadOnlyList<Observation> seen,
        IReadOnlyList<FuzzCase> samples
    )
    {
        var calls = question.Sequence;
        while (calls.Count > 1)
        {
            var middle = calls.Count / 2;
            ImmutableList<FuzzCase>[] halves =
            [
                calls.GetRange(middle, calls.Count - middle),
                calls.GetRange(0, middle),
            ];
            var scripts = halves.Select(half => ScriptOf(question, half)).ToList();
            var untried = scripts.FindAll(script => !seen.Any(run => run.Script.Covers(script)));
            if (untried.Count > 0)
            {
                return Needs(untried);
            }

            var shown = scripts.FindIndex(script => seen.Any(run => run.Script.Covers(script) && run.Shows(question)));
            if (shown < 0)
            {
                return Unattributed(question, calls, seen);
            }

            calls = halves[shown];
        }

        var alone = ScriptOf(question, calls);
        var runs = seen.Where(run => run.Script.Covers(alone)).ToList();
        return !runs.TrueForAll(run => run.Shows(question)) ? Unattributed(question, calls, seen)
            : runs.Count < Proof ? Needs([alone])
            : Blame(question, calls[0], runs, seen, samples);
    }

    private static IsolationStep.Decided Unattributed(
        Question question,
        ImmutableList<FuzzCase> calls,
        IReadOnlyList<Observation> seen
    )
    {
        var script = ScriptOf(question, calls);
        var runs = seen.Where(run => run.Script.Covers(script)).ToList();
        var shown = runs.Count(run => run.Shows(question));
        return Decided(new Verdict.Unattributed(new Reproduction(shown, runs.Count)) { Sequence = calls });
    }

    private static RunScript ScriptOf(Question question, ImmutableList<FuzzCase> calls) =>
        new(calls.Count == 1 ? RunMode.Alone : RunMode.Together, calls, question.Quiet);

    /// <summary>
    /// A serial server was busy, not silent, if its calls alone take as long as the silence lasted. A call without a
    /// reply alone explains nothing.
    /// </summary>
    private bool IsExplainedByQueue(Question question, IReadOnlyList<Observation> seen)
    {
        var alone = question
            .Unanswered.Select(call =>
                seen.Where(run => run.Script.Mode is RunMode.Alone && run.Script.Calls[0].CaseId == call.CaseId)
                    .SelectMany(run => run.Calls)
                    .Where(observed => observed.Assessment is not null)
                    .Select(observed => observed.Elapsed)
                    .DefaultIfEmpty()
                    .Max()
            )
            .Aggregate(TimeSpan.Zero, (sum, elapsed) => sum + elapsed);
        return alone >= callTimeout;
    }

    private static IsolationStep.Needs Needs(IReadOnlyList<RunScript> runs) => new(runs);

    private static IsolationStep.Decided Decided(Verdict verdict) => new(verdict);
}
