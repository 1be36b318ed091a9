using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Answers the watchdog's checks for the actor of one process. It calls the callback first, if there is one, and waits
/// for its patience, or twice as long when the call could not start. That is less than three missed checks take.
/// </summary>
/// <param name="key">The process.</param>
/// <param name="incarnation">Its incarnation.</param>
/// <param name="probe">Calls its callback; null when it has none.</param>
/// <param name="activity">Its activity.</param>
/// <param name="actor">Its actor, which passes on <see cref="ActivityProbe.Answered" /> and
/// <see cref="Overdue" />.</param>
/// <param name="time">The node's clocks.</param>
/// <param name="log">The actor's log.</param>
internal sealed class Heartbeats(
    ProcessKey key,
    int incarnation,
    ActivityProbe? probe,
    IActivityAccount activity,
    IActorRef actor,
    TimeProvider time,
    ILoggingAdapter log
)
{
    // An Akka timer would allocate at each check.
    private readonly PreciseTell _patience = new(time, actor);

    private IActorRef _watchdog = ActorRefs.Nobody;
    private WatchdogProtocol.Heartbeat? _last;
    private bool _isAwaited;
    private bool _isPutOff;

    public void OnCheck(IActorRef watchdog)
    {
        _watchdog = watchdog;
        _isAwaited = probe?.TryAsk(actor) == true;
        if (!_isAwaited)
        {
            LookAtLastCall();

            Answer();
            return;
        }

        _isPutOff = false;
        _patience.Set(Overdue.Instance, ActivityProbe.Patience);
    }

    /// <summary>Its actor has stopped.</summary>
    public void Stop() => _patience.Cancel();

    public void OnAnswered(ActivityProbe.Answered answered)
    {
        if (answered.Reading.Fault is { } fault)
        {
            Report(fault, answered.Exception);
        }
        else
        {
            activity.CallbackAnswered(answered.Reading.Timestamp);
        }

        if (_isAwaited)
        {
            _patience.Cancel();
            Answer();
        }
    }

    public void OnOverdue()
    {
        if (!_isAwaited)
        {
            return;
        }

        var runsFor = probe!.RunsFor;
        if (runsFor >= ActivityProbe.Patience)
        {
            Report(CallbackFault.TookTooLong, exception: null);
            Answer();
        }
        else if (_isPutOff)
        {
            Answer();
        }
        else
        {
            _isPutOff = true;
            probe.Hasten();
            _patience.Set(Overdue.Instance, ActivityProbe.Patience - runsFor);
        }
    }

    // The callback has not returned.
    private void LookAtLastCall()
    {
        if (probe?.IsKeptWaiting == true)
        {
            probe.Hasten();
        }
        else if (probe?.RunsFor >= ActivityProbe.Patience)
        {
            Report(CallbackFault.TookTooLong, exception: null);
        }
    }

    // The same message while nothing has happened, so an idle process allocates nothing.
    private void Answer()
    {
        _isAwaited = false;
        if (_last?.LastActivity != activity.LastActivity)
        {
            _last = new WatchdogProtocol.Heartbeat(key, incarnation, activity.LastActivity);
        }

        _watchdog.Tell(_last, actor);
    }

    private void Report(CallbackFault fault, Exception? exception)
    {
        if (probe!.TryReport(fault))
        {
            log.Warning(
                exception,
                "The activity callback of {ProcessKey} counts as no activity: {Fault}. It is reported once",
                key,
                fault
            );
            _watchdog.Tell(new WatchdogProtocol.CallbackReported(key), actor);
        }
    }

    /// <summary>The callback has not returned in time.</summary>
    internal sealed class Overdue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Overdue Instance = new();
    }
}

/// <summary>The activity of a process.</summary>
internal interface IActivityAccount
{
    /// <summary>A timestamp of the node's time provider.</summary>
    long LastActivity { get; }

    /// <summary>Its callback has reported a time of activity, in the past and not necessarily the latest.</summary>
    void CallbackAnswered(long timestamp);
}
