namespace McpFuzzer.Actors.Os.Threads;

/// <summary>Timers in the order in which they are due: a binary heap in which each knows its place, so that one that is moved or taken out leaves nothing behind.</summary>
internal sealed class TimerHeap
{
    private readonly List<PromptTimer> _timers = [];

    internal int Count => _timers.Count;

    internal PromptTimer? Earliest => _timers.Count > 0 ? _timers[0] : null;

    /// <summary>Puts it in, or at its new place.</summary>
    internal void Set(PromptTimer timer, long due)
    {
        timer.Due = due;
        if (timer.Place < 0)
        {
            timer.Place = _timers.Count;
            _timers.Add(timer);
        }

        Settle(timer);
    }

    internal void Remove(PromptTimer timer)
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

    private void Settle(PromptTimer timer)
    {
        var place = timer.Place;
        while (place > 0 && _timers[(place - 1) / 2] is var parent && parent.Due > timer.Due)
        {
            Put(parent, place);
            place = (place - 1) / 2;
        }

        while (EarlierChild(place, timer.Due) is { } child)
        {
            var next = child.Place;
            Put(child, place);
            place = next;
        }

        Put(timer, place);
    }

    private PromptTimer? EarlierChild(int place, long due)
    {
        var left = (2 * place) + 1;
        if (left >= _timers.Count)
        {
            return null;
        }

        var earlier =
            left + 1 < _timers.Count && _timers[left + 1].Due < _timers[left].Due ? _timers[left + 1] : _timers[left];
        return earlier.Due < due ? earlier : null;
    }

    private void Put(PromptTimer timer, int place)
    {
        _timers[place] = timer;
        timer.Place = place;
    }
}
