using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Collects one outcome for each of several processes.</summary>
internal sealed class StopBatch(IEnumerable<ProcessKey> keys)
{
    private readonly HashSet<ProcessKey> _pending = [.. keys];
    private readonly SortedDictionary<string, IStopReply> _outcomes = new(StringComparer.Ordinal);

    public bool IsComplete => _pending.Count == 0;

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyList<IStopReply> Outcomes => [.. _outcomes.Values];

    public void Settle(ProcessKey key, IStopReply outcome)
    {
        if (_pending.Remove(key))
        {
            _outcomes.Add(key.Value, outcome);
        }
    }
}
