using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>
/// The machines of a campaign against servers of a few lines each. Only virtual time passes, and the order of what
/// happens is drawn from a seed.
/// </summary>
internal sealed partial class SimulatedCampaign
{
    private const int MostSteps = 500_000;

    private readonly CampaignSpec _spec;
    private readonly ServerFault _fault;
    private readonly Agenda _agenda;
    private readonly TriagedCampaign _machine;
    private readonly Dictionary<int, SimulatedTarget> _targets = [];
    private readonly Dictionary<int, Channel<TargetCommand>> _commands = [];
    private readonly Dictionary<int, SimulatedRun> _runs = [];
    private readonly Channel<CampaignInput> _toCampaign;
    private readonly Queue<FuzzCase> _plan = [];
    private TriagedState _state;
    private int _failures;

    public SimulatedCampaign(CampaignSpec spec, int seed, ServerFault? fault = null)
    {
        _spec = spec;
        _fault = fault ?? ServerFault.None;
        _agenda = new Agenda(seed);
        _machine = new TriagedCampaign(spec, PlannedCases.Settings);
        _state = _machine.Initial(mask: null);
        _toCampaign = new Channel<CampaignInput>(_agenda, Feed);
    }

    /// <summary>Receives what happens, when set.</summary>
    public Action<string>? Log { get; init; }

    public CampaignState State => _state.Campaign;

    public List<CampaignEffect> Effects { get; } = [];

    public List<(FuzzCase Case, CaseOutcome Outcome)> Outcomes { get; } = [];

    public List<FuzzCase> Sent { get; } = [];

    public List<TriageEffect.PublishFinding> Published { get; } = [];

    public IReadOnlyList<Finding> Findings => State.Conclusion?.Findings ?? [];

    public int Finished { get; private set; }

    public int MostInFlight { get; private set; }

    public int Runs { get; private set; }

    public TimeSpan Took { get; private set; }

    /// <summary>Ends the campaign at this moment, when set.</summary>
    public (TimeSpan Moment, CampaignEnd Reason)? EndAt { get; init; }

    public SimulatedCampaign Run(IReadOnlyList<FuzzCase> plan)
    {
        foreach (var planned in plan)
        {
            _plan.Enqueue(planned);
        }

        if (EndAt is var (moment, reason))
        {
            _agenda.After(moment, () => Feed(new CampaignInput.End(reason)));
        }

        Feed(new CampaignInput.Start());
        for (var step = 0; Finished == 0; step++)
        {
            Assert.True(step < MostSteps, "the campaign never ends");
            Assert.True(_agenda.Next(), "the campaign waits and nothing can happen");
        }

        Took = _agenda.Now;

        // What is still on its way must change nothing.
        for (var step = 0; step < MostSteps && _agenda.Next(); step++) { }

        return this;
    }

    private void Feed(CampaignInput input)
    {
        Log?.Invoke($"{_agenda.Now.TotalMilliseconds:0.0} {Show(input)}");
        (_state, var effects) = _machine.Next(_state, input);
        foreach (var effect in effects)
        {
            Effects.Add(effect);
            Log?.Invoke($"    {Show(effect)}");
            Carry(effect);
        }
    }

    private void Carry(CampaignEffect effect)
    {
        switch (effect)
        {
            case CampaignEffect.StartServer start:
                Start(start);
                break;
            case CampaignEffect.ListTools:
                _toCampaign.Tell(new CampaignInput.Listed([]));
                break;
            case CampaignEffect.Ping:
                _toCampaign.Tell(new CampaignInput.Pinged(PingAnswer.Answered));
                break;
            case CampaignEffect.Send send:
                Sent.Add(send.Case);
                MostInFlight = Math.Max(MostInFlight, State.Servers[send.Server].InFlight.Count);
                _commands[send.Server].Tell(new TargetCommand.Send(send.Case));
                break;
            case CampaignEffect.GiveUp given:
                _commands[given.Server].Tell(new TargetCommand.GiveUp(given.Case));
                break;
            case CampaignEffect.CloseServer close:
                _commands[close.Server].Tell(new TargetCommand.Close(close.Force));
                break;
            case CampaignEffect.Rest rest:
                _agenda.After(rest.Delay, () => Feed(new CampaignInput.Rested(rest.Place)));
                break;
            case CampaignEffect.PlanMore more:
                _toCampaign.Tell(Plan(more.Count));
                break;
            case CampaignEffect.StartClock when _spec.Duration is { } duration:
                _agenda.After(duration, () => Feed(new CampaignInput.End(CampaignEnd.Duration)));
                break;
            case CampaignEffect.StartClock:
                break;
            case CampaignEffect.ByTriage { Effect: var decided }:
                Carry(decided);
                break;
            case CampaignEffect.StartGrace grace:
                _agenda.After(grace.Grace, () => Feed(new CampaignInput.GraceOver()));
                break;
            case CampaignEffect.PublishCase published:
                Outcomes.Add((published.Case, published.Outcome));
                break;
            case CampaignEffect.Finish:
                Finished++;
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private void Start(CampaignEffect.StartServer start)
    {
        var number = start.Server;
        var starts = number == 1 || _failures++ >= _fault.FailedStarts;
        var target = new SimulatedTarget(
            _agenda,
            _spec,
            _fault,
            (start.IsPatient, starts),
            happened => Feed(new CampaignInput.AtServer(number, happened))
        );
        _targets.Add(number, target);
        _commands.Add(number, new Channel<TargetCommand>(_agenda, target.Take));
    }

    private CampaignInput.Planned Plan(int count)
    {
        var atMost = _plan.Count + Sent.Count;
        FuzzCase[] taken = [.. Enumerable.Range(0, Math.Min(count, _plan.Count)).Select(_ => _plan.Dequeue())];
        return new CampaignInput.Planned(taken, taken.Length < count, atMost);
    }

    private void Carry(TriageEffect effect)
    {
        switch (effect)
        {
            case TriageEffect.StartRun start:
                Runs++;
                _runs[start.Run] = new SimulatedRun(
                    _agenda,
                    _fault,
                    start.Script,
                    _spec.CallTimeout,
                    seen => _toCampaign.Tell(new CampaignInput.RunEnded(new TriageInput.RunEnded(start.Run, seen)))
                );
                break;
            case TriageEffect.CancelRun cancel:
                _runs[cancel.Run].Cancel();
                break;
            case TriageEffect.PublishFinding published:
                Published.Add(published);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private static string Show(object shown) =>
        CaseText()
            .Replace(shown.ToString()!, "$1")
            .Replace("System.Collections.Immutable.", "", StringComparison.Ordinal);

    [System.Text.RegularExpressions.GeneratedRegex("FuzzCase \\{ CaseId = ([^,]*),[^}]*\\}")]
    private static partial System.Text.RegularExpressions.Regex CaseText();
}
