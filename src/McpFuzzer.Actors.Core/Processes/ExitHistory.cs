using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>An incarnation that has come to its end.</summary>
/// <param name="Snapshot">Its status then.</param>
/// <param name="Exited">Null when its leader's exit could not be told.</param>
/// <param name="Outcome">What a stop of it is answered with.</param>
internal sealed record EndedProcess(ProcessSnapshot Snapshot, ProcessExited? Exited, IStopReply Outcome);

/// <summary>The last ends, bounded: the oldest gives way. Not thread-safe.</summary>
internal sealed class ExitHistory(int capacity)
{
    private readonly Dictionary<(ProcessKey Key, int Incarnation), EndedProcess> _ended = [];
    private readonly Dictionary<ProcessKey, int> _latest = [];
    private readonly Queue<(ProcessKey Key, int Incarnation)> _order = new();
    private readonly Dictionary<string, EndedProcess> _listed = new(StringComparer.Ordinal);
    private int _highestForgotten;

    /// <summary>Those that have not been removed from the list, one for each key, in the order of their keys.</summary>
    public IReadOnlyCollection<EndedProcess> Listed =>
        [.. _listed.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Value)];

    /// <summary>Adds and lists an end; one that is known already is listed again as it is told now.</summary>
    public void Add(EndedProcess ended)
    {
        var id = (ended.Snapshot.Key, ended.Snapshot.Incarnation);
        if (!_ended.ContainsKey(id))
        {
            _order.Enqueue(id);
        }

        _ended[id] = ended;
        _latest[id.Key] = id.Incarnation;
        _listed[id.Key.Value] = ended;
        while (_order.Count > capacity)
        {
            Forget(_order.Dequeue());
        }
    }

    /// <summary>The incarnation asked for, or the last one of the key.</summary>
    public EndedProcess? Find(ProcessKey key, int? incarnation = null) =>
        (incarnation ?? LatestOf(key)) is { } wanted ? _ended.GetValueOrDefault((key, wanted)) : null;

    /// <summary>The key's last incarnation that is still known.</summary>
    public int? LatestOf(ProcessKey key) => _latest.TryGetValue(key, out var latest) ? latest : null;

    /// <summary>
    /// The number of the key's next incarnation, above all that it has had. A key that is not known, and may have been forgotten, goes on above the highest number that was
    /// forgotten of any: what comes late for an old incarnation must not find a new one that bears its number.
    /// </summary>
    public int NextOf(ProcessKey key) => (LatestOf(key) ?? _highestForgotten) + 1;

    /// <summary>Takes a key off the list, since its next incarnation has begun or is due.</summary>
    public void Unlist(ProcessKey key) => _listed.Remove(key.Value);

    /// <summary>Takes all off the list; they can still be found.</summary>
    public int UnlistAll()
    {
        var count = _listed.Count;
        _listed.Clear();
        return count;
    }

    private void Forget((ProcessKey Key, int Incarnation) id)
    {
        _ended.Remove(id);
        if (_latest.GetValueOrDefault(id.Key) == id.Incarnation)
        {
            _latest.Remove(id.Key);
            _highestForgotten = Math.Max(_highestForgotten, id.Incarnation);
        }

        if (_listed.TryGetValue(id.Key.Value, out var listed) && listed.Snapshot.Incarnation == id.Incarnation)
        {
            _listed.Remove(id.Key.Value);
        }
    }
}
