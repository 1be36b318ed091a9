namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <content>What is sent next.</content>
internal sealed partial class Lane
{
    /// <summary>Sends what may be sent now.</summary>
    public void Fill()
    {
        if (_phase is Phase.Closed && record is { IsPlanned: true, EndedBy: null } && HasWork)
        {
            Open();
        }

        while (_phase is Phase.Ready && record.EndedBy is null && SendNext()) { }
    }

    private bool SendNext()
    {
        if (!_judgement.Trials.IsEmpty)
        {
            return _inFlight.Count == 0 && SendRetrial();
        }

        if (
            _inFlight.Count >= record.Spec.Concurrency
            || _inFlight.Exists(sent => sent.Exclusive)
            || record.Ledger.Peek() is not { } next
        )
        {
            return false;
        }

        var exclusive = record.Tools.IsDangerous(next.Tool);
        if (exclusive && _inFlight.Count > 0)
        {
            return false;
        }

        record.Ledger.Take();
        Send(new Attempt(record.NextAttempt(next), next, record.Spec.CallTimeout, exclusive, retrial: null));
        return true;
    }

    private bool SendRetrial()
    {
        var next = _judgement.Trials.Peek()!;
        if (!next.IsWanted || record.Ledger.IsGivenUp(next.Case.Tool))
        {
            _judgement.Abandon(_judgement.Trials.Take());
            return true;
        }

        if (!_fresh)
        {
            BeginClose(ClosingFor.Refresh);
            return false;
        }

        _judgement.Trials.Take();
        var attemptId = record.NextAttempt(next.Case);
        Send(new Attempt(attemptId, next.Case, record.LongTimeout, exclusive: true, next));
        return true;
    }

    private void Send(Attempt attempt)
    {
        if (_inFlight.Count > 0)
        {
            attempt.Alone = false;
            _inFlight.ForEach(sent => sent.Alone = false);
        }

        _fresh = false;
        _inFlight.Add(attempt);
        record.Emit(new CampaignEffect.Call(number, Generation, attempt.Id, attempt.Case, attempt.Timeout));
    }
}
