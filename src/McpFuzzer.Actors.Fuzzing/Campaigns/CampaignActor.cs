using System.Text;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// One campaign: feeds its machine with what its servers and triage report, and carries out what the machine wants.
/// </summary>
internal sealed class CampaignActor : UntypedActor, IWithTimers
{
    private readonly StartCampaign _start;
    private readonly IActorRef _starter;
    private readonly CampaignSettings _settings;
    private readonly CampaignMachine _machine;
    private readonly CampaignClock _clock;
    private readonly Dictionary<int, IActorRef> _servers = [];
    private readonly ILoggingAdapter _log;
    private TargetAssignment _assignment;
    private CampaignState _state;
    private CampaignPlan? _plan;
    private IActorRef _triage = ActorRefs.Nobody;
    private ServerIdentity? _identity;
    private TargetCommand.Equip? _equipment;
    private int _findings;
    private CampaignSnapshot? _told;

    public CampaignActor(
        StartCampaign start,
        IActorRef starter,
        CampaignSettings settings,
        TargetServices services,
        TimeProvider time
    )
    {
        _start = start;
        _starter = starter;
        _settings = settings;
        _machine = new CampaignMachine(start.Spec, settings);
        _state = _machine.Initial;
        _clock = new CampaignClock(time);
        _assignment = new TargetAssignment(start.Spec, settings, services, TargetText.Of(start.Spec.Target), time);
        _log = Context.GetLogger().WithContext("CampaignId", start.CampaignId);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private CampaignSpec Spec => _start.Spec;

    public static Props Props(
        StartCampaign start,
        IActorRef starter,
        CampaignSettings settings,
        TargetServices services,
        TimeProvider time
    ) => Akka.Actor.Props.Create(() => new CampaignActor(start, starter, settings, services, time));

    protected override void PreStart()
    {
        _clock.Do("waiting for the handshake", null);
        Timers.StartPeriodicTimer(nameof(ProgressDue), ProgressDue.Instance, _settings.ProgressInterval);
        Feed(new CampaignInput.Start());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TargetReport.Happened happened:
                Feed(new CampaignInput.AtServer(happened.Server, happened.Event));
                break;
            case TargetReport.Identified identified:
                OnIdentified(identified.Identity);
                break;
            case TargetReport.Listed listed:
                OnListed(listed.Server, listed.Result);
                break;
            case TargetReport.ToolsChanged changed:
                Feed(new CampaignInput.ToolsChanged(changed.Server));
                break;
            case TargetReport.Pinged pinged:
                Feed(new CampaignInput.Pinged(pinged.Answer));
                break;
            case StopCampaign:
                Feed(new CampaignInput.End(CampaignEnd.Interrupted));
                break;
            case TargetReport.NodeShutsDown:
                Feed(new CampaignInput.End(CampaignEnd.Interrupted));
                break;
            case CampaignPlan.Taken taken:
                OnPlanned(taken);
                break;
            case CampaignPlan.Failed failed when Sender.Equals(Self):
                throw new InvalidOperationException("the cases could not be planned", failed.Cause);
            case TriageEffect.TellFinding told:
                OnFinding(told);
                break;
            case TriageEffect.Resolve resolve:
                Feed(new CampaignInput.Resolved(resolve.Resolution));
                break;
            case TriageEffect.Concluded concluded:
                Feed(new CampaignInput.Concluded(concluded));
                break;
            case TriageActor.ActivityChanged changed:
                OnActivity(changed.Activity);
                break;
            case CampaignInput later:
                Feed(later);
                break;
            case GetCampaign:
                Sender.Tell(Snapshot());
                break;
            case ProgressDue:
                TellProgress();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A fault of a server's actor is a fault of ours, and ends the campaign.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    private void Feed(CampaignInput input)
    {
        var (state, effects) = _machine.Next(_state, input);
        _state = state;
        foreach (var effect in effects)
        {
            Carry(effect);
        }
    }

    private void Carry(CampaignEffect effect)
    {
        switch (effect)
        {
            case CampaignEffect.StartServer start:
                StartServer(start);
                break;
            case CampaignEffect.ListTools list:
                _clock.Do("listing tools", null);
                _servers[list.Server].Tell(new TargetCommand.ListTools());
                break;
            case CampaignEffect.ListToolsLater later:
                Later(new CampaignInput.ListAgain(later.Server), _settings.EmptyListDelay);
                break;
            case CampaignEffect.Ping ping:
                _servers[ping.Server].Tell(new TargetCommand.Ping());
                break;
            case CampaignEffect.Send send:
                _servers[send.Server].Tell(new TargetCommand.Send(send.Case));
                break;
            case CampaignEffect.GiveUp given when _servers.TryGetValue(given.Server, out var server):
                server.Tell(new TargetCommand.GiveUp(given.Case));
                break;
            case CampaignEffect.GiveUp:
                break;
            case CampaignEffect.CloseServer close:
                _servers[close.Server].Tell(new TargetCommand.Close(close.Force));
                break;
            case CampaignEffect.Rest rest:
                Later(new CampaignInput.Rested(rest.Place), rest.Delay);
                break;
            case CampaignEffect.PlanMore more:
                _plan!.Take(more.Count, Self);
                break;
            case CampaignEffect.StartClock when Spec.Duration is { } duration:
                Later(new CampaignInput.End(CampaignEnd.Duration), duration);
                break;
            case CampaignEffect.StartClock:
                break;
            case CampaignEffect.ToTriage told:
                _triage.Tell(told.Input);
                break;
            case CampaignEffect.StartGrace grace:
                Later(new CampaignInput.GraceOver(), grace.Grace);
                break;
            case CampaignEffect.TellCase told:
                TellCase(told);
                break;
            case CampaignEffect.Finish:
                Finish();
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private void StartServer(CampaignEffect.StartServer start)
    {
        var assignment = _assignment with { IsPatient = start.IsPatient };
        var server = Context.ActorOf(TargetActor.Props(start.Server, assignment), $"t-{start.Server}");
        _servers[start.Server] = server;
        if (_equipment is not null)
        {
            server.Tell(_equipment);
        }
    }

    private void OnIdentified(ServerIdentity identity)
    {
        _identity ??= identity;
        _assignment = _assignment with { Revision = identity.ProtocolRevision };
    }

    private void OnListed(int number, ListToolsResult result)
    {
        switch (result)
        {
            case ListToolsResult.Failed failed:
                Feed(new CampaignInput.NotListed(new TargetFailure(failed.Message, "")));
                break;
            case ListToolsResult.Listed { Tools: [] } when _plan is null && Spec.Tools.Count == 0:
                Feed(new CampaignInput.ListedNone(number));
                break;
            case ListToolsResult.Listed listed:
                Equip(listed);
                break;
            default:
                throw new InvalidOperationException($"no rule for {result.GetType().Name}");
        }
    }

    private void Equip(ListToolsResult.Listed listed)
    {
        if (_plan is null)
        {
            if (ToolSelection.Of(listed.Tools, Spec, out var refusal) is not { } selection)
            {
                Feed(new CampaignInput.NotListed(new TargetFailure(refusal, "") { IsWrongUsage = true }));
                return;
            }

            _plan = new CampaignPlan(selection, Spec);
            _triage = Context.ActorOf(CampaignTriage.Props(Spec, _assignment), "triage");
        }
        else
        {
            _plan.Add(listed.Tools);
        }

        var tools = _plan.Tools;
        var oracle = new ReplyOracle(tools, _settings.Thresholds, _identity!.ProtocolRevision);
        string[] names = [.. tools.Select(tool => tool.Name)];
        _equipment = new TargetCommand.Equip(oracle, names);
        foreach (var server in _servers.Values)
        {
            server.Tell(_equipment);
        }

        _triage.Tell(new TriageActor.Equip(oracle, names, _identity.ProtocolRevision));
        _clock.Do(null, null);
        _log.Info("Listed {Tools} tools", tools.Count);
        Feed(new CampaignInput.Listed(listed.Breaches));
    }

    private void OnPlanned(CampaignPlan.Taken taken)
    {
        Feed(new CampaignInput.Planned(taken.Cases, taken.IsOver, taken.AtMost));
    }

    private void OnFinding(TriageEffect.TellFinding told)
    {
        _findings = told.Known;
        _starter.Tell(new FindingRecorded(_start.CampaignId, told.Finding) { Supersedes = told.Supersedes });
        Feed(new CampaignInput.FindingsKnown(told.Known));
    }

    private void OnActivity(TriageActivity? activity) =>
        _clock.Do(activity is null ? null : $"isolating {activity.Category}", activity?.Tool);

    private void TellCase(CampaignEffect.TellCase told) =>
        _starter.Tell(
            new CaseCompleted(
                _start.CampaignId,
                told.Case.CaseId,
                told.Case.Tool,
                told.Case.Phase,
                Spec.KeepCases ? Encoding.UTF8.GetString(told.Case.Arguments.Span) : null,
                told.Outcome,
                told.Elapsed
            )
            {
                Violation = told.Case.Violation,
            }
        );

    private void Finish()
    {
        var summary = CampaignReport.Summary(
            Spec,
            _settings,
            _state,
            _plan?.Selected ?? CampaignTools.None,
            _identity,
            _clock.StartedAt,
            _clock.Ran
        );
        _log.Info("Ended by {EndedBy} after {Cases} cases", summary.EndedBy, summary.Cases);
        _starter.Tell(
            new CampaignCompleted(
                _start.CampaignId,
                _assignment.Text.Show(summary),
                _state.Conclusion?.Findings ?? [],
                _assignment.Text.Show(_state.Failure)
            )
        );
        Context.Parent.Tell(new Ended(Snapshot()));
        Context.Stop(Self);
    }

    private CampaignSnapshot Snapshot() =>
        CampaignReport.Snapshot(_start.CampaignId, _state, _findings, _clock.Activity);

    private void TellProgress()
    {
        var now = Snapshot();
        if (now != _told)
        {
            _told = now;
            _starter.Tell(now);
        }
    }

    private void Later(CampaignInput input, TimeSpan delay) => Timers.StartSingleTimer(input, input, delay);

    /// <summary>Told to the CampaignsActor as the last thing.</summary>
    internal sealed record Ended(CampaignSnapshot Last) : INoSerializationVerificationNeeded;

    private sealed class ProgressDue : INoSerializationVerificationNeeded
    {
        public static readonly ProgressDue Instance = new();
    }
}
