using Akka.Actor;

namespace McpFuzzer.Actors.Tests.Time;

/// <summary>A clock that moves with a scheduler, in virtual time as that one is advanced; the monotonic clocks of TestScheduler itself do not. Its timers are the scheduler's.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

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
                scheduler.ScheduleOnce(dueTime, () => callback(state), next);
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
