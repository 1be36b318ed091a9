namespace McpFuzzer.Actors.Node.Tests.Progress;

/// <summary>A clock that a test moves, with one timer.</summary>
internal sealed class StoppedClock : TimeProvider, ITimer
{
    private TimeSpan _now;
    private Action _tick = () => { };

    public bool IsTimerDisposed { get; private set; }

    public void Tick() => _tick();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _tick = () => callback(state);
        return this;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => IsTimerDisposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(TimeSpan by) => _now += by;
}
