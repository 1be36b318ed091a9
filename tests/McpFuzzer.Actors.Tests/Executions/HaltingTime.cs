namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>A clock that can hold threads that read it or create timers, and that tracks its timers.</summary>
internal sealed class HaltingTime(TimeProvider time) : TimeProvider
{
    private int _timers;

    /// <summary>Holds readers of the monotonic clock; null holds none.</summary>
    public Halt? Reading { get; set; }

    /// <summary>Holds creators of timers; null holds none.</summary>
    public Halt? Making { get; init; }

    /// <summary>Timers that are not disposed.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp()
    {
        Reading?.Pass();
        return time.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        Making?.Pass();
        return new Counted(this, time.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class Counted(HaltingTime owner, ITimer timer) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref owner._timers);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
