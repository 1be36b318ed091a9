namespace McpFuzzer.Actors.Contracts.Collections;

/// <summary>
/// Entries in the order in which they are due; those due at the same moment come in the order in which they were set.
/// Each entry knows its place, so that an entry that is moved or removed leaves nothing behind. Setting and removing
/// cost a logarithm and allocate nothing, unless the heap outgrows its array.
/// </summary>
/// <remarks>
/// PriorityQueue of the base library neither moves nor removes an entry in logarithmic time. The watchdog and the
/// precise timers do little else (docs/performance.md, "Registered processes" and "Retry delays and timeouts of 1 ms").
/// </remarks>
internal sealed class IndexedHeap<T>
    where T : HeapEntry
{
    // Four children per node make the heap flatter than a binary one.
    private const int Children = 4;

    private Place[] _places = new Place[16];
    private long _lastOrder;

    /// <summary>How many entries are queued.</summary>
    public int Count { get; private set; }

    /// <summary>The entry that is due first; null when the heap is empty.</summary>
    public T? Earliest => Count > 0 ? _places[0].Entry : null;

    /// <summary>Queues an entry, or moves it to its new moment.</summary>
    public void Set(T entry, long due)
    {
        if (!entry.IsQueued)
        {
            Append(entry);
        }

        entry.Due = due;
        Settle(new Place(due, ++_lastOrder, entry), entry.Place);
    }

    /// <summary>Removes an entry. One that is not queued stays as it is.</summary>
    public void Remove(T entry)
    {
        if (!entry.IsQueued)
        {
            return;
        }

        var (hole, last) = (entry.Place, _places[--Count]);
        _places[Count] = default;
        entry.Place = HeapEntry.Nowhere;
        if (last.Entry != entry)
        {
            Settle(last, hole);
        }
    }

    /// <summary>Removes every entry, and returns them in order.</summary>
    public IReadOnlyList<T> TakeAll()
    {
        var all = new List<T>(Count);
        while (Earliest is { } earliest)
        {
            Remove(earliest);
            all.Add(earliest);
        }

        return all;
    }

    private void Append(T entry)
    {
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, 2 * Count);
        }

        entry.Place = Count++;
    }

    /// <summary>Puts an entry where it belongs, above or below a free place.</summary>
    private void Settle(in Place settled, int free)
    {
        while (free > 0 && settled.IsBefore(_places[(free - 1) / Children]))
        {
            Put(_places[(free - 1) / Children], free);
            free = (free - 1) / Children;
        }

        while (EarliestChild(free) is var child && child < Count && _places[child].IsBefore(settled))
        {
            Put(_places[child], free);
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
            if (_places[child].IsBefore(_places[earliest]))
            {
                earliest = child;
            }
        }

        return earliest;
    }

    private void Put(in Place place, int index)
    {
        _places[index] = place;
        place.Entry.Place = index;
    }

    /// <summary>A place in the heap. It holds the moment itself, so that a comparison follows no reference.</summary>
    private readonly record struct Place(long Due, long Order, T Entry)
    {
        public bool IsBefore(in Place other) => Due < other.Due || (Due == other.Due && Order < other.Order);
    }
}
