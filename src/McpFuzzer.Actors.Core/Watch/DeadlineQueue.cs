namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// Keys in the order of their deadlines. A look costs what is due, not what is kept; setting and removing cost a logarithm. Nothing is allocated but for a key that was not in it
/// before, or not since it was removed.
/// </summary>
internal sealed class DeadlineQueue<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _byKey = [];

    // A binary heap; whoever is in it knows where.
    private Entry[] _heap = new Entry[16];
    private long _lastNumber;

    /// <summary>How many have a deadline.</summary>
    public int Count { get; private set; }

    /// <summary>Sets a key's deadline, in place of the one it had.</summary>
    public void Set(TKey key, TimeSpan deadline)
    {
        if (!_byKey.TryGetValue(key, out var entry))
        {
            entry = new Entry(key);
            _byKey.Add(key, entry);
        }

        entry.Deadline = deadline;
        entry.Number = ++_lastNumber;
        if (!entry.IsQueued)
        {
            Append(entry);
        }

        Restore(entry);
    }

    public void Remove(TKey key)
    {
        if (_byKey.Remove(key, out var entry) && entry.IsQueued)
        {
            TakeOut(entry);
        }
    }

    /// <summary>Takes out the key whose deadline is the earliest, if that is not after <paramref name="now" />. It is still known, so that setting it again costs nothing.</summary>
    public bool TryTakeDue(TimeSpan now, out TKey key)
    {
        if (Count == 0 || _heap[0].Deadline > now)
        {
            key = default!;
            return false;
        }

        key = _heap[0].Key;
        TakeOut(_heap[0]);
        return true;
    }

    private void Append(Entry entry)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * Count);
        }

        Put(entry, Count++);
    }

    private void TakeOut(Entry entry)
    {
        var (hole, last) = (entry.Index, _heap[--Count]);
        _heap[Count] = null!;
        entry.Index = -1;
        if (last != entry)
        {
            Put(last, hole);
            Restore(last);
        }
    }

    /// <summary>Moves it up or down to where it belongs.</summary>
    private void Restore(Entry entry)
    {
        while (entry.Index > 0 && entry.IsBefore(_heap[(entry.Index - 1) / 2]))
        {
            Swap(entry, _heap[(entry.Index - 1) / 2]);
        }

        while (EarlierChild(entry.Index) is { } child && child.IsBefore(entry))
        {
            Swap(entry, child);
        }
    }

    private Entry? EarlierChild(int index)
    {
        var left = (2 * index) + 1;
        return left >= Count ? null
            : left + 1 < Count && _heap[left + 1].IsBefore(_heap[left]) ? _heap[left + 1]
            : _heap[left];
    }

    private void Swap(Entry one, Entry other)
    {
        var index = one.Index;
        Put(one, other.Index);
        Put(other, index);
    }

    private void Put(Entry entry, int index)
    {
        _heap[index] = entry;
        entry.Index = index;
    }

    private sealed class Entry(TKey key)
    {
        public TKey Key => key;

        public TimeSpan Deadline { get; set; }

        /// <summary>Keeps keys of one deadline apart, in the order in which they were set.</summary>
        public long Number { get; set; }

        /// <summary>Its place in the heap; less than zero when it is not in it.</summary>
        public int Index { get; set; } = -1;

        public bool IsQueued => Index >= 0;

        public bool IsBefore(Entry other) =>
            Deadline < other.Deadline || (Deadline == other.Deadline && Number < other.Number);
    }
}
