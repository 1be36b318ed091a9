using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>The consumers that get the streams of each incarnation of a key; one for each key at most.</summary>
internal sealed class Consumers
{
    public static readonly Consumers None = new(ImmutableDictionary<ProcessKey, SenderId>.Empty);

    private readonly ImmutableDictionary<ProcessKey, SenderId> _consumers;

    private Consumers(ImmutableDictionary<ProcessKey, SenderId> consumers) => _consumers = consumers;

    /// <summary>Returns the consumer of a key.</summary>
    public SenderId? Find(ProcessKey key) => _consumers.TryGetValue(key, out var consumer) ? consumer : null;

    /// <summary>Whether it is the consumer of any key.</summary>
    public bool Contains(SenderId consumer) => _consumers.ContainsValue(consumer);

    public Consumers Set(ProcessKey key, SenderId consumer) => new(_consumers.SetItem(key, consumer));

    /// <summary>Frees every key of a consumer.</summary>
    public Consumers Remove(SenderId consumer)
    {
        var keys = _consumers.Where(pair => pair.Value == consumer).Select(pair => pair.Key).ToList();
        return keys.Count == 0 ? this : new Consumers(_consumers.RemoveRange(keys));
    }
}
