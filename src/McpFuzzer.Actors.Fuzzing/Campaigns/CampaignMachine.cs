using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// Decides a campaign from its plan to its end: what is sent to which server, what is run again, who is to blame, when it is over. Pure: it is told what happened and
/// says what to do.
/// </summary>
internal sealed class CampaignMachine
{
    private readonly CampaignRecord _record;
    private readonly Lane[] _lanes;
    private bool _ending;
    private bool _finished;

    /// <summary>A campaign that has not begun.</summary>
    /// <param name="record">Nothing is in it yet.</param>
    public CampaignMachine(CampaignRecord record)
    {
        _record = record;
        _lanes = [.. Enumerable.Range(0, record.Spec.Servers).Select(number => new Lane(number, record))];
    }

    /// <summary>Starts the first server, which is asked for its tools.</summary>
    public IReadOnlyList<CampaignEffect> Start()
    {
        _lanes[0].Open();
        return Decide();
    }

    /// <summary>The tools are listed, though not as they should be.</summary>
    public IReadOnlyList<CampaignEffect> Listed(IReadOnlyList<ListBreach> breaches)
    {
        foreach (var breach in breaches)
        {
            _record.BlameNone(Suspicions.Listing(breach), []);
        }

        return Decide();
    }

    /// <summary>The tools are not listed, which ends the campaign.</summary>
    public IReadOnlyList<CampaignEffect> NotListed(string message)
    {
        _record.End(CampaignEnd.TargetFailed, new TargetFailure(message, ""), awaitLastWords: true);
        return Decide();
    }

    /// <summary>The cases are planned; the other servers are started as well.</summary>
    public IReadOnlyList<CampaignEffect> Begin(IReadOnlyList<FuzzCase> plan, JudgeReply judge)
    {
        _record.Plan(plan, judge);
        return Decide();
    }

    /// <summary>Something happened at a server.</summary>
    public IReadOnlyList<CampaignEffect> Handle(TargetEvent @event)
    {
        var lane = _lanes[@event.Lane];
        if (@event.Generation == lane.Generation)
        {
            Apply(lane, @event);
        }

        return Decide();
    }

    /// <summary>Ends the campaign in order. A second reason changes nothing.</summary>
    public IReadOnlyList<CampaignEffect> End(CampaignEnd endedBy, TargetFailure? failure = null)
    {
        _record.End(endedBy, failure);
        return Decide();
    }

    private static void Apply(Lane lane, TargetEvent @event)
    {
        switch (@event)
        {
            case TargetEvent.Opened:
                lane.OnOpened();
                break;
            case TargetEvent.OpenFailed failed:
                lane.OnOpenFailed(failed.Message, failed.StderrTail);
                break;
            case TargetEvent.Rested:
                lane.OnRested();
                break;
            case TargetEvent.CallEnded ended:
                lane.OnCallEnded(ended.AttemptId, ended.Reply);
                break;
            case TargetEvent.Pinged pinged:
                lane.OnPinged(pinged.Answered);
                break;
            case TargetEvent.AnomalySeen seen:
                lane.OnAnomaly(seen.Anomaly);
                break;
            case TargetEvent.Exited:
                lane.OnExited();
                break;
            case TargetEvent.LastWordsOver:
                lane.OnLastWordsOver();
                break;
            case TargetEvent.Closed closed:
                lane.OnClosed(closed.End);
                break;
            default:
                throw new ArgumentException($"no rule for {@event.GetType().Name}", nameof(@event));
        }
    }

    private IReadOnlyList<CampaignEffect> Decide()
    {
        foreach (var lane in _lanes)
        {
            lane.Fill();
        }

        if (
            _record is { EndedBy: null, IsPlanned: true }
            && _record.Ledger.Peek() is null
            && Array.TrueForAll(_lanes, lane => lane.IsIdle)
        )
        {
            _record.End(CampaignEnd.Completed);
        }

        if (_record.EndedBy is not null && !_ending)
        {
            _ending = true;
            foreach (var lane in _lanes)
            {
                lane.End();
            }
        }

        if (_ending && !_finished && Array.TrueForAll(_lanes, lane => lane.IsClosed))
        {
            _finished = true;
            _record.TellHeld();
            foreach (var unsent in _record.Ledger.WithdrawAll())
            {
                _record.Complete(unsent, CaseOutcome.NotSent, TimeSpan.Zero);
            }

            _record.Emit(new CampaignEffect.Finish(_record.EndedBy!.Value, _record.Failure));
        }

        return _record.TakeEffects();
    }
}
