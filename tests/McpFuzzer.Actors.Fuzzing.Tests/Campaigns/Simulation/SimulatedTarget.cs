using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;

/// <summary>A server of the campaign with its machine, and with the timers that its actor has.</summary>
internal sealed class SimulatedTarget : IServerListener
{
    private readonly Agenda _agenda;
    private readonly CampaignSpec _spec;
    private readonly OracleThresholds _thresholds = PlannedCases.Settings.Thresholds;
    private readonly ServerMachine _machine;
    private readonly bool _isPatient;
    private readonly Channel<ServerEvent> _events;
    private readonly Dictionary<string, FuzzCase> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withdrawn = new(StringComparer.Ordinal);
    private readonly ServerFault _fault;
    private ServerState _state = ServerState.Initial;
    private SimulatedServer? _server;
    private TimeSpan _opened;
    private TimeSpan _heardAtProbe;
    private bool _looks;

    public SimulatedTarget(
        Agenda agenda,
        CampaignSpec spec,
        ServerFault fault,
        (bool IsPatient, bool Starts) start,
        Action<ServerEvent> tell
    )
    {
        (_agenda, _spec, _fault, _isPatient) = (agenda, spec, fault, start.IsPatient);
        _machine = new ServerMachine(start.IsPatient ? spec.CallTimeout : _thresholds.StuckAfter);
        _events = new Channel<ServerEvent>(agenda, tell);
        agenda.After(agenda.Draw(100), () => Open(start.Starts));
    }

    /// <summary>The calls under way whose timeout is not over.</summary>
    public int Running => _running.Count;

    public void Take(TargetCommand command) =>
        Feed(
            command switch
            {
                TargetCommand.Send send => new ServerInput.Assigned(send.Case),
                TargetCommand.GiveUp given => new ServerInput.GivenUp(given.Case),
                TargetCommand.Close close => new ServerInput.CloseRequested(close.Force),
                _ => throw new ArgumentException($"no rule for {command.GetType().Name}", nameof(command)),
            }
        );

    public void OnReply(FuzzCase call, ReplyAssessment assessment, TimeSpan elapsed) =>
        Soon(() =>
        {
            _running.Remove(call.CaseId);
            if (!_withdrawn.Contains(call.CaseId))
            {
                Feed(new ServerInput.Answered(call, assessment, elapsed));
            }
        });

    public void OnLine(Candidate candidate) =>
        Soon(() => Feed(new ServerInput.AnomalySeen(candidate, null, _agenda.Now - _opened)));

    public void OnLost(FuzzCase call)
    {
        if (_running.Remove(call.CaseId))
        {
            Feed(new ServerInput.Lost(call));
        }
    }

    public void OnExit() => Soon(() => Feed(new ServerInput.Exited(_agenda.Now - _opened)));

    // Replies, lines and the exit come on ways of their own.
    private void Soon(Action happens) => _agenda.After(_agenda.Draw(3), happens);

    private void Open(bool starts)
    {
        if (!starts)
        {
            Feed(new ServerInput.OpenFailed("it would not", ""));
            return;
        }

        if (_state.Phase is ServerPhase.Closing)
        {
            End(ExitCause.Requested);
            return;
        }

        _opened = _agenda.Now;
        _server = new SimulatedServer(_agenda, _fault, this);
        Feed(new ServerInput.Opened());
    }

    private void Feed(ServerInput input)
    {
        var (state, effects) = _machine.Step(_state, input);
        _state = state;
        foreach (var effect in effects)
        {
            Carry(effect);
        }
    }

    private void Carry(ServerEffect effect)
    {
        switch (effect)
        {
            case ServerEffect.Call call:
                Call(call.Case);
                break;
            case ServerEffect.Withdraw withdraw:
                _running.Remove(withdraw.Case.CaseId);
                _withdrawn.Add(withdraw.Case.CaseId);
                break;
            case ServerEffect.Probe:
                _server!.Probe(
                    _thresholds.StuckAfter / 2,
                    answered =>
                    {
                        _heardAtProbe = _server!.LastHeard;
                        LookSoon();
                        Feed(new ServerInput.Probed(answered, SilentFor, _agenda.Now - _opened));
                    }
                );
                break;
            case ServerEffect.AwaitLastWords:
                _agenda.After(PlannedCases.Settings.LastWords, () => Feed(new ServerInput.LastWordsOver()));
                break;
            case ServerEffect.Close when _server is not null:
                _running.Clear();
                var hasExited = _server.HasExited;
                _server.Close();
                _agenda.After(_agenda.Draw(50), () => End(hasExited ? ExitCause.Exited : ExitCause.Requested));
                break;
            case ServerEffect.Close:
                break;
            case ServerEffect.Publish published:
                _events.Tell(published.Event);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private TimeSpan SilentFor => _agenda.Now - _server!.LastHeard;

    private void Call(FuzzCase call)
    {
        _running.Add(call.CaseId, call);
        _withdrawn.Remove(call.CaseId);
        if (!_server!.Take(call))
        {
            Soon(() =>
            {
                _running.Remove(call.CaseId);
                Feed(new ServerInput.Unsent(call));
                Feed(new ServerInput.StreamEnded());
            });
            return;
        }

        _agenda.After(_thresholds.SlowAfter, () => WhileRunning(call, () => Feed(new ServerInput.Pending(call))));
        _agenda.After(
            _spec.CallTimeout,
            () =>
                WhileRunning(
                    call,
                    () =>
                    {
                        _running.Remove(call.CaseId);
                        Feed(new ServerInput.TimedOut(call));
                    }
                )
        );
        LookSoon();
    }

    private void WhileRunning(FuzzCase call, Action act)
    {
        if (_running.ContainsKey(call.CaseId))
        {
            act();
        }
    }

    private void LookSoon()
    {
        if (_looks)
        {
            return;
        }

        _looks = true;
        _agenda.After(
            _thresholds.StuckAfter / 4,
            () =>
            {
                _looks = false;
                if (_state.Phase is ServerPhase.Silent)
                {
                    ListenToSilent();
                }

                if (_running.Count == 0)
                {
                    return;
                }

                if (!_isPatient && SilentFor > _thresholds.StuckAfter / 2)
                {
                    Feed(new ServerInput.Quiet());
                }

                LookSoon();
            }
        );
    }

    private void ListenToSilent()
    {
        if (_server!.LastHeard != _heardAtProbe)
        {
            Feed(new ServerInput.Heard());
        }
        else
        {
            LookSoon();
        }
    }

    private void End(ExitCause cause) =>
        Feed(new ServerInput.Ended(new ServerEnd(new ProcessExit.Code(134), cause, "", ProvenGone: true)));
}
