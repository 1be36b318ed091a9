namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// Timers in the order in which they are due, and of those that are due together in the order in which they were set: a
/// binary heap in which each knows its place, so that one that is moved or taken out leaves nothing behind.
/// </summary>
internal sealed class TimerHeap
{
    private readonly List<PreciseTimer> _timers = [];
    private long _order;

    internal int Count => _timers.Count;

    internal PreciseTimer? Earliest => _timers.Count > 0 ? _timers[0] : null;

    /// <summary>Puts it in, or at its new place.</summary>
    internal void Set(PreciseTimer timer, long due)
    {
        timer.Due = due;
        timer.Order = _order++;
        if (timer.Place < 0)
        {
            timer.Place = _timers.Count;
            _timers.Add(timer);
        }

        Settle(timer);
    }

    internal void Remove(PreciseTimer timer)
    {
        if (timer.Place < 0)
        {
            return;
        }

        var last = _timers[^1];
        _timers.RemoveAt(_timers.Count - 1);
        if (last != timer)
        {
            Put(last, timer.Place);
            Settle(last);
        }

        timer.Place = -1;
    }

    /// <summary>Leaves it empty.</summary>
    /// <returns>What was in it, in order.</returns>
    internal IReadOnlyList<PreciseTimer> TakeAll()
    {
        var all = new List<PreciseTimer>(_timers.Count);
        while (Earliest is { } earliest)
        {
            Remove(earliest);
            all.Add(earliest);
        }

        return all;
    }

    private void Settle(PreciseTimer timer)
    {
        var place = timer.Place;
        while (place > 0 && _timers[(place - 1) / 2] is var parent && IsBefore(timer, parent))
        {
            Put(parent, place);
            place = (place - 1) / 2;
        }

        while (EarlierChild(place, timer) is { } child)
        {
            var next = child.Place;
            Put(child, place);
            place = next;
        }

        Put(timer, place);
    }

    private PreciseTimer? EarlierChild(int place, PreciseTimer timer)
    {
        var left = (2 * place) + 1;
        if (left >= _timers.Count)
        {
            return null;
        }

        var earlier =
            left + 1 < _timers.Count && IsBefore(_timers[left + 1], _timers[left]) ? _timers[left + 1] : _timers[left];
        return IsBefore(earlier, timer) ? earlier : null;
    }

    private static bool IsBefore(PreciseTimer one, PreciseTimer other) =>
        one.Due < other.Due || (one.Due == other.Due && one.Order < other.Order);

    private void Put(PreciseTimer timer, int place)
    {
        _timers[place] = timer;
        timer.Place = place;
    }
}
