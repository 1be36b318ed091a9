using System.Collections.Immutable;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>A sender that waits.</summary>
/// <param name="Sender">The sender.</param>
/// <param name="HasTimeout">Whether a timer with the number of the wait runs.</param>
internal sealed record Waiter(SenderId Sender, bool HasTimeout);

/// <summary>The senders that wait for one event of one incarnation, by the number of their wait.</summary>
internal sealed class Waiters
{
    public static readonly Waiters None = new(ImmutableSortedDictionary<long, Waiter>.Empty);

    private readonly ImmutableSortedDictionary<long, Waiter> _waiters;

    private Waiters(ImmutableSortedDictionary<long, Waiter> waiters) => _waiters = waiters;

    /// <summary>In the order of their commands.</summary>
    public IEnumerable<KeyValuePair<long, Waiter>> All => _waiters;

    /// <summary>The senders that set no timeout of their own.</summary>
    public IEnumerable<KeyValuePair<long, Waiter>> WithoutTimeout => _waiters.Where(wait => !wait.Value.HasTimeout);

    public bool IsEmpty => _waiters.IsEmpty;

    public Waiters Add(long wait, SenderId sender, bool hasTimeout) =>
        new(_waiters.Add(wait, new Waiter(sender, hasTimeout)));

    /// <summary>Returns the sender of a wait that is still open.</summary>
    public SenderId? Find(long wait) => _waiters.TryGetValue(wait, out var waiter) ? waiter.Sender : null;

    public Waiters Remove(long wait) => Of(_waiters.Remove(wait));

    /// <summary>Removes those that set no timeout of their own.</summary>
    public Waiters KeepWithTimeout() => Of(_waiters.RemoveRange(WithoutTimeout.Select(wait => wait.Key)));

    private static Waiters Of(ImmutableSortedDictionary<long, Waiter> waiters) =>
        waiters.IsEmpty ? None : new Waiters(waiters);
}
