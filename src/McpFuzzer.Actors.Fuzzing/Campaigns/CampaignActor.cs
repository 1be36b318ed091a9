using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// One campaign. Feeds its machine with the events of its servers and the outcomes of isolation runs, and carries out
/// the machine's effects.
/// </summary>
internal sealed class CampaignActor : UntypedActor, IWithTimers
{
    private readonly CampaignSpec _spec;
    private readonly CampaignSettings _settings;
    private readonly TriagedCampaign _machine;
    private readonly CampaignClock _clock;
    private readonly CampaignPublisher _publisher;
    private readonly CampaignServers _servers;
    private readonly IsolationRuns _runs;
    private readonly ILoggingAdapter _log;
    private TriagedState _state;
    private CaseSupply? _plan;
    private ServerIdentity? _identity;

    public CampaignActor(
        StartCampaign start,
        IActorRef starter,
        CampaignSettings settings,
        TargetServices services,
        TimeProvider time
    )
    {
        _spec = start.Spec;
        _settings = settings;
        var assignment = new TargetAssignment(start.Spec, settings, services, TargetText.Of(start.Spec.Target), time);
        _machine = new TriagedCampaign(start.Spec, settings);
        _state = _machine.Initial(assignment.Text.Mask);
        _clock = new CampaignClock(time);
        _publisher = new CampaignPublisher(start, starter, _clock, assignment.Text);
        _servers = new CampaignServers(Context, assignment);
        _runs = new IsolationRuns(TargetRuns.Of(assignment), services.Executor, Self);
        _log = Context.GetLogger().WithContext("CampaignId", start.CampaignId);
    }

    public ITimerScheduler Timers { get; set; } = null!;

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
        Timers.StartPeriodicTimer(nameof(ProgressDue), new ProgressDue(), _settings.ProgressInterval);
        Feed(new CampaignInput.Start());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CampaignInput input:
                Feed(input);
                break;
            case TargetReport.Identified identified:
                OnIdentified(identified.Identity);
                break;
            case TargetReport.Listed listed:
                OnListed(listed.Server, listed.Result);
                break;
            case OperationCompleted completed when _runs.Take(completed) is { } ended:
                Feed(new CampaignInput.RunEnded(ended));
                break;
            case OperationRejected rejected when _runs.Take(rejected) is { } ended:
                Feed(new CampaignInput.RunEnded(ended));
                break;
            case StopCampaign:
                Feed(new CampaignInput.End(CampaignEnd.Interrupted));
                break;
            case CaseSupply.Taken taken:
                Feed(new CampaignInput.Planned(taken.Cases, taken.IsOver, taken.AtMost));
                break;
            case CaseSupply.Failed failed when Sender.Equals(Self):
                throw new InvalidOperationException("the cases could not be planned", failed.Cause);
            case GetCampaign:
                Sender.Tell(_publisher.Snapshot(_state.Campaign));
                break;
            case ProgressDue:
                _publisher.PublishProgress(_state.Campaign);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>An exception in a server's actor is a bug of mcpfuzzer, and ends the campaign.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    private void Feed(CampaignInput input)
    {
        (_state, var effects) = _machine.Next(_state, input);
        foreach (var effect in effects)
        {
            Carry(effect);
        }

        _clock.Isolate(_state.Activity);
    }

    private void Carry(CampaignEffect effect)
    {
        switch (effect)
        {
            case CampaignEffect.StartServer start:
                _servers.Start(start.Server, start.IsPatient);
                break;
            case CampaignEffect.ListTools list:
                _clock.Do("listing tools", null);
                _servers.Tell(list.Server, new TargetCommand.ListTools());
                break;
            case CampaignEffect.ListToolsLater later:
                Later(new CampaignInput.ListAgain(later.Server), _settings.EmptyListDelay);
                break;
            case CampaignEffect.Ping ping:
                _servers.Tell(ping.Server, new TargetCommand.Ping());
                break;
            case CampaignEffect.Send send:
                _servers.Tell(send.Server, new TargetCommand.Send(send.Case));
                break;
            case CampaignEffect.GiveUp given:
                _servers.Tell(given.Server, new TargetCommand.GiveUp(given.Case));
                break;
            case CampaignEffect.CloseServer close:
                _servers.Tell(close.Server, new TargetCommand.Close(close.Force));
                break;
            case CampaignEffect.Rest rest:
                Later(new CampaignInput.Rested(rest.Place), rest.Delay);
                break;
            case CampaignEffect.PlanMore more:
                _plan!.Take(more.Count, Self);
                break;
            case CampaignEffect.StartClock when _spec.Duration is { } duration:
                Later(new CampaignInput.End(CampaignEnd.Duration), duration);
                break;
            case CampaignEffect.StartClock:
                break;
            case CampaignEffect.ByTriage { Effect: TriageEffect.StartRun start }:
                _runs.Start(start.Run, start.Script);
                break;
            case CampaignEffect.ByTriage { Effect: TriageEffect.CancelRun cancel }:
                _runs.Cancel(cancel.Run);
                break;
            case CampaignEffect.ByTriage { Effect: TriageEffect.PublishFinding found }:
                _publisher.PublishFinding(found);
                break;
            case CampaignEffect.StartGrace grace:
                Later(new CampaignInput.GraceOver(), grace.Grace);
                break;
            case CampaignEffect.PublishCase published:
                _publisher.PublishCase(published);
                break;
            case CampaignEffect.Finish:
                Finish();
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private void OnIdentified(ServerIdentity identity)
    {
        _identity ??= identity;
        _servers.Speak(identity.ProtocolRevision);
    }

    private void OnListed(int number, ListToolsResult result)
    {
        switch (result)
        {
            case ListToolsResult.Failed failed:
                Feed(new CampaignInput.NotListed(new TargetFailure(failed.Message, "")));
                break;
            case ListToolsResult.Listed { Tools: [] } when _plan is null && _spec.Tools.Count == 0:
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
            if (ToolSelection.Of(listed.Tools, _spec, out var refusal) is not { } selection)
            {
                Feed(new CampaignInput.NotListed(new TargetFailure(refusal, "") { IsWrongUsage = true }));
                return;
            }

            _plan = new CaseSupply(selection, _spec);
        }
        else
        {
            _plan.Add(listed.Tools);
        }

        var tools = _plan.Tools;
        var oracle = new ReplyOracle(tools, _settings.Thresholds, _identity!.ProtocolRevision);
        string[] names = [.. tools.Select(tool => tool.Name)];
        _servers.Equip(new TargetCommand.Equip(oracle, names));
        _runs.Equip(oracle, names, _identity.ProtocolRevision);
        _clock.Do(null, null);
        _log.Info("Tools listed: {Tools}", tools.Count);
        Feed(new CampaignInput.Listed(listed.Breaches));
    }

    private void Finish()
    {
        var tools = _plan?.Selected ?? CampaignTools.None;
        var summary = _publisher.PublishEnd(_state.Campaign, _settings, tools, _identity);
        _log.Info("Ended by {EndedBy} after {Cases} cases", summary.EndedBy, summary.Cases);
        Context.Parent.Tell(new Ended(_publisher.Snapshot(_state.Campaign)));
        Context.Stop(Self);
    }

    private void Later(CampaignInput input, TimeSpan delay) => Timers.StartSingleTimer(input, input, delay);

    /// <summary>The last message to the CampaignsActor.</summary>
    internal sealed record Ended(CampaignSnapshot Last) : INoSerializationVerificationNeeded;

    private sealed record ProgressDue : INoSerializationVerificationNeeded;
}
