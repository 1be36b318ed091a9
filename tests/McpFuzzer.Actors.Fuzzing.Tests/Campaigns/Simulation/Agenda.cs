namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns.Simulation;

/// <summary>Virtual time: what is due first happens first. How long things take is drawn from a seed.</summary>
internal sealed class Agenda(int seed)
{
    private readonly PriorityQueue<Action, (TimeSpan Due, int Order)> _due = new();
    private readonly Random _random = new(seed);
    private int _order;

    public TimeSpan Now { get; private set; }

    /// <summary>A time of at most so many milliseconds.</summary>
    public TimeSpan Draw(int milliseconds) => TimeSpan.FromMicroseconds(_random.Next(milliseconds * 1_000));

    public void After(TimeSpan delay, Action happens) => _due.Enqueue(happens, (Now + delay, _order++));

    /// <summary>Lets the next thing happen; false when nothing is left.</summary>
    public bool Next()
    {
        if (!_due.TryDequeue(out var happens, out var priority))
        {
            return false;
        }

        Now = priority.Due;
        happens();
        return true;
    }
}

/// <summary>Messages from one actor to another: each takes its time, and none overtakes another.</summary>
internal sealed class Channel<T>(Agenda agenda, Action<T> receive)
{
    private TimeSpan _last;

    public void Tell(T message)
    {
        var due = agenda.Now + agenda.Draw(5);
        _last = due > _last ? due : _last;
        agenda.After(_last - agenda.Now, () => receive(message));
    }
}
