using System.Threading.Channels;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>Takes the events of one subscription, and ends with its manager, with its reader, or when the reader has fallen too far behind.</summary>
internal sealed class EventSubscriber : UntypedActor
{
    private readonly IActorRef _manager;
    private readonly ProcessKey? _key;
    private readonly ChannelWriter<IProcessEvent> _events;
    private readonly int _capacity;
    private readonly TaskCompletionSource _stands;

    public EventSubscriber(
        IActorRef manager,
        ProcessKey? key,
        ChannelWriter<IProcessEvent> events,
        int capacity,
        TaskCompletionSource stands
    )
    {
        _manager = manager;
        _key = key;
        _events = events;
        _capacity = capacity;
        _stands = stands;
    }

    /// <summary>A subscription.</summary>
    /// <param name="manager">Who tells of events.</param>
    /// <param name="key">Only this process; null is all.</param>
    /// <param name="events">Where they go.</param>
    /// <param name="capacity">How many it takes.</param>
    /// <param name="stands">Completed when the subscription stands.</param>
    public static Props Props(
        IActorRef manager,
        ProcessKey? key,
        ChannelWriter<IProcessEvent> events,
        int capacity,
        TaskCompletionSource stands
    ) => Akka.Actor.Props.Create(() => new EventSubscriber(manager, key, events, capacity, stands));

    protected override void PreStart()
    {
        Context.Watch(_manager);
        _manager.Tell(new WatchProcesses(_key));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchStarted:
                _stands.TrySetResult();
                break;
            case IProcessEvent what when _events.TryWrite(what):
                break;
            case IProcessEvent:
                _events.TryComplete(new EventsLostException(_capacity));
                Context.Stop(Self);
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _manager.Tell(new UnwatchProcesses());
        _events.TryComplete();
        _stands.TrySetException(new InvalidOperationException($"{_manager.Path} has ended"));
    }
}
