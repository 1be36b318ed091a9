using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Who waits for a process to be registered. The manager answers at once, and tells the asker itself when it can't: what is still here after a while was refused, and must
/// not be told anything when that key is started later.
/// </summary>
internal sealed class PendingRegistrations(TimeSpan keep)
{
    private readonly List<(ProcessKey Key, IActorRef Asker, TimeSpan At)> _pending = [];

    public void Add(ProcessKey key, IActorRef asker, TimeSpan now)
    {
        DropOlder(now);
        _pending.Add((key, asker, now));
    }

    /// <summary>Takes out whoever waits for this process.</summary>
    public IReadOnlyList<IActorRef> Take(ProcessKey key)
    {
        List<IActorRef> askers = [.. _pending.Where(entry => entry.Key == key).Select(entry => entry.Asker)];
        _pending.RemoveAll(entry => entry.Key == key);
        return askers;
    }

    public void DropOlder(TimeSpan now) => _pending.RemoveAll(entry => now - entry.At > keep);
}
