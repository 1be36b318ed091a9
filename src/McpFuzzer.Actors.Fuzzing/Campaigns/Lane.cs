using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// One server of a campaign: what is in flight, and what comes next.
/// <code>
/// Closed   ─ Open ─────────────► Opening
/// Opening  ─ Opened ───────────► Ready         ─ OpenFailed ─► Resting, or the campaign ends
/// Resting  ─ Rested ───────────► Opening
/// Ready    ─ a call times out, or one that was run again is answered ─► Probing (a ping is out, nothing more is sent)
/// Probing  ─ pong ─────────────► Ready         ─ no pong ─► Closing (stuck)
/// Ready, Probing ─ Exited, or a call is lost ─► Dying (the last replies come in)
/// Dying    ─ all in, or LastWordsOver ────────► Closing (died)
/// Ready    ─ the next call needs a fresh target ─► Closing (refresh)
/// Closing  ─ Closed ───────────► Opening, or Closed when the campaign ends
/// </code>
/// </summary>
internal sealed partial class Lane(int number, CampaignRecord record)
{
    private const int UndoneLimit = 3;

    private readonly List<Attempt> _inFlight = [];
    private readonly List<Attempt> _unanswered = [];
    private readonly Judgement _judgement = new(record);
    private Phase _phase = Phase.Closed;
    private ClosingFor _closingFor;
    private (Attempt Attempt, McpReply Reply, TimeSpan Elapsed)? _answered;
    private readonly List<Attempt> _lately = [];
    private bool _exited;
    private bool _fresh;
    private bool _hasWorked;
    private int _failedOpens;
    private int _undone;

    private enum Phase
    {
        Closed,
        Opening,
        Resting,
        Ready,
        Probing,
        Dying,
        Closing,
    }

    private enum ClosingFor
    {
        Refresh,
        Stuck,
        Died,
        End,
    }

    public int Generation { get; private set; }

    public bool IsClosed => _phase is Phase.Closed;

    /// <summary>Nothing is in flight, and nothing waits to be run again.</summary>
    public bool IsIdle => _phase is Phase.Closed or Phase.Ready && _inFlight.Count == 0 && _judgement.Trials.IsEmpty;

    private bool HasWork => !_judgement.Trials.IsEmpty || record.Ledger.Peek() is not null;

    public void Open()
    {
        if (Generation > 0)
        {
            record.NoteRestart();
        }

        Generation++;
        _phase = Phase.Opening;
        _exited = false;
        _fresh = true;
        _lately.Clear();
        record.Emit(new CampaignEffect.Open(number, Generation));
    }

    public void OnOpened()
    {
        if (_phase is not Phase.Opening)
        {
            return;
        }

        _phase = Phase.Ready;
        if (!record.IsPlanned)
        {
            record.Emit(new CampaignEffect.ListTools(number, Generation));
        }
    }

    public void OnOpenFailed(string message, string stderrTail)
    {
        if (_phase is Phase.Opening)
        {
            FailOpen(message, stderrTail);
        }
    }

    private void FailOpen(string message, string stderrTail)
    {
        _phase = Phase.Closed;
        if (record.EndedBy is not null)
        {
            return;
        }

        _failedOpens++;
        var retries = _hasWorked
            ? Math.Max(record.Spec.StartRetries, record.Settings.RestartRetries)
            : record.Spec.StartRetries;
        if (_failedOpens > retries)
        {
            record.End(CampaignEnd.TargetFailed, new TargetFailure(message, stderrTail));
            return;
        }

        _phase = Phase.Resting;
        var factor = Math.Pow(2, Math.Min(_failedOpens - 1, 30));
        var delay = record.Settings.RestartDelay * factor;
        record.Emit(
            new CampaignEffect.Rest(
                number,
                Generation,
                delay < record.Settings.MaxRestartDelay ? delay : record.Settings.MaxRestartDelay
            )
        );
    }

    public void OnRested()
    {
        if (_phase is Phase.Resting)
        {
            Open();
        }
    }

    public void OnCallEnded(long attemptId, McpReply reply)
    {
        var attempt = _inFlight.Find(sent => sent.Id == attemptId);
        if (attempt is null || _phase is Phase.Closing)
        {
            return;
        }

        _inFlight.Remove(attempt);
        switch (reply)
        {
            case McpReply.TimedOut:
                _unanswered.Add(attempt);
                Probe(record.Settings.Thresholds.StuckAfter);
                break;
            case McpReply.Lost { Written: false }:
                _judgement.Unsent(attempt);
                Die();
                break;
            case McpReply.Lost:
                _unanswered.Add(attempt);
                Die();
                break;
            case McpReply.Result result:
                OnAnswered(attempt, reply, result.Elapsed);
                break;
            case McpReply.Error error:
                OnAnswered(attempt, reply, error.Elapsed);
                break;
            default:
                throw new InvalidOperationException($"no rule for {reply.GetType().Name}");
        }

        CloseWhenDead();
    }

    public void OnPinged(bool answered)
    {
        if (_phase is not Phase.Probing)
        {
            return;
        }

        if (!answered)
        {
            BeginClose(ClosingFor.Stuck);
            return;
        }

        _phase = Phase.Ready;
        if (_answered is { } held)
        {
            _answered = null;
            Remember(held.Attempt);
            _judgement.Answered(held.Attempt, held.Reply, held.Elapsed);
        }

        foreach (var silent in _unanswered)
        {
            _judgement.Silent(silent);
        }

        _unanswered.Clear();
    }

    public void OnExited()
    {
        if (_phase is Phase.Ready or Phase.Probing or Phase.Dying)
        {
            _exited = true;
            Die();
            CloseWhenDead();
        }
    }

    public void OnLastWordsOver()
    {
        if (_phase is Phase.Dying)
        {
            BeginClose(ClosingFor.Died);
        }
    }

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        if (_phase is not (Phase.Closing or Phase.Closed))
        {
            _judgement.Anomaly(Concerned(), _lately, anomaly);
        }
    }

    private void OnAnswered(Attempt attempt, McpReply reply, TimeSpan elapsed)
    {
        _hasWorked = true;
        _failedOpens = 0;
        _undone = 0;
        if (attempt.Retrial is null)
        {
            Remember(attempt);
            _judgement.Answered(attempt, reply, elapsed);
            return;
        }

        // What it sets off may come after its reply: the answer to a ping stands behind it on the stream.
        // Nothing else speaks for a hang here, so the ping gets as long as a call: a busy machine must not look like one.
        _answered = (attempt, reply, elapsed);
        var (stuckAfter, call) = (record.Settings.Thresholds.StuckAfter, record.Spec.CallTimeout);
        Probe(stuckAfter > call ? stuckAfter : call);
    }

    private void Remember(Attempt attempt)
    {
        _lately.Insert(0, attempt);
        if (_lately.Count > record.Spec.Concurrency)
        {
            _lately.RemoveAt(record.Spec.Concurrency);
        }
    }

    private void Probe(TimeSpan timeout)
    {
        if (_phase is Phase.Ready)
        {
            _phase = Phase.Probing;
            record.Emit(new CampaignEffect.Ping(number, Generation, timeout));
        }
    }

    private void Die()
    {
        if (_phase is Phase.Ready or Phase.Probing)
        {
            _phase = Phase.Dying;
            record.Emit(new CampaignEffect.AwaitLastWords(number, Generation));
        }
    }

    private void CloseWhenDead()
    {
        if (_phase is Phase.Dying && _exited && _inFlight.Count == 0)
        {
            BeginClose(ClosingFor.Died);
        }
    }

    /// <summary>The calls that are without their outcome, in the order of sending.</summary>
    private List<Attempt> Concerned()
    {
        var concerned = _inFlight.Concat(_unanswered);
        if (_answered is { } held)
        {
            concerned = concerned.Append(held.Attempt);
        }

        return [.. concerned.OrderBy(attempt => attempt.Id)];
    }
}
