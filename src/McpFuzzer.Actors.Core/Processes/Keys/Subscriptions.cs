using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>The subscribers of events: to every process, to some keys, or to both.</summary>
internal sealed record Subscriptions
{
    public static readonly Subscriptions None = new();

    private ImmutableArray<SenderId> ToAll { get; init; } = [];

    private ImmutableDictionary<ProcessKey, ImmutableHashSet<SenderId>> ToKey { get; init; } =
        ImmutableDictionary<ProcessKey, ImmutableHashSet<SenderId>>.Empty;

    private ImmutableDictionary<SenderId, ImmutableHashSet<ProcessKey>> KeysOf { get; init; } =
        ImmutableDictionary<SenderId, ImmutableHashSet<ProcessKey>>.Empty;

    /// <summary>Adds to what the subscriber receives already. A null key is every process.</summary>
    public Subscriptions Add(SenderId subscriber, ProcessKey? key) =>
        key is null
            ? this with
            {
                ToAll = ToAll.Contains(subscriber) ? ToAll : ToAll.Add(subscriber),
            }
            : this with
            {
                ToKey = ToKey.SetItem(key, ToKey.GetValueOrDefault(key, []).Add(subscriber)),
                KeysOf = KeysOf.SetItem(subscriber, KeysOf.GetValueOrDefault(subscriber, []).Add(key)),
            };

    public Subscriptions Remove(SenderId subscriber)
    {
        var toKey = ToKey.ToBuilder();
        foreach (var key in KeysOf.GetValueOrDefault(subscriber, []))
        {
            var left = toKey[key].Remove(subscriber);
            if (left.IsEmpty)
            {
                toKey.Remove(key);
            }
            else
            {
                toKey[key] = left;
            }
        }

        return new Subscriptions
        {
            ToAll = ToAll.Remove(subscriber),
            ToKey = toKey.ToImmutable(),
            KeysOf = KeysOf.Remove(subscriber),
        };
    }

    /// <summary>Returns each subscriber to events of a key once.</summary>
    public IReadOnlyCollection<SenderId> Of(ProcessKey key) =>
        ToKey.TryGetValue(key, out var some) ? some.Union(ToAll) : ToAll;
}
