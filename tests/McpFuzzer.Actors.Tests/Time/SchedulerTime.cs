using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Time;

/// <summary>
/// A clock that moves with a scheduler in virtual time, unlike the monotonic clocks of TestScheduler itself. Its timers
/// are the scheduler's.
/// </summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    private long _jumped;
    private volatile Exception? _fault;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When set, the wall clock cannot be read.</summary>
    public Exception? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Sets the wall clock, and nothing else, forward or back.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        Fault is { } fault ? throw fault : scheduler.Now + TimeSpan.FromTicks(Interlocked.Read(ref _jumped));

    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SchedulerTimer(scheduler.Advanced, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SchedulerTimer(IAdvancedScheduler scheduler, TimerCallback callback, object? state) : ITimer
    {
        private ICancelable? _scheduled;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var next = dueTime == Timeout.InfiniteTimeSpan ? null : new Cancelable(scheduler);
            Interlocked.Exchange(ref _scheduled, next)?.Cancel();
            if (next is not null && period == Timeout.InfiniteTimeSpan)
            {
                // TestScheduler does not check whether an action was cancelled, as it does for messages.
                scheduler.ScheduleOnce(
                    dueTime,
                    () =>
                    {
                        if (!next.IsCancellationRequested)
                        {
                            callback(state);
                        }
                    },
                    next
                );
            }
            else if (next is not null)
            {
                scheduler.ScheduleRepeatedly(dueTime, period, () => callback(state), next);
            }

            return true;
        }

        public void Dispose() => Interlocked.Exchange(ref _scheduled, null)?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
