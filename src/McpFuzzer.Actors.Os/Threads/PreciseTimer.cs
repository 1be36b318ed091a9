namespace McpFuzzer.Actors.Os.Threads;

/// <summary>A timer of <see cref="PreciseTimers" />, and its place in the heap.</summary>
internal sealed class PreciseTimer(PreciseTimers time, TimerCallback callback, object? state) : ITimer
{
    /// <summary>When it is due, in timestamps of the clock.</summary>
    internal long Due { get; set; }

    /// <summary>Orders timers that are due at the same moment.</summary>
    internal long Order { get; set; }

    /// <summary>The time between two firings; zero fires once.</summary>
    internal long Period { get; set; }

    /// <summary>Its index in the heap; negative when it is not in it.</summary>
    internal int Place { get; set; } = -1;

    internal bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => time.Set(this, dueTime, period);

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire() => callback(state);
}
