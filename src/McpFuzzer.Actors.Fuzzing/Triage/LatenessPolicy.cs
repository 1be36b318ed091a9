using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Decides about a call whose reply was late, or missing at its timeout, from runs of the call alone. The milder of two
/// runs counts:
/// <code>
/// answered in time         nothing: it was the load
/// answered late            reply-slow
/// reports progress         reply-slow
/// no reply, but life       reply-lost
/// no reply and no life     server-stuck, unless the control shows no life either: then it is the server's
/// the server ends          crash
/// </code>
/// A reply that came after all on the campaign's server counts as late, even if no run repeats it.
/// </summary>
internal sealed class LatenessPolicy(OracleThresholds thresholds)
{
    private const int Proof = 2;

    private enum Grade
    {
        InTime,
        Late,
        AtWork,
        Lost,
        Stuck,
        Dead,
    }

    /// <summary>Returns the decision, or the runs that it still needs.</summary>
    public IsolationStep Next(Question question, IReadOnlyList<Observation> seen)
    {
        var call = question.Suspects[0];
        var runs = seen.Where(run => run.Script is { Mode: RunMode.Alone } && run.Script.Calls[0].CaseId == call.CaseId)
            .ToList();
        if (runs.Exists(run => GradeOf(run) is Grade.InTime))
        {
            return Decided(new Verdict.Harmless());
        }

        var wait = RunScript.Control(thresholds.LostAfter) with { MayTakeLong = true };
        var alone = RunScript.Alone(call, TimeSpan.Zero) with { MayTakeLong = true };
        var control = seen.FirstOrDefault(run => run.Script.Covers(wait));
        var needs = Enumerable.Repeat(alone, Math.Max(0, Proof - runs.Count)).ToList();
        if (control is null && question is { IsUnanswered: true, LateReply: null })
        {
            // It takes as long as the runs of the calls, so it starts with them.
            needs.Insert(0, wait);
        }

        if (runs.Count < Proof)
        {
            return new IsolationStep.Needs(needs);
        }

        var mildest = runs.MinBy(GradeOf)!;
        var grade = GradeOf(mildest);
        if (question.LateReply is { } late && grade > Grade.Late)
        {
            return Decided(
                Blame(question, Candidates.ReplySlow(call.Tool, late, call.Arguments), new Reproduction(1, 1))
            );
        }

        if (grade is Grade.Stuck && control is null)
        {
            return new IsolationStep.Needs([wait]);
        }

        return Decided(
            grade is Grade.Stuck && control is { Opened: true, ShowsLife: false }
                ? new Verdict.Servers(Stuck(null, mildest), null, new Reproduction(1, 1))
                : Blame(question, CandidateOf(grade, call.Tool, mildest), new Reproduction(runs.Count, runs.Count))
        );
    }

    private Candidate CandidateOf(Grade grade, string tool, Observation run) =>
        grade switch
        {
            Grade.Late => run.Calls[0].Candidates.First(candidate => candidate.Evidence is EvidenceKind.Time),
            Grade.AtWork => Candidates.AtWork(tool, thresholds.LostAfter),
            Grade.Lost => Candidates.ReplyLost(tool, thresholds.LostAfter),
            Grade.Stuck => Stuck(tool, run),
            _ => run.Exit is { } exit
                ? Candidates.Crash(tool, exit, run.StderrTail)
                : Candidates.StdoutClosed(tool, run.StderrTail),
        };

    private Candidate Stuck(string? tool, Observation run) =>
        Candidates.ServerStuck(tool, thresholds.LostAfter, run.StderrTail);

    private Grade GradeOf(Observation run) =>
        run switch
        {
            { Opened: false } or { Calls: [] } => Grade.InTime,
            { Calls: [{ Assessment: not null, Elapsed: var elapsed }] } => elapsed > thresholds.SlowAfter
                ? Grade.Late
                : Grade.InTime,
            { Exit: not null } or { StdoutClosed: true } => Grade.Dead,
            { Calls: [{ Progressed: true }] } => Grade.AtWork,
            { ShowsLife: true } => Grade.Lost,
            _ => Grade.Stuck,
        };

    private static Verdict.Call Blame(Question question, Candidate candidate, Reproduction reproduced) =>
        new(candidate, question.Suspects[0], reproduced);

    private static IsolationStep.Decided Decided(Verdict verdict) => new(verdict);
}
