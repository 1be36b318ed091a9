using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Collects one outcome for each of several keys that are stopped together.</summary>
internal sealed record StopBatch
{
    private StopBatch() { }

    /// <summary>The senders that get the outcomes.</summary>
    public ImmutableList<SenderId> Senders { get; init; } = [];

    public bool IsComplete => Pending.IsEmpty;

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyList<IStopReply> Outcomes => [.. Settled.Values];

    private ImmutableHashSet<ProcessKey> Pending { get; init; } = [];

    private ImmutableSortedDictionary<string, IStopReply> Settled { get; init; } =
        ImmutableSortedDictionary.Create<string, IStopReply>(StringComparer.Ordinal);

    public static StopBatch Of(IEnumerable<ProcessKey> keys) => new() { Pending = [.. keys] };

    /// <summary>Takes in the outcome of a key that is still pending, and ignores any other.</summary>
    public StopBatch Settle(ProcessKey key, IStopReply outcome) =>
        Pending.Contains(key)
            ? this with
            {
                Pending = Pending.Remove(key),
                Settled = Settled.Add(key.Value, outcome),
            }
            : this;
}
