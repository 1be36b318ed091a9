using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <content>Who is run again alone, and what comes of it.</content>
internal sealed partial class Judgement
{
    /// <summary>
    /// The call that needs no trial: one that is run again alone, or that is alone because its tool is known for this. Any other may suffer from what an earlier call
    /// has left behind.
    /// </summary>
    private Attempt? Culprit(IReadOnlyList<Attempt> inFlight, string category) =>
        inFlight is [{ Alone: true } only]
        && (only.Retrial is not null || record.Tools.IsConfirmed(category, only.Case.Tool))
            ? only
            : null;

    /// <summary>Opens a trial where one is worth its time; where it isn't, this is all that is made of it.</summary>
    private bool Suspect(
        Suspicion suspicion,
        IReadOnlyList<Attempt> inFlight,
        IReadOnlyList<Attempt> lately,
        CaseOutcome? owed
    )
    {
        FuzzCase[] waiting = [.. inFlight.Select(attempt => attempt.Case)];
        FuzzCase[] suspects = [.. waiting, .. lately.Select(attempt => attempt.Case)];
        if (record.Tools.IsWorthATrial(suspicion.Category, suspects))
        {
            Trials.Open(suspicion, suspects, InOrderOfSending(inFlight, lately));
            Trials.Owe(waiting, owed);
            return true;
        }

        foreach (var attempt in inFlight)
        {
            Settle(attempt, owed, NoReply);
        }

        if (IsToldWithoutBlame(suspicion))
        {
            record.BlameNone(suspicion, InOrderOfSending(inFlight, lately));
        }

        return false;
    }

    private static IReadOnlyList<FuzzCase> InOrderOfSending(
        IEnumerable<Attempt> inFlight,
        IEnumerable<Attempt> lately
    ) => [.. inFlight.Concat(lately).OrderBy(attempt => attempt.Id).Select(attempt => attempt.Case)];

    /// <summary>Books the outcome of a call that needs no further run; null when it has one.</summary>
    private void Settle(Attempt attempt, CaseOutcome? outcome, TimeSpan elapsed)
    {
        if (outcome is { } known && attempt.Retrial is null or { Owed: not null })
        {
            record.Complete(attempt.Case, outcome.Value, elapsed);
            if (attempt.Retrial is not null)
            {
                attempt.Retrial.Owed = null;
            }
        }

        if (attempt.Retrial is { } retrial)
        {
            Conclude(retrial, attempt.Shown, elapsed);
        }
    }

    private void Conclude(Retrial retrial, HashSet<string> shown, TimeSpan elapsed)
    {
        foreach (var trial in retrial.Trials.Where(trial => !trial.IsOver))
        {
            trial.Conclude(retrial.Case, shown.Contains(trial.Suspicion.Category), elapsed);
            if (trial is { IsOver: true, Shown: false })
            {
                record.Tools.NoteFailedTrial(trial);
                if (IsToldWithoutBlame(trial.Suspicion) && !IsExplainedByQueue(trial))
                {
                    record.BlameNone(trial.Suspicion, trial.Sequence);
                }
            }
        }
    }

    /// <summary>One late reply that came in time when it was called again was late for the load: no finding.</summary>
    private static bool IsToldWithoutBlame(Suspicion suspicion) =>
        suspicion.Category is not (Categories.ReplySlow or Categories.ReplyLost);

    /// <summary>
    /// A server that takes its calls one by one answers a ping only after them. Where the calls take as long alone as the silence lasted, it was at work and not stuck.
    /// </summary>
    private bool IsExplainedByQueue(Trial trial) =>
        trial.Suspicion.Category is Categories.ServerStuck
        && trial.TakenAlone >= record.Spec.CallTimeout + record.Settings.Thresholds.StuckAfter;
}
