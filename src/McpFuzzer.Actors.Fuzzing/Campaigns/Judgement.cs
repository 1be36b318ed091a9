using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// What is made of the things that happen at one server. What one reply shows is blamed on its call at once. What happens to the server is blamed on a call only when it
/// shows it alone on a fresh target; until then every call that was in flight, or answered just before, is a suspect. What a tool is known for needs no further proof.
/// </summary>
internal sealed partial class Judgement(CampaignRecord record)
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

    /// <summary>
    /// A call has no reply in time, though the server answers a ping. Of a tool that is known to take its time it says nothing: what takes as long as it is told to
    /// (a tool that waits, say) is not lost.
    /// </summary>
    public void Silent(Attempt attempt)
    {
        if (record.Tools.IsConfirmed(Categories.ReplySlow, attempt.Case.Tool))
        {
            record.NoteHang(attempt.Case.Tool);
            Settle(attempt, CaseOutcome.TimedOut, attempt.Timeout);
        }
        else if (record.Tools.IsConfirmed(Categories.ReplyLost, attempt.Case.Tool) || attempt.Retrial is not null)
        {
            Show(attempt, Suspicions.ReplyLost(attempt.Case.Tool, attempt.Timeout));
            Settle(attempt, CaseOutcome.TimedOut, attempt.Timeout);
        }
        else
        {
            if (!Suspect(Suspicions.ReplyLost(null, attempt.Timeout), [attempt], [], CaseOutcome.TimedOut))
            {
                record.NoteHang(attempt.Case.Tool);
            }
        }
    }

    /// <summary>The server answered nothing any more, a ping neither.</summary>
    /// <param name="inFlight">The calls that are without a reply.</param>
    /// <param name="lately">Those that were answered just before.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public void Stuck(IReadOnlyList<Attempt> inFlight, IReadOnlyList<Attempt> lately, string stderrTail)
    {
        var after = inFlight.Count > 0 ? inFlight.Max(attempt => attempt.Timeout) : record.Spec.CallTimeout;
        Unanswering(inFlight, lately, tool => Suspicions.ServerStuck(tool, after, stderrTail));
    }

    /// <summary>The server closed its stdout and lived on.</summary>
    /// <param name="inFlight">The calls that are without a reply.</param>
    /// <param name="lately">Those that were answered just before.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public void ClosedStdout(IReadOnlyList<Attempt> inFlight, IReadOnlyList<Attempt> lately, string stderrTail) =>
        Unanswering(inFlight, lately, tool => Suspicions.StdoutClosed(tool, stderrTail));

    private void Unanswering(
        IReadOnlyList<Attempt> inFlight,
        IReadOnlyList<Attempt> lately,
        Func<string?, Suspicion> blaming
    )
    {
        if (Culprit(inFlight, Categories.ServerStuck) is { } culprit)
        {
            Show(culprit, blaming(culprit.Case.Tool));
            Settle(culprit, CaseOutcome.TimedOut, culprit.Timeout);
        }
        else
        {
            var isTried = Suspect(blaming(null), inFlight, lately, CaseOutcome.TimedOut);
            if (!isTried && inFlight is [{ Alone: true } only])
            {
                record.NoteHang(only.Case.Tool);
            }
        }
    }

    /// <summary>The server exited by itself.</summary>
    /// <param name="inFlight">The calls that are without a reply.</param>
    /// <param name="lately">Those that were answered just before.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="stderrTail">Printable and masked.</param>
    public void Crashed(
        IReadOnlyList<Attempt> inFlight,
        IReadOnlyList<Attempt> lately,
        ProcessExit exit,
        string stderrTail
    )
    {
        if (Culprit(inFlight, Categories.Crash) is { } culprit)
        {
            Show(culprit, Suspicions.Crash(culprit.Case.Tool, exit, stderrTail));
            Settle(culprit, CaseOutcome.TargetDied, NoReply);
        }
        else
        {
            var suspicion = Suspicions.Crash(null, exit, stderrTail);
            Suspect(suspicion, inFlight, lately, CaseOutcome.TargetDied);
        }
    }

    /// <summary>Something was on the stream that does not belong there.</summary>
    /// <param name="inFlight">The calls that are in flight.</param>
    /// <param name="lately">Those that were answered just before.</param>
    /// <param name="anomaly">What it was.</param>
    public void Anomaly(IReadOnlyList<Attempt> inFlight, IReadOnlyList<Attempt> lately, StreamAnomaly anomaly)
    {
        var unblamed = Suspicions.Stream(null, anomaly);
        var known =
            Culprit(inFlight, unblamed.Category)
            ?? inFlight.FirstOrDefault(sent => record.Tools.IsConfirmed(unblamed.Category, sent.Case.Tool));
        if (known is not null)
        {
            Show(known, Suspicions.Stream(known.Case.Tool, anomaly));
        }
        else if (!Trials.IsTrying(unblamed.Category))
        {
            Suspect(unblamed, inFlight, lately, owed: null);
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

    /// <summary>What waits for its trial gets none any more. A tool that has been shown to do just this explains it all the same.</summary>
    public void Abandon(Retrial retrial)
    {
        if (retrial.Owed is { } owed)
        {
            record.Complete(retrial.Case, owed, NoReply);
            retrial.Owed = null;
        }

        var known = retrial
            .Trials.Select(trial => trial.Suspicion.Category)
            .Where(category => record.Tools.IsConfirmed(category, retrial.Case.Tool));
        Conclude(retrial, known.ToHashSet(StringComparer.Ordinal), NoReply);
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
            Suspect(Suspicions.ReplySlow(null, elapsed), [attempt], [], owed: null);
        }
    }

    private void Show(Attempt attempt, Suspicion suspicion)
    {
        attempt.Shown.Add(suspicion.Category);
        record.Blame(suspicion, attempt.Case);
    }

    private static bool IsToolError(McpReply.Result result) =>
        result.Value.ValueKind is System.Text.Json.JsonValueKind.Object
        && result.Value.TryGetProperty("isError", out var isError)
        && isError.ValueKind is System.Text.Json.JsonValueKind.True;
}
