using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>What the manager knows of an incarnation's readiness, and who waits for it.</summary>
internal sealed class ProcessReadiness
{
    private readonly Dictionary<long, Waiter> _waiters = [];

    public ProcessReady? Ready { get; set; }

    /// <summary>The spec's time for it has passed.</summary>
    public bool IsLate { get; set; }

    public void AddWaiter(long id, IActorRef asker, bool hasOwnTimeout) =>
        _waiters.Add(id, new Waiter(asker, hasOwnTimeout));

    /// <summary>The asker of a wait that is still open.</summary>
    public IActorRef? TakeWaiter(long id) => _waiters.Remove(id, out var waiter) ? waiter.Asker : null;

    /// <summary>Answers all; the waits that were open.</summary>
    public IReadOnlyList<long> Answer(IWaitReadyReply reply) => Answer(reply, [.. _waiters.Keys]);

    /// <summary>Answers those who wait as long as the spec says.</summary>
    public void AnswerWithoutOwnTimeout(IWaitReadyReply reply) =>
        Answer(reply, [.. _waiters.Where(waiter => !waiter.Value.HasOwnTimeout).Select(waiter => waiter.Key)]);

    private long[] Answer(IWaitReadyReply reply, long[] waits)
    {
        foreach (var wait in waits)
        {
            TakeWaiter(wait)?.Tell(reply);
        }

        return waits;
    }

    private sealed record Waiter(IActorRef Asker, bool HasOwnTimeout);
}
