using System.Collections.Concurrent;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>What the manager tells of its processes, in order.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentQueue<IProcessEvent> _events = new();
    private readonly SemaphoreSlim _told = new(0);

    internal IReadOnlyList<IProcessEvent> All => [.. _events];

    internal IEnumerable<TEvent> Of<TEvent>()
        where TEvent : IProcessEvent => All.OfType<TEvent>();

    internal async Task SubscribeAsync(ActorSystem system, IActorRef manager)
    {
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Subscriber(this, manager, standing)));
        await standing.Task.WaitAsync(Patience.Long);
    }

    /// <summary>Waits until so many events of a kind were told.</summary>
    internal async Task WaitForAsync<TEvent>(int count)
        where TEvent : IProcessEvent
    {
        while (Of<TEvent>().Count() < count)
        {
            Assert.True(
                await _told.WaitAsync(Patience.Long),
                $"{Of<TEvent>().Count()} of {count} {typeof(TEvent).Name}"
            );
        }
    }

    private void Add(IProcessEvent told)
    {
        _events.Enqueue(told);
        _told.Release();
    }

    private sealed class Subscriber : ReceiveActor
    {
        public Subscriber(EventLog log, IActorRef manager, TaskCompletionSource standing)
        {
            Receive<WatchStarted>(_ => standing.SetResult());
            Receive<IProcessEvent>(log.Add);
            manager.Tell(new WatchProcesses());
        }
    }
}
