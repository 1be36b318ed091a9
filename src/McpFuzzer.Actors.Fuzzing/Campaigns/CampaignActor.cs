using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>One campaign: feeds its machine with what its servers tell, and carries out what the machine wants.</summary>
internal sealed class CampaignActor : UntypedActor, IWithTimers
{
    private readonly StartCampaign _start;
    private readonly IActorRef _starter;
    private readonly CampaignSettings _settings;
    private readonly TargetServices _services;
    private readonly TargetText _text;
    private readonly CampaignRecord _record;
    private readonly CampaignMachine _machine;
    private readonly List<IActorRef> _lanes = [];
    private readonly List<IActorRef> _stopAskers = [];
    private readonly CampaignAccount _account;
    private readonly ILoggingAdapter _log;
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
        _services = services;
        _text = TargetText.Of(start.Spec.Target);
        _record = new CampaignRecord(start.Spec, settings, new FindingBook(_text.Mask));
        _machine = new CampaignMachine(_record);
        _account = new CampaignAccount(start, settings, _record, time);
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
        for (var lane = 0; lane < Spec.Servers; lane++)
        {
            _lanes.Add(Context.ActorOf(TargetActor.Props(lane, Spec, _settings, _text, _services), $"t-{lane}"));
        }

        if (Spec.Duration is { } duration)
        {
            Timers.StartSingleTimer(nameof(DurationOver), DurationOver.Instance, duration);
        }

        Timers.StartPeriodicTimer(nameof(ProgressDue), ProgressDue.Instance, _settings.ProgressInterval);
        Interpret(_machine.Start());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TargetEvent.Opened opened:
                _account.Server ??= opened.Server;
                Interpret(_machine.Handle(opened));
                break;
            case TargetEvent.Listed listed when _account.Tools is null:
                OnListed(listed.Result);
                break;
            case TargetEvent.Listed:
                // Asked again after a restart, and answered twice.
                break;
            case TargetEvent told:
                Interpret(_machine.Handle(told));
                break;
            case Planned planned:
                OnPlanned(planned);
                break;
            case GetCampaign:
                Sender.Tell(_account.Snapshot());
                break;
            case StopCampaign:
                _stopAskers.Add(Sender);
                Interpret(_machine.End(CampaignEnd.Interrupted));
                break;
            case NodeShutsDown:
                Interpret(_machine.End(CampaignEnd.Interrupted));
                break;
            case DurationOver:
                Interpret(_machine.End(CampaignEnd.Duration));
                break;
            case ProgressDue:
                TellProgress();
                break;
            case Status.Failure failure:
                throw new InvalidOperationException("the cases could not be planned", failure.Cause);
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A fault of a server's actor is a fault of ours, and ends the campaign.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    private void OnListed(ListToolsResult result)
    {
        switch (result)
        {
            case ListToolsResult.Failed failed:
                Interpret(_machine.NotListed(failed.Message));
                break;
            case ListToolsResult.Listed listed:
                Interpret(_machine.Listed(listed.Breaches));
                _account.Tools = ToolSelection.Of(listed.Tools, Spec, out var refusal);
                if (_account.Tools is null)
                {
                    Interpret(
                        _machine.End(CampaignEnd.TargetFailed, new TargetFailure(refusal, "") { IsWrongUsage = true })
                    );
                    break;
                }

                Plan(_account.Tools.Chosen);
                break;
            default:
                throw new InvalidOperationException($"no rule for {result.GetType().Name}");
        }
    }

    /// <summary>Some schemas take their time, and an actor has other messages to answer meanwhile.</summary>
    private void Plan(IReadOnlyList<McpTool> tools)
    {
        var (seed, runs, phases) = (Spec.Seed, Spec.Runs, Spec.Phases);
        _ = Task.Run(() => new Planned(tools, CasePlan.Of(tools, seed, runs, [.. phases]).Take(int.MaxValue)))
            .PipeTo(Self);
    }

    private void OnPlanned(Planned planned)
    {
        _log.Info("Planned {Cases} cases for {Tools} tools", planned.Cases.Count, planned.Tools.Count);
        var oracle = new ReplyOracle(planned.Tools, _settings.Thresholds);
        Interpret(_machine.Begin(planned.Cases, oracle.Judge));
    }

    private void Interpret(IReadOnlyList<CampaignEffect> effects)
    {
        foreach (var effect in effects)
        {
            Interpret(effect);
        }
    }

    private void Interpret(CampaignEffect effect)
    {
        switch (effect)
        {
            case CampaignEffect.OfLane order:
                _lanes[order.Lane].Tell(order);
                break;
            case CampaignEffect.TellCase told:
                TellCase(told);
                break;
            case CampaignEffect.TellFinding told:
                _starter.Tell(new FindingRecorded(_start.CampaignId, told.Finding));
                break;
            case CampaignEffect.Finish finish:
                Finish(finish);
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private void TellCase(CampaignEffect.TellCase told) =>
        _starter.Tell(
            new CaseCompleted(
                _start.CampaignId,
                told.Case.CaseId,
                told.Case.Tool,
                told.Case.Phase,
                Spec.KeepCases ? System.Text.Encoding.UTF8.GetString(told.Case.Arguments.Span) : null,
                told.Outcome,
                told.Elapsed
            )
            {
                Violation = told.Case.Violation,
            }
        );

    private void Finish(CampaignEffect.Finish finish)
    {
        var summary = _account.Summary(finish.EndedBy);
        _log.Info("Ended by {EndedBy} after {Cases} cases", finish.EndedBy, summary.Cases);
        var completed = new CampaignCompleted(
            _start.CampaignId,
            summary,
            _record.Findings.Findings,
            _text.Show(finish.Failure)
        );
        _starter.Tell(completed);
        _stopAskers.ForEach(asker => asker.Tell(new CampaignStopped(_start.CampaignId)));
        Context.Parent.Tell(new Ended(_account.Snapshot()));
        Context.Stop(Self);
    }

    private void TellProgress()
    {
        var now = _account.Snapshot();
        if (now != _told)
        {
            _told = now;
            _starter.Tell(now);
        }
    }

    /// <summary>The executor accepts nothing more.</summary>
    internal sealed class NodeShutsDown : INoSerializationVerificationNeeded
    {
        private NodeShutsDown() { }

        public static NodeShutsDown Instance { get; } = new();
    }

    /// <summary>Told to the CampaignsActor as the last thing.</summary>
    internal sealed record Ended(CampaignSnapshot Last) : INoSerializationVerificationNeeded;

    private sealed record Planned(IReadOnlyList<McpTool> Tools, IReadOnlyList<FuzzCase> Cases)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed class DurationOver : INoSerializationVerificationNeeded
    {
        private DurationOver() { }

        public static DurationOver Instance { get; } = new();
    }

    private sealed class ProgressDue : INoSerializationVerificationNeeded
    {
        private ProgressDue() { }

        public static ProgressDue Instance { get; } = new();
    }
}
