using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Targets;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Starts campaigns, one child each, and keeps the last ended ones.</summary>
internal sealed class CampaignsActor : UntypedActor
{
    private const int Remembered = 100;

    private readonly CampaignSettings _settings;
    private readonly TargetServices _services;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CampaignSnapshot> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedInOrder = new();
    private Exception? _lastFault;

    public CampaignsActor(CampaignSettings settings, TargetServices services, TimeProvider time)
    {
        _settings = settings;
        _services = services;
        _time = time;
    }

    public static Props Props(CampaignSettings settings, TargetServices services, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new CampaignsActor(settings, services, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartCampaign start:
                Start(start);
                break;
            case GetCampaign get when _running.TryGetValue(get.CampaignId, out var running):
                running.Campaign.Forward(get);
                break;
            case GetCampaign get when _ended.TryGetValue(get.CampaignId, out var last):
                Sender.Tell(last);
                break;
            case GetCampaign get:
                Sender.Tell(NotFound(get.CampaignId));
                break;
            case StopCampaign stop when _running.TryGetValue(stop.CampaignId, out var running):
                running.StopSenders.Add(Sender);
                running.Campaign.Forward(stop);
                break;
            case StopCampaign stop when _ended.ContainsKey(stop.CampaignId):
                Sender.Tell(new CampaignStopped(stop.CampaignId));
                break;
            case StopCampaign stop:
                Sender.Tell(NotFound(stop.CampaignId));
                break;
            case CampaignActor.Ended ended:
                Remember(ended.Last);
                break;
            case Terminated terminated:
                OnTerminated(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// A campaign that throws has a bug: it is stopped together with its targets, and its starter is informed.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(fault =>
        {
            _lastFault = fault;
            return Directive.Stop;
        });

    private void Start(StartCampaign start)
    {
        if (CampaignSpecRules.ErrorOf(start) is { } error)
        {
            Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, error.ToString()));
            return;
        }

        if (_running.ContainsKey(start.CampaignId) || _ended.ContainsKey(start.CampaignId))
        {
            var taken = $"campaign {start.CampaignId} already exists";
            Sender.Tell(new CommandRejected(RejectReason.AlreadyExists, taken));
            return;
        }

        Sender.Tell(new CampaignStarted(start.CampaignId));
        var campaign = Context.ActorOf(
            CampaignActor.Props(start, Sender, _settings, _services, _time),
            $"c-{start.CampaignId}"
        );
        Context.Watch(campaign);
        _running.Add(start.CampaignId, new Running(campaign, Sender, []));
    }

    private void Remember(CampaignSnapshot last)
    {
        _running.Remove(last.CampaignId, out var running);
        running?.StopSenders.ForEach(sender => sender.Tell(new CampaignStopped(last.CampaignId)));
        _ended[last.CampaignId] = last with { Stage = "ended" };
        _endedInOrder.Enqueue(last.CampaignId);
        if (_endedInOrder.Count > Remembered)
        {
            _ended.Remove(_endedInOrder.Dequeue());
        }
    }

    /// <summary>A campaign that ended in order was removed before.</summary>
    private void OnTerminated(IActorRef campaign)
    {
        var (id, running) = _running.FirstOrDefault(entry => entry.Value.Campaign.Equals(campaign));
        if (id is null)
        {
            return;
        }

        _running.Remove(id);
        var failure = new Status.Failure(_lastFault ?? new InvalidOperationException($"campaign {id} was stopped"));
        running.Starter.Tell(failure);
        running.StopSenders.ForEach(sender => sender.Tell(failure));
    }

    private static CommandRejected NotFound(string id) => new(RejectReason.NotFound, $"campaign {id} does not exist");

    private sealed record Running(IActorRef Campaign, IActorRef Starter, List<IActorRef> StopSenders);
}
