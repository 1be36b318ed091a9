namespace McpFuzzer.Actors.Core.Watch;

/// <summary>Keys in the order of their deadlines. A look costs what is due, not what is kept; setting and removing cost a logarithm.</summary>
internal sealed class DeadlineQueue<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _byKey = [];

    // The number keeps keys of one deadline apart, in the order in which they were set.
    private readonly SortedSet<Entry> _byDeadline = new(
        Comparer<Entry>.Create((a, b) => (a.Deadline, a.Number).CompareTo((b.Deadline, b.Number)))
    );

    private long _number;

    public int Count => _byKey.Count;

    /// <summary>Sets a key's deadline, in place of the one it had.</summary>
    public void Set(TKey key, TimeSpan deadline)
    {
        Remove(key);
        var entry = new Entry(key, deadline, _number++);
        _byKey.Add(key, entry);
        _byDeadline.Add(entry);
    }

    public void Remove(TKey key)
    {
        if (_byKey.Remove(key, out var entry))
        {
            _byDeadline.Remove(entry);
        }
    }

    /// <summary>Takes out the keys whose deadline is not after <paramref name="now" />, earliest first.</summary>
    public IReadOnlyList<TKey> TakeDue(TimeSpan now)
    {
        List<TKey> due = [];
        while (_byDeadline.Min is { } earliest && earliest.Deadline <= now)
        {
            due.Add(earliest.Key);
            Remove(earliest.Key);
        }

        return due;
    }

    private sealed record Entry(TKey Key, TimeSpan Deadline, long Number);
}
