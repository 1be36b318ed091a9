using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What is wrong with the reply to a case.</summary>
internal delegate IReadOnlyList<Suspicion> JudgeReply(FuzzCase fuzzCase, McpReply reply);

/// <summary>What all servers of a campaign write into: outcomes, findings, the record of each tool, and the effects that follow.</summary>
internal sealed class CampaignRecord(CampaignSpec spec, CampaignSettings settings, SuspicionBook findings)
{
    private readonly List<CampaignEffect> _effects = [];
    private readonly List<(Suspicion Suspicion, FuzzCase ShownBy)> _held = [];
    private readonly List<Finding> _early = [];
    private JudgeReply? _judge;
    private long _lastAttempt;
    private bool _awaitsLastWords;

    public CampaignSpec Spec { get; } = spec;

    public CampaignSettings Settings { get; } = settings;

    public CaseLedger Ledger { get; } = new();

    public ToolRecord Tools { get; } =
        new(spec.MaxHangs, settings.MaxCrashes, settings.MaxFailedTrials, settings.MaxTrials);

    /// <summary>The tools have been listed and the cases planned.</summary>
    public bool IsPlanned => _judge is not null;

    public SuspicionBook Findings { get; } = findings;

    public int Restarts { get; private set; }

    public int Leftovers { get; private set; }

    /// <summary>The tool that was called last.</summary>
    public string? LastTool { get; private set; }

    /// <summary>Set once: why nothing more is sent.</summary>
    public CampaignEnd? EndedBy { get; private set; }

    public TargetFailure? Failure { get; private set; }

    /// <summary>How long a call that is run again alone may take.</summary>
    public TimeSpan LongTimeout =>
        Settings.Thresholds.LostAfter > Spec.CallTimeout ? Settings.Thresholds.LostAfter : Spec.CallTimeout;

    public void Emit(CampaignEffect effect) => _effects.Add(effect);

    public IReadOnlyList<CampaignEffect> TakeEffects()
    {
        CampaignEffect[] taken = [.. _effects];
        _effects.Clear();
        return taken;
    }

    public long NextAttempt(FuzzCase @case)
    {
        LastTool = @case.Tool;
        return ++_lastAttempt;
    }

    public void Plan(IReadOnlyList<FuzzCase> plan, JudgeReply judge)
    {
        _judge = judge;
        Ledger.Plan(plan);
        _early.ForEach(finding => Emit(new CampaignEffect.TellFinding(finding)));
        _early.Clear();
    }

    /// <summary>What this reply shows by itself.</summary>
    public IEnumerable<Suspicion> Judge(FuzzCase @case, McpReply reply) =>
        _judge!(@case, reply).Where(suspicion => Categories.EvidenceOf(suspicion.Category) == EvidenceKind.Reply);

    public void Complete(FuzzCase @case, CaseOutcome outcome, TimeSpan elapsed)
    {
        Ledger.Complete(@case, outcome);
        Emit(new CampaignEffect.TellCase(@case, outcome, elapsed));
    }

    /// <summary>Puts back a case whose call never left.</summary>
    public void Return(FuzzCase unsent)
    {
        if (!Ledger.TryReturn(unsent))
        {
            Complete(unsent, CaseOutcome.NotSent, TimeSpan.Zero);
        }
    }

    /// <summary>A call has shown this by itself.</summary>
    public void Blame(Suspicion suspicion, FuzzCase shownBy)
    {
        if (suspicion.Category == Categories.ReplyLost)
        {
            _held.Add((suspicion, shownBy));
        }
        else
        {
            Tell(Findings.Record(suspicion, shownBy));
        }

        if (Tools.Note(suspicion.Category, shownBy.Tool))
        {
            GiveUp(shownBy.Tool);
        }
    }

    /// <summary>A call of this tool was waited for in vain, which is no finding.</summary>
    public void NoteHang(string tool)
    {
        if (Tools.NoteHang(tool))
        {
            GiveUp(tool);
        }
    }

    /// <summary>Lost replies are told at the end: a tool that turns out to take its time has lost none.</summary>
    public void TellHeld()
    {
        foreach (var (suspicion, shownBy) in _held)
        {
            if (!Tools.IsConfirmed(Categories.ReplySlow, shownBy.Tool))
            {
                Tell(Findings.Record(suspicion, shownBy));
            }
        }

        _held.Clear();
    }

    /// <summary>It was seen, and no single call is to blame.</summary>
    public void BlameNone(Suspicion suspicion, IReadOnlyList<FuzzCase> sequence) =>
        Tell(Findings.Record(suspicion, sequence));

    public void NoteRestart()
    {
        Restarts++;
        if (Restarts >= Settings.MaxRestarts)
        {
            End(
                CampaignEnd.TargetFailed,
                new TargetFailure($"the target was started again {Restarts} times (max-restarts), which is enough", "")
            );
        }
    }

    public void NoteLeftover() => Leftovers++;

    /// <summary>Ends the campaign; a second reason changes nothing.</summary>
    /// <param name="endedBy">Why.</param>
    /// <param name="failure">What is wrong with the target, if that is the reason.</param>
    /// <param name="awaitLastWords">Its stderr says more, and is known when it is stopped.</param>
    public void End(CampaignEnd endedBy, TargetFailure? failure = null, bool awaitLastWords = false)
    {
        if (EndedBy is null)
        {
            EndedBy = endedBy;
            Failure = failure;
            _awaitsLastWords = awaitLastWords;
        }
    }

    /// <summary>A target is stopped, and this was the last of its stderr.</summary>
    public void NoteLastWords(string stderrTail)
    {
        if (_awaitsLastWords)
        {
            Failure = Failure! with { StderrTail = stderrTail };
        }
    }

    private void GiveUp(string tool)
    {
        if (Ledger.IsGivenUp(tool))
        {
            return;
        }

        foreach (var unsent in Ledger.GiveUp(tool))
        {
            Complete(unsent, CaseOutcome.NotSent, TimeSpan.Zero);
        }
    }

    private void Tell(Finding? finding)
    {
        if (finding is not null && IsPlanned)
        {
            Emit(new CampaignEffect.TellFinding(finding));
        }
        else if (finding is not null)
        {
            // What a program writes that turns out to be no MCP server is no finding.
            _early.Add(finding);
        }

        if (Findings.Count >= Spec.MaxFindings)
        {
            End(CampaignEnd.MaxFindings);
        }
    }
}
