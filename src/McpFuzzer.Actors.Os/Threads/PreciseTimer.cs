namespace McpFuzzer.Actors.Os.Threads;

/// <summary>A timer of <see cref="PreciseTimers" />, and its place there.</summary>
internal sealed class PreciseTimer(PreciseTimers time, TimerCallback callback, object? state) : ITimer
{
    /// <summary>When it is due, by the clock's own timestamps.</summary>
    internal long Due { get; set; }

    /// <summary>Tells apart those that are due at the same moment.</summary>
    internal long Order { get; set; }

    /// <summary>Between one time and the next; zero is once.</summary>
    internal long Period { get; set; }

    /// <summary>In the heap; less than zero is nowhere.</summary>
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
