namespace McpFuzzer.Actors.Core.Watch;

/// <summary>
/// Keys in the order of their deadlines. A look costs what is due, not what is kept; setting and removing cost a logarithm. Nothing is allocated but for a key that was not in it
/// before, or not since it was removed.
/// </summary>
internal sealed class DeadlineQueue<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _byKey = [];

    // A heap with four children per node, flatter than a binary one. Each entry knows its place.
    private const int Children = 4;
    private Place[] _heap = new Place[16];
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

        if (!entry.IsQueued)
        {
            Append(entry);
        }

        Settle(new Place(deadline, ++_lastNumber, entry), entry.Index);
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

        key = _heap[0].Entry.Key;
        TakeOut(_heap[0].Entry);
        return true;
    }

    private void Append(Entry entry)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * Count);
        }

        entry.Index = Count++;
    }

    private void TakeOut(Entry entry)
    {
        var (hole, last) = (entry.Index, _heap[--Count]);
        _heap[Count] = default;
        entry.Index = -1;
        if (last.Entry != entry)
        {
            Settle(last, hole);
        }
    }

    /// <summary>Puts it where it belongs, above or below a free place.</summary>
    private void Settle(Place settled, int free)
    {
        while (free > 0 && settled.IsBefore(_heap[(free - 1) / Children]))
        {
            Put(_heap[(free - 1) / Children], free);
            free = (free - 1) / Children;
        }

        while (EarliestChild(free) is var child && child < Count && _heap[child].IsBefore(settled))
        {
            Put(_heap[child], free);
            free = child;
        }

        Put(settled, free);
    }

    private int EarliestChild(int index)
    {
        var earliest = (Children * index) + 1;
        var end = Math.Min(earliest + Children, Count);
        for (var child = earliest + 1; child < end; child++)
        {
            if (_heap[child].IsBefore(_heap[earliest]))
            {
                earliest = child;
            }
        }

        return earliest;
    }

    private void Put(Place place, int index)
    {
        _heap[index] = place;
        place.Entry.Index = index;
    }

    /// <summary>A place in the heap. It holds the deadline itself, so that comparing follows no reference.</summary>
    /// <param name="Deadline">The deadline.</param>
    /// <param name="Number">Keeps keys of one deadline apart, in the order in which they were set.</param>
    /// <param name="Entry">Whose it is.</param>
    private readonly record struct Place(TimeSpan Deadline, long Number, Entry Entry)
    {
        public bool IsBefore(in Place other) =>
            Deadline < other.Deadline || (Deadline == other.Deadline && Number < other.Number);
    }

    private sealed class Entry(TKey key)
    {
        public TKey Key => key;

        /// <summary>Its place in the heap; less than zero when it is not in it.</summary>
        public int Index { get; set; } = -1;

        public bool IsQueued => Index >= 0;
    }
}
