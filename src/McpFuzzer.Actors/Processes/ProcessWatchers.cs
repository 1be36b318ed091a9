using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Who is told of events.</summary>
internal sealed class ProcessWatchers
{
    private readonly Dictionary<IActorRef, Subscription> _subscriptions = [];

    /// <summary>Adds to what the watcher is told already. A null key is every process.</summary>
    public void Add(IActorRef watcher, ProcessKey? key)
    {
        if (!_subscriptions.TryGetValue(watcher, out var subscription))
        {
            _subscriptions[watcher] = subscription = new Subscription();
        }

        if (key is null)
        {
            subscription.All = true;
        }
        else
        {
            subscription.Keys.Add(key);
        }
    }

    public void Remove(IActorRef watcher) => _subscriptions.Remove(watcher);

    public void Tell(IProcessEvent what)
    {
        foreach (var (watcher, subscription) in _subscriptions)
        {
            if (subscription.All || subscription.Keys.Contains(what.Key))
            {
                watcher.Tell(what);
            }
        }
    }

    private sealed class Subscription
    {
        public bool All { get; set; }

        public HashSet<ProcessKey> Keys { get; } = [];
    }
}
