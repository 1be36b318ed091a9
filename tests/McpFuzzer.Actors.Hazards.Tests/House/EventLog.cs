using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>The manager's events about its processes, in order.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentQueue<IProcessEvent> _events = new();
    private readonly SemaphoreSlim _notified = new(0);

    internal IReadOnlyList<IProcessEvent> All => [.. _events];

    internal IEnumerable<TEvent> Of<TEvent>()
        where TEvent : IProcessEvent => All.OfType<TEvent>();

    internal async Task SubscribeAsync(ActorSystem system, IActorRef manager)
    {
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.Tell(new WatchProcesses(), new Subscriber(this, standing, system));
        await standing.Task.WaitAsync(Patience.Long);
    }

    /// <summary>Waits until that many events of a kind have arrived.</summary>
    internal async Task WaitForAsync<TEvent>(int count)
        where TEvent : IProcessEvent
    {
        while (Of<TEvent>().Count() < count)
        {
            Assert.True(
                await _notified.WaitAsync(Patience.Long),
                $"{Of<TEvent>().Count()} of {count} {typeof(TEvent).Name}"
            );
        }
    }

    private void Add(IProcessEvent published)
    {
        _events.Enqueue(published);
        _notified.Release();
    }

    /// <summary>
    /// Not an actor with a mailbox: an event that was published before a reply has arrived when the reply has.
    /// </summary>
    [SuppressMessage("Design", "MA0097", Justification = "References of actors are compared as Akka compares them.")]
    private sealed class Subscriber(EventLog log, TaskCompletionSource standing, ActorSystem system) : MinimalActorRef
    {
        public override ActorPath Path { get; } =
            new RootActorPath(Address.AllSystems) / "event-log" / $"{Guid.NewGuid():N}";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            switch (message)
            {
                case WatchStarted:
                    standing.SetResult();
                    break;
                case IProcessEvent published:
                    log.Add(published);
                    break;
                default:
                    throw new NotSupportedException($"No event: {message}");
            }
        }
    }
}
