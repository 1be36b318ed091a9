using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Threads;

/// <summary>
/// An action that a <see cref="PreciseScheduler" /> runs once or repeatedly, until it is cancelled or fails
/// (docs/performance.md, "The command at rest").
/// </summary>
internal sealed class ScheduledAction(
    PreciseTimers time,
    IRunnable action,
    ICancelable? cancelable,
    bool isOnce,
    ILoggingAdapter log
)
{
    private PreciseTimer? _timer;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Sets its timer, unless it is already cancelled.</summary>
    /// <returns>Returns false when the timers have ended.</returns>
    public bool TryStart(TimeSpan delay, TimeSpan interval)
    {
        var timer = new PreciseTimer(time, static state => ((ScheduledAction)state!).Run(), this);
        _timer = timer;
        // Before the timer is set, since it may be due at once. A timer that has run leaves no registration.
        _cancellation = Token().UnsafeRegister(static state => ((PreciseTimer)state!).Dispose(), timer);
        if (timer.Change(delay, interval) || !time.IsStopped)
        {
            return true;
        }

        End();
        return false;
    }

    private void Run()
    {
        // Cancelled when it became due, or without a token.
        if (cancelable is { IsCancellationRequested: true })
        {
            End();
            return;
        }

        try
        {
            action.Run();
        }
        catch (SchedulerException) when (time.IsStopped)
        {
            // It repeats, but the timers have ended.
        }
        catch (Exception fault)
        {
            log.Error(fault, "Error while executing scheduled task {0}", action);
            End();
        }

        if (isOnce)
        {
            _cancellation.Unregister();
        }
    }

    private void End()
    {
        _timer!.Dispose();
        _cancellation.Unregister();
    }

    private CancellationToken Token()
    {
        try
        {
            return cancelable?.Token ?? CancellationToken.None;
        }
        catch (ObjectDisposedException)
        {
            // It can no longer be cancelled.
            return CancellationToken.None;
        }
    }
}
