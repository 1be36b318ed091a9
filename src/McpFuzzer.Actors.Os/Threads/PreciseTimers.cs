using McpFuzzer.Actors.Contracts.Collections;

namespace McpFuzzer.Actors.Os.Threads;

/// <summary>
/// The system's clock with timers that fire on time (docs/performance.md, "Retry delays and timeouts of 1 ms"). .NET's
/// timers are some milliseconds late, and Akka's scheduler looks every 10 ms. One thread serves all timers, and sleeps
/// until the earliest is due. Callbacks run on that thread: they must not block or throw. A continuation of <see
/// cref="Task.Delay(TimeSpan, TimeProvider)" /> may run there too.
/// </summary>
internal sealed class PreciseTimers : TimeProvider
{
    // Longer than any duration that a spec may name.
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1_000);

    // A timed wait that counts milliseconds in 32 bits cannot last as long as a timer.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private const long Awake = long.MinValue;
    private const long ForEver = long.MaxValue;

    private readonly IndexedHeap<PreciseTimer> _timers = new();
    private readonly SleepingSemaphore _earlier = SleepingSemaphore.Create();
    private readonly Lock _gate = new();
    private long _sleepsUntil = Awake;
    private readonly string _name;
    private long _wakes;
    private Thread? _thread;
    private bool _isStopped;

    internal PreciseTimers(string name = "precise-timers") => _name = name;

    /// <summary>
    /// The instance of this process. Its thread starts with the first timer at the latest, and stays.
    /// </summary>
    internal static PreciseTimers Shared { get; } = new();

    /// <summary>How often the thread woke up, for a timer or for an earlier one.</summary>
    internal long Wakes => Volatile.Read(ref _wakes);

    internal bool IsStopped => Volatile.Read(ref _isStopped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new PreciseTimer(this, callback, state);
        Set(timer, dueTime, period);
        return timer;
    }

    internal bool Set(PreciseTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        var after = Checked(dueTime, nameof(dueTime));
        var between = Checked(period, nameof(period));
        bool wakes;
        lock (_gate)
        {
            if (timer.IsDisposed || _isStopped)
            {
                return false;
            }

            if (after is not { } ticks)
            {
                _timers.Remove(timer);
                return true;
            }

            timer.Period = between ?? 0;
            _timers.Set(timer, GetTimestamp() + ticks);
            wakes = timer.Due < _sleepsUntil;
            if (wakes)
            {
                _sleepsUntil = Awake;
            }

            StartUnderLock();
        }

        if (wakes)
        {
            // Not under the lock, which the woken thread takes.
            _earlier.Release();
        }

        return true;
    }

    /// <summary>Creates the thread now. By the time of the first timer the system may have none left.</summary>
    internal void Start()
    {
        lock (_gate)
        {
            StartUnderLock();
        }
    }

    internal void Remove(PreciseTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    /// <summary>Ends the thread after its current callback. No timer can be set from now on.</summary>
    /// <param name="patience">How long that callback may take.</param>
    /// <returns>The timers that were still set, in the order in which they were due; null when the callback took
    /// longer.</returns>
    internal IReadOnlyList<PreciseTimer>? Stop(TimeSpan patience)
    {
        Thread? thread;
        lock (_gate)
        {
            _isStopped = true;
            thread = _thread;
        }

        _earlier.Release();
        if (thread?.Join(patience) == false)
        {
            return null;
        }

        lock (_gate)
        {
            return _timers.TakeAll();
        }
    }

    private void StartUnderLock()
    {
        if (_thread is null)
        {
            var thread = new Thread(Run) { IsBackground = true, Name = _name };
            thread.Start();
            _thread = thread;
        }
    }

    private void Run()
    {
        while (!IsStopped)
        {
            if (TakeDue(out var sleep) is { } due)
            {
                due.Fire();
            }
            else
            {
                _ = _earlier.Wait(sleep);
                Interlocked.Increment(ref _wakes);
            }
        }
    }

    private PreciseTimer? TakeDue(out TimeSpan sleep)
    {
        lock (_gate)
        {
            _sleepsUntil = _timers.Earliest?.Due ?? ForEver;
            if (_timers.Earliest is not { } earliest)
            {
                sleep = Timeout.InfiniteTimeSpan;
                return null;
            }

            var now = GetTimestamp();
            // Rounded up: a fraction of a tick too short would need another sleep.
            sleep = Shorter(GetElapsedTime(now, earliest.Due) + TimeSpan.FromTicks(1), LongestSleep);
            if (earliest.Due > now)
            {
                return null;
            }

            _sleepsUntil = Awake;
            if (earliest.Period > 0)
            {
                // A timer that has missed several periods fires once.
                _timers.Set(earliest, Math.Max(earliest.Due + earliest.Period, now));
            }
            else
            {
                _timers.Remove(earliest);
            }

            return earliest;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private long? Checked(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan)
        {
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
        return (long)(time.TotalSeconds * TimestampFrequency);
    }
}
