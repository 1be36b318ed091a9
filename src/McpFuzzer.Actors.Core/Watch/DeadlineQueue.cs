using McpFuzzer.Actors.Contracts.Collections;

namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// Keys in the order of their deadlines. A check costs only what is due. A key costs one allocation when it is first
/// set, and again after it was removed.
/// </summary>
internal sealed class DeadlineQueue<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _byKey = [];
    private readonly IndexedHeap<Entry> _heap = new();

    /// <summary>The number of keys with a deadline.</summary>
    public int Count => _heap.Count;

    /// <summary>Sets or replaces the deadline of a key.</summary>
    public void Set(TKey key, TimeSpan deadline)
    {
        if (!_byKey.TryGetValue(key, out var entry))
        {
            entry = new Entry(key);
            _byKey.Add(key, entry);
        }

        _heap.Set(entry, deadline.Ticks);
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(TKey key)
    {
        if (_byKey.Remove(key, out var entry))
        {
            _heap.Remove(entry);
        }
    }

    /// <summary>
    /// Takes out the key with the earliest deadline, if that is not after <paramref name="now" />. The queue still
    /// knows the key, so that setting it again allocates nothing.
    /// </summary>
    public bool TryTakeDue(TimeSpan now, out TKey key)
    {
        if (_heap.Earliest is not { } earliest || earliest.Due > now.Ticks)
        {
            key = default!;
            return false;
        }

        key = earliest.Key;
        _heap.Remove(earliest);
        return true;
    }

    private sealed class Entry(TKey key) : HeapEntry
    {
        public TKey Key => key;
    }
}
