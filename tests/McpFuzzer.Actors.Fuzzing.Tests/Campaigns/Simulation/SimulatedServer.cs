using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;

/// <summary>One server process of a few lines. What a call does is in its arguments.</summary>
internal sealed class SimulatedServer
{
    private readonly Agenda _agenda;
    private readonly ServerFault _fault;
    private readonly IServerListener _listener;
    private readonly List<FuzzCase> _inFlight = [];
    private bool _isStuck;
    private bool _isClosed;
    private TimeSpan _busyUntil;
    private int _calls;

    public SimulatedServer(Agenda agenda, ServerFault fault, IServerListener listener)
    {
        (_agenda, _fault, _listener) = (agenda, fault, listener);
        LastHeard = agenda.Now;
        if (fault.BannerAfter is { } banner)
        {
            agenda.After(banner, () => Log("a banner"));
        }
    }

    public bool HasExited { get; private set; }

    public TimeSpan LastHeard { get; private set; }

    public bool AnswersProbes => !_isStuck && !HasExited;

    public void Close() => _isClosed = true;

    /// <summary>Takes a call; false when nothing can be sent any more.</summary>
    public bool Take(FuzzCase call)
    {
        if (HasExited)
        {
            return false;
        }

        _inFlight.Add(call);
        if (++_calls == _fault.DiesAtCall)
        {
            _agenda.After(_agenda.Draw(5), Exit);
            return true;
        }

        if (_isStuck)
        {
            return true;
        }

        if (_fault.LogsEachCall)
        {
            Log("a line for each call");
        }

        Act(call, PlannedCases.BehaviourOf(call));
        return true;
    }

    public void Probe(TimeSpan timeout, Action<bool> answered)
    {
        var soon = Queue(_agenda.Draw(10));
        var isOver = false;
        _agenda.After(
            soon,
            () =>
            {
                if (AnswersProbes)
                {
                    LastHeard = _agenda.Now;
                    End(true);
                }
            }
        );
        _agenda.After(timeout, () => End(false));

        void End(bool isAnswered)
        {
            if (!isOver)
            {
                isOver = true;
                answered(isAnswered);
            }
        }
    }

    // How long it takes until the work is done: one that is serial does first what came before.
    private TimeSpan Queue(TimeSpan work)
    {
        if (!_fault.IsSerial)
        {
            return work;
        }

        _busyUntil = (_busyUntil > _agenda.Now ? _busyUntil : _agenda.Now) + work;
        return _busyUntil - _agenda.Now;
    }

    private void Act(FuzzCase call, Behaviour behaviour)
    {
        switch (behaviour)
        {
            case Behaviour.Dies:
                _agenda.After(_agenda.Draw(5), Exit);
                break;
            case Behaviour.DiesAfterAnswering:
                Answer(call, then: () => _agenda.After(_agenda.Draw(5), Exit));
                break;
            case Behaviour.Sticks:
                _isStuck = true;
                break;
            case Behaviour.SticksAfterAnswering:
                Answer(call, then: () => _isStuck = true);
                break;
            case Behaviour.NeverAnswers:
                break;
            case Behaviour.AnswersLate:
                Answer(call, TimeSpan.FromSeconds(3));
                break;
            case Behaviour.AnswersAfterAll:
                Answer(call, TimeSpan.FromSeconds(6.5));
                break;
            case Behaviour.Logs:
                Log("[debug] noise");
                Answer(call);
                break;
            case Behaviour.LogsAfterAnswering:
                Answer(call, then: () => _agenda.After(_agenda.Draw(5), () => Log("[debug] noise")));
                break;
            default:
                Answer(call);
                break;
        }
    }

    private void Answer(FuzzCase call, TimeSpan work = default, Action? then = null)
    {
        var elapsed = Queue(work + _agenda.Draw(20));
        _agenda.After(
            elapsed,
            () =>
            {
                // What is stuck, or has ended, answers nothing more.
                if (_isStuck || HasExited || !_inFlight.Remove(call))
                {
                    return;
                }

                LastHeard = _agenda.Now;
                if (!_isClosed)
                {
                    _listener.OnReply(call, AssessmentOf(call, elapsed), elapsed);
                }

                then?.Invoke();
            }
        );
    }

    private void Log(string line)
    {
        if (_isStuck || HasExited)
        {
            return;
        }

        LastHeard = _agenda.Now;
        if (!_isClosed)
        {
            _listener.OnLine(
                Candidates.Stream(new StreamAnomaly(StreamAnomalyKind.Noise, line) { Excerpt = line }, [])
            );
        }
    }

    private void Exit()
    {
        if (HasExited || _isClosed)
        {
            return;
        }

        HasExited = true;
        _listener.OnExit();
        foreach (var call in _inFlight)
        {
            _agenda.After(_agenda.Draw(3), () => _listener.OnLost(call));
        }

        _inFlight.Clear();
    }

    private static ReplyAssessment AssessmentOf(FuzzCase call, TimeSpan elapsed)
    {
        var candidates = new List<Candidate>();
        if (elapsed > PlannedCases.Settings.Thresholds.SlowAfter)
        {
            candidates.Add(Candidates.ReplySlow(call.Tool, elapsed, call.Arguments));
        }

        var behaviour = PlannedCases.BehaviourOf(call);
        if (behaviour is Behaviour.BreaksSchema)
        {
            var shape = $"breaks as {call.Tool} does";
            candidates.Add(new Candidate(Categories.OutputSchema, call.Tool, "breaks its schema", "It does.", shape));
        }

        return new ReplyAssessment(
            behaviour is Behaviour.Rejects ? CaseOutcome.ToolError : CaseOutcome.Succeeded,
            candidates
        );
    }
}

/// <summary>Hears what a simulated server does.</summary>
internal interface IServerListener
{
    void OnReply(FuzzCase call, ReplyAssessment assessment, TimeSpan elapsed);

    void OnLine(Candidate candidate);

    void OnLost(FuzzCase call);

    void OnExit();
}

/// <summary>What each server process does, independent of its calls.</summary>
internal sealed record ServerFault
{
    public static ServerFault None { get; } = new();

    /// <summary>It writes a line that is not a message, so long after its start.</summary>
    public TimeSpan? BannerAfter { get; init; }

    /// <summary>It writes such a line for each call.</summary>
    public bool LogsEachCall { get; init; }

    /// <summary>It does one thing after another, and answers a probe only when it comes to it.</summary>
    public bool IsSerial { get; init; }

    /// <summary>It ends at its call of this number.</summary>
    public int? DiesAtCall { get; init; }

    /// <summary>So many starts fail after the first.</summary>
    public int FailedStarts { get; init; }
}
