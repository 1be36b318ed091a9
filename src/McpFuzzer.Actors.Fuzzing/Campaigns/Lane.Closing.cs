using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <content>How a target is closed, and what its end comes to.</content>
internal sealed partial class Lane
{
    /// <summary>The campaign ends: nothing more is sent, and what is in flight is cut short.</summary>
    public void End()
    {
        if (_phase is Phase.Closed or Phase.Resting)
        {
            _phase = Phase.Closed;
            Abandon();
        }
        else if (_phase is not Phase.Closing)
        {
            // A death that was seen before the end is still told.
            BeginClose(_phase is Phase.Dying ? ClosingFor.Died : ClosingFor.End);
        }
    }

    public void OnClosed(TargetEnd end)
    {
        if (_phase is not Phase.Closing)
        {
            return;
        }

        _phase = Phase.Closed;
        if (!end.ProvenGone)
        {
            record.NoteLeftover();
        }

        record.NoteLastWords(end.StderrTail);
        Conclude(Concerned(), end);
        _inFlight.Clear();
        _unanswered.Clear();
        _answered = null;
        if (record.EndedBy is not null)
        {
            _phase = Phase.Closed;
            Abandon();
        }
    }

    private void Conclude(IReadOnlyList<Attempt> concerned, TargetEnd end)
    {
        switch (_closingFor)
        {
            case ClosingFor.Refresh:
                break;
            case ClosingFor.Stuck:
                _judgement.Stuck(concerned, _lately, end.StderrTail);
                break;
            case ClosingFor.End:
                CutShort(concerned);
                break;
            case ClosingFor.Died when end is { Cause: ExitCause.Exited, Exit: { } exit }:
                OnCrash(concerned, exit, end.StderrTail);
                break;
            case ClosingFor.Died when end.Cause is ExitCause.Requested:
                // It lived on, until it was stopped.
                _judgement.ClosedStdout(concerned, _lately, end.StderrTail);
                break;
            case ClosingFor.Died:
                OnUndone(concerned, end);
                break;
            default:
                throw new InvalidOperationException($"no rule for {_closingFor}");
        }
    }

    private void OnCrash(IReadOnlyList<Attempt> concerned, ProcessExit exit, string stderrTail)
    {
        if (concerned.Count == 0 && _lately.Count == 0)
        {
            FailOpen($"the target exited right after the handshake: {exit}", stderrTail);
            return;
        }

        _judgement.Crashed(concerned, _lately, exit, stderrTail);
    }

    private void OnUndone(IReadOnlyList<Attempt> concerned, TargetEnd end)
    {
        _judgement.Undone(concerned);
        if (++_undone >= UndoneLimit)
        {
            var how = end.Cause?.ToString() ?? "cause unknown";
            record.End(
                CampaignEnd.TargetFailed,
                new TargetFailure($"the target was ended from outside {_undone} times ({how})", end.StderrTail)
            );
        }
    }

    /// <summary>What is in flight when the campaign ends has no outcome.</summary>
    private void CutShort(IReadOnlyList<Attempt> concerned)
    {
        foreach (var attempt in concerned)
        {
            if (attempt.Retrial is { } retrial)
            {
                _judgement.Abandon(retrial);
            }
            else
            {
                var outcome = _unanswered.Contains(attempt) ? CaseOutcome.TimedOut : CaseOutcome.NotSent;
                record.Complete(attempt.Case, outcome, TimeSpan.Zero);
            }
        }
    }

    private void Abandon()
    {
        foreach (var retrial in _judgement.Trials.TakeAll())
        {
            _judgement.Abandon(retrial);
        }
    }

    private void BeginClose(ClosingFor why)
    {
        _phase = Phase.Closing;
        _closingFor = why;
        // One that answers nothing would only use up the time of the polite stop.
        record.Emit(new CampaignEffect.Close(number, Generation, Force: why is ClosingFor.Stuck));
    }
}
