namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>A clock and timers that only the test moves.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly SemaphoreSlim _armed = new(0);
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            // From one on: zero is how much code says "never".
            return _now.Ticks + 1;
        }
    }

    /// <summary>Completes when some timer has been armed since the last call.</summary>
    public async Task UntilArmedAsync() =>
        Assert.True(await _armed.WaitAsync(TimeSpan.FromSeconds(30)), "no timer was armed");

    /// <summary>Completes when some timer is due after that time.</summary>
    public async Task UntilDueAsync(TimeSpan after)
    {
        while (!IsDue(after))
        {
            await UntilArmedAsync();
        }
    }

    /// <summary>Waits for a timer that is due after that time, and moves the clock to it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await UntilDueAsync(time);
        Advance(time);
    }

    /// <summary>Forgets the timers that have been armed up to now.</summary>
    public void ForgetArmed()
    {
        while (_armed.Wait(0)) { }
    }

    /// <summary>Moves the clock, and fires what comes due, the earliest first.</summary>
    public void Advance(TimeSpan by)
    {
        VirtualTimer[] due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due)];
            _timers.RemoveAll(timer => timer.Due <= _now);
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    private bool IsDue(TimeSpan after)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.Due == _now + after);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                Due = time._now + dueTime;
                time._timers.Add(this);
            }

            time._armed.Release();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
