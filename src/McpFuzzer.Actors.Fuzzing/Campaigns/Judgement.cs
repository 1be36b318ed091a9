using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// What is made of the things that happen at one server. A call that was alone is blamed at once; of several, each is run again alone, unless it is known already
/// which tool shows this.
/// </summary>
internal sealed class Judgement(CampaignRecord record)
{
    private static readonly TimeSpan NoReply = TimeSpan.Zero;

    public TrialQueue Trials { get; } = new();

    /// <summary>A call has its reply.</summary>
    /// <param name="attempt">The call.</param>
    /// <param name="reply">A result or an error.</param>
    /// <param name="elapsed">Since its writing.</param>
    public void Answered(Attempt attempt, McpReply reply, TimeSpan elapsed)
    {
        var firstRun = attempt.Retrial is null or { Owed: not null };
        foreach (var suspicion in record.Judge(attempt.Case, reply).Where(_ => firstRun))
        {
            record.Blame(suspicion, attempt.Case);
        }

        if (elapsed > record.Settings.Thresholds.SlowAfter)
        {
            Late(attempt, elapsed);
        }

        var outcome = reply switch
        {
            McpReply.Result result => IsToolError(result) ? CaseOutcome.ToolError : CaseOutcome.Succeeded,
            _ => CaseOutcome.RpcError,
        };
        Settle(attempt, outcome, elapsed);
    }

    /// <summary>A call has no reply in time, though the server answers a ping.</summary>
    public void Silent(Attempt attempt)
    {
        if (
            attempt.Retrial is not null
            || record.Tools.IsConfirmed(Categories.ReplyLost, attempt.Case.Tool)
            || (attempt.Alone && attempt.Timeout >= record.LongTimeout)
        )
        {
            Show(attempt, Suspicions.ReplyLost(attempt.Case.Tool, attempt.Timeout));
            Settle(attempt, CaseOutcome.TimedOut, attempt.Timeout);
        }
        else
        {
            Suspect(Suspicions.ReplyLost(null, attempt.Timeout), [attempt], CaseOutcome.TimedOut, fresh: true);
        }
    }

    /// <summary>The server answered nothing any more, a ping neither.</summary>
    public void Stuck(IReadOnlyList<Attempt> inFlight, string stderrTail)
    {
        if (
            inFlight is [{ Alone: true } only]
            && (only.Timeout >= record.LongTimeout || record.Tools.IsConfirmed(Categories.ServerStuck, only.Case.Tool))
        )
        {
            Show(only, Suspicions.ServerStuck(only.Case.Tool, only.Timeout, stderrTail));
            Settle(only, CaseOutcome.TimedOut, only.Timeout);
        }
        else
        {
            var after = inFlight.Count > 0 ? inFlight.Max(attempt => attempt.Timeout) : NoReply;
            Suspect(Suspicions.ServerStuck(null, after, stderrTail), inFlight, CaseOutcome.TimedOut, fresh: true);
        }
    }

    /// <summary>The server exited by itself.</summary>
    /// <param name="inFlight">The calls that were in flight.</param>
    /// <param name="lately">The call that was answered last; suspected when none was in flight.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public void Crashed(IReadOnlyList<Attempt> inFlight, Attempt? lately, ProcessExit exit, string stderrTail)
    {
        if (inFlight is [{ Alone: true } only])
        {
            Show(only, Suspicions.Crash(only.Case.Tool, exit, stderrTail));
            Settle(only, CaseOutcome.TargetDied, NoReply);
        }
        else if (inFlight.Count > 0)
        {
            Suspect(Suspicions.Crash(null, exit, stderrTail), inFlight, CaseOutcome.TargetDied, fresh: true);
        }
        else if (lately is not null)
        {
            Suspect(Suspicions.Crash(null, exit, stderrTail), [lately], owed: null, fresh: true);
        }
    }

    /// <summary>Something was on the stream that does not belong there.</summary>
    /// <param name="inFlight">The calls that are in flight.</param>
    /// <param name="lately">The call that was answered last; suspected when none is in flight.</param>
    /// <param name="anomaly">What it was.</param>
    public void Anomaly(IReadOnlyList<Attempt> inFlight, Attempt? lately, StreamAnomaly anomaly)
    {
        IReadOnlyList<Attempt> suspects = inFlight.Count > 0 || lately is null ? inFlight : [lately];
        var unblamed = Suspicions.Stream(null, anomaly);
        if (suspects is [{ Alone: true } only])
        {
            Show(only, Suspicions.Stream(only.Case.Tool, anomaly));
        }
        else if (
            suspects.FirstOrDefault(suspect => record.Tools.IsConfirmed(unblamed.Category, suspect.Case.Tool)) is
            { } known
        )
        {
            record.Blame(Suspicions.Stream(known.Case.Tool, anomaly), known.Case);
        }
        else if (suspects.Count == 0)
        {
            record.BlameNone(unblamed, []);
        }
        else if (!Trials.IsTrying(unblamed.Category))
        {
            Suspect(unblamed, suspects, owed: null, fresh: false);
        }
    }

    /// <summary>A target was ended by something else than itself or the campaign: nobody's fault, and nothing has an outcome.</summary>
    public void Undone(IReadOnlyList<Attempt> inFlight)
    {
        foreach (var attempt in inFlight.Reverse())
        {
            Unsent(attempt);
        }
    }

    /// <summary>A call never left, and will be sent again.</summary>
    public void Unsent(Attempt attempt)
    {
        if (attempt.Retrial is { } retrial)
        {
            Trials.Return(retrial);
        }
        else
        {
            record.Return(attempt.Case);
        }
    }

    /// <summary>What waits for its trial gets none any more.</summary>
    public void Abandon(Retrial retrial)
    {
        if (retrial.Owed is { } owed)
        {
            record.Complete(retrial.Case, owed, NoReply);
        }

        Conclude(retrial, new HashSet<string>(StringComparer.Ordinal));
    }

    private void Late(Attempt attempt, TimeSpan elapsed)
    {
        var tool = attempt.Case.Tool;
        if (attempt.Alone || record.Tools.IsConfirmed(Categories.ReplySlow, tool))
        {
            Show(attempt, Suspicions.ReplySlow(tool, elapsed));
        }
        else
        {
            Suspect(Suspicions.ReplySlow(null, elapsed), [attempt], owed: null, fresh: false);
        }
    }

    private void Show(Attempt attempt, Suspicion suspicion)
    {
        attempt.Shown.Add(suspicion.Category);
        record.Blame(suspicion, attempt.Case);
    }

    private void Suspect(Suspicion suspicion, IReadOnlyList<Attempt> suspects, CaseOutcome? owed, bool fresh)
    {
        FuzzCase[] cases = [.. suspects.Select(suspect => suspect.Case)];
        if (
            suspects.All(suspect => suspect.Retrial is null)
            && cases.Any(suspect => record.Tools.IsWorthATrial(suspicion.Category, suspect.Tool))
        )
        {
            Trials.Open(suspicion, cases, fresh, owed);
            return;
        }

        foreach (var suspect in suspects)
        {
            Settle(suspect, owed, NoReply);
        }

        if (IsToldWithoutBlame(suspicion))
        {
            record.BlameNone(suspicion, cases);
        }
    }

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
            Conclude(retrial, attempt.Shown);
        }
    }

    private void Conclude(Retrial retrial, HashSet<string> shown)
    {
        foreach (var trial in retrial.Trials.Where(trial => !trial.IsOver))
        {
            trial.Conclude(retrial.Case, shown.Contains(trial.Suspicion.Category));
            if (trial is { IsOver: true, Shown: false })
            {
                record.Tools.NoteFailedTrial(trial);
                if (IsToldWithoutBlame(trial.Suspicion))
                {
                    record.BlameNone(trial.Suspicion, trial.Suspects);
                }
            }
        }
    }

    /// <summary>One late reply that came in time when it was called again was late for the load: no finding.</summary>
    private static bool IsToldWithoutBlame(Suspicion suspicion) =>
        suspicion.Category is not (Categories.ReplySlow or Categories.ReplyLost);

    private static bool IsToolError(McpReply.Result result) =>
        result.Value.ValueKind is System.Text.Json.JsonValueKind.Object
        && result.Value.TryGetProperty("isError", out var isError)
        && isError.ValueKind is System.Text.Json.JsonValueKind.True;
}
