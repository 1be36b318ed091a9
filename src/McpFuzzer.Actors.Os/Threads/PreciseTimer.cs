using McpFuzzer.Actors.Contracts.Collections;

namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// A timer of <see cref="PreciseTimers" />, and its place in the heap (docs/performance.md, "Retry delays and timeouts
/// of 1 ms").
/// </summary>
internal sealed class PreciseTimer(PreciseTimers time, TimerCallback callback, object? state) : HeapEntry, ITimer
{
    /// <summary>The time between two firings; zero fires once.</summary>
    internal long Period { get; set; }

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
