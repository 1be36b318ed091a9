using System.Threading.Channels;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>
/// Receives the events of one subscription. It ends with its manager, with its reader, or when the reader falls too far
/// behind.
/// </summary>
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

    /// <summary>Creates a subscriber.</summary>
    /// <param name="manager">The publisher of the events.</param>
    /// <param name="key">Only this process; null means all.</param>
    /// <param name="events">The channel for the events.</param>
    /// <param name="capacity">The capacity of the channel.</param>
    /// <param name="stands">Completes when the subscription is active.</param>
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
