using System.Collections.Immutable;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>A sender that waits.</summary>
/// <param name="Wait">The number of its wait; a later wait has a higher number.</param>
/// <param name="Sender">The sender.</param>
/// <param name="HasTimeout">Whether a timer with the number of the wait runs.</param>
internal sealed record Waiter(long Wait, SenderId Sender, bool HasTimeout);

/// <summary>The senders that wait for one event of one incarnation, by the number of their wait.</summary>
internal sealed class Waiters
{
    public static readonly Waiters None = new(
        ImmutableSortedDictionary.Create<Number, Waiter>(
            Comparer<Number>.Create((one, other) => one.Value.CompareTo(other.Value))
        )
    );

    private readonly ImmutableSortedDictionary<Number, Waiter> _waiters;

    private Waiters(ImmutableSortedDictionary<Number, Waiter> waiters) => _waiters = waiters;

    /// <summary>In the order of their commands.</summary>
    public IEnumerable<Waiter> All => _waiters.Values;

    /// <summary>The senders that set no timeout of their own.</summary>
    public IEnumerable<Waiter> WithoutTimeout => All.Where(waiter => !waiter.HasTimeout);

    public bool IsEmpty => _waiters.IsEmpty;

    public Waiters Add(long wait, SenderId sender, bool hasTimeout) =>
        new(_waiters.Add(new Number(wait), new Waiter(wait, sender, hasTimeout)));

    /// <summary>Returns the sender of a wait that is still open.</summary>
    public SenderId? Find(long wait) => _waiters.GetValueOrDefault(new Number(wait))?.Sender;

    public Waiters Remove(long wait) => Of(_waiters.Remove(new Number(wait)));

    /// <summary>Removes those that set no timeout of their own.</summary>
    public Waiters KeepWithTimeout() =>
        Of(_waiters.RemoveRange(WithoutTimeout.Select(waiter => new Number(waiter.Wait))));

    private static Waiters Of(ImmutableSortedDictionary<Number, Waiter> waiters) =>
        waiters.IsEmpty ? None : new Waiters(waiters);

    // A class: the runtime has compiled code for tables of references.
    private sealed record Number(long Value);
}
