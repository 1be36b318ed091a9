using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Threads;

/// <summary>
/// An Akka scheduler on precise timers (docs/performance.md, "The command at rest"): actions are due to the
/// millisecond, and nothing runs while nothing is due. Akka's own scheduler checks its wheel a hundred times a second.
/// The thread belongs to one actor system, so an action that blocks delays no other system. Akka creates it by its name
/// in the configuration.
/// </summary>
internal sealed class PreciseScheduler(Config config, ILoggingAdapter log)
    : SchedulerBase(config, log),
        IDateTimeOffsetNowTimeProvider,
        IDisposable
{
    private readonly PreciseTimers _time = new("akka-scheduler");
    private readonly TimeSpan _shutdownTimeout = config.GetTimeSpan("akka.scheduler.shutdown-timeout");

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    /// <summary>
    /// Ends the thread, then runs the remaining scheduled actions at once, as Akka's own scheduler does.
    /// </summary>
    public void Dispose()
    {
        if (_time.Stop(_shutdownTimeout) is not { } left)
        {
            Log.Warning("Failed to shutdown scheduler within {0}", _shutdownTimeout);
            return;
        }

        foreach (var timer in left)
        {
            timer.Fire();
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable
    ) => Schedule(delay, TimeSpan.Zero, new ScheduledTell(receiver, message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable
    ) => Schedule(initialDelay, interval, new ScheduledTell(receiver, message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(delay, TimeSpan.Zero, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        Action action,
        ICancelable cancelable
    ) => Schedule(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        IRunnable action,
        ICancelable cancelable
    ) => Schedule(initialDelay, interval, action, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan interval, IRunnable action, ICancelable? cancelable)
    {
        var scheduled = new ScheduledAction(_time, action, cancelable, interval <= TimeSpan.Zero, Log);
        if (!scheduled.TryStart(Possible(delay), Possible(interval)))
        {
            throw new SchedulerException("cannot enqueue after timer shutdown");
        }
    }

    // Some overloads of the base class do not validate.
    private static TimeSpan Possible(TimeSpan time) =>
        time < TimeSpan.Zero ? TimeSpan.Zero
        : time > PreciseTimers.Longest ? PreciseTimers.Longest
        : time;
}
