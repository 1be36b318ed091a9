using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Finds silent processes, and says what is due; their actors do it. One timer, no awaiting, no call to the operating system: any number of hung processes are ended side
/// by side. It watches from its start, and after a failure of its own it begins anew with what the manager registers again.
/// </summary>
internal sealed class WatchdogActor : UntypedActor, IWithTimers
{
    /// <summary>The thread of its own; the system's configuration falls back on <see cref="WatchdogSettings.Reference" />.</summary>
    public const string DispatcherPath = WatchdogSettings.Path + ".dispatcher";

    /// <summary>A tick that comes later than this says that the node itself stood still, stopped or starved.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ProcessKey, Registration> _registered = [];
    private readonly DeadlineQueue<ProcessKey> _deadlines = new();
    private readonly IActorRef _manager;
    private readonly WatchdogSettings _settings;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private bool _watching;
    private long _terminated;
    private long _killed;
    private TimeSpan? _lastTick;
    private TimeSpan _lastTickDuration;

    public WatchdogActor(IActorRef manager, WatchdogSettings settings, TimeProvider time)
    {
        _manager = manager;
        _settings = settings;
        _time = time;
        _origin = time.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => At(_time.GetTimestamp());

    public static Props Props(IActorRef manager, WatchdogSettings settings, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new WatchdogActor(manager, settings, time)).WithDispatcher(DispatcherPath);

    protected override void PreStart() => Start();

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _manager.Tell(new WatchdogProtocol.ReRegister());
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                OnTick();
                break;
            case WatchdogProtocol.Heartbeat heartbeat:
                OnHeartbeat(heartbeat);
                break;
            case WatchdogProtocol.Watch watch:
                OnWatch(watch);
                break;
            case WatchdogProtocol.Unwatch unwatch when Knows(unwatch.Key, upTo: unwatch.Incarnation):
                Forget(unwatch.Key);
                break;
            case WatchdogProtocol.Unwatch:
                break;
            case RegisterProcess register:
                OnRegister(register);
                break;
            case UnregisterProcess unregister:
                Forget(unregister.Key);
                Sender.Tell(new Unregistered(unregister.Key));
                break;
            case IsRegistered query:
                Sender.Tell(new RegistrationStatus(query.Key, _registered.ContainsKey(query.Key)));
                break;
            case GetWatchdogStats:
                Sender.Tell(Stats());
                break;
            case WatchdogProtocol.CompleteStats complete:
                complete.Asker.Tell(complete.Partial with { Watchdog = Stats() });
                break;
            case StartWatchdog:
                Start();
                Sender.Tell(new WatchdogStarted());
                break;
            case StopWatchdog:
                _watching = false;
                Timers.Cancel(nameof(Tick));
                Sender.Tell(new WatchdogStopped());
                break;
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Refusal());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start()
    {
        if (_watching)
        {
            return;
        }

        _watching = true;
        Resume(Now);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _settings.CheckInterval);
    }

    /// <summary>What was silent while nobody looked is not held against it.</summary>
    private void Resume(TimeSpan now)
    {
        foreach (var (key, registration) in _registered)
        {
            registration.Process = registration.Process.Resume(now);
            _deadlines.Set(key, now);
        }
    }

    private void OnTick()
    {
        if (!_watching)
        {
            return;
        }

        var now = Now;
        if (now - _lastTick > _settings.CheckInterval + MostLate)
        {
            // Signs of life could not be seen meanwhile, nor checks be answered.
            _log.Warning("The watchdog's tick came {Late} late; silence counts anew", now - _lastTick);
            Resume(now);
        }

        foreach (var key in _deadlines.TakeDue(now))
        {
            Ask(key, _registered[key], now);
        }

        _lastTick = now;
        _lastTickDuration = Now - now;
    }

    private void Ask(ProcessKey key, Registration registration, TimeSpan now)
    {
        if (registration.Process.Ask() is { } asked)
        {
            registration.Process = asked;
            _deadlines.Set(key, now + _settings.HeartbeatInterval);
            registration.Actor.Tell(new WatchdogProtocol.HeartbeatCheck(registration.Incarnation));
            return;
        }

        _log.Error(
            "The actor of {ProcessKey} incarnation {Incarnation} has not answered {Checks} heartbeat checks",
            key,
            registration.Incarnation,
            WatchedProcess.MostUnanswered
        );
        Forget(key);
        _manager.Tell(new WatchdogProtocol.HeartbeatsMissed(key, registration.Incarnation));
    }

    private void OnHeartbeat(WatchdogProtocol.Heartbeat heartbeat)
    {
        if (
            !_watching
            || !_registered.TryGetValue(heartbeat.Key, out var registration)
            || registration.Incarnation != heartbeat.Incarnation
        )
        {
            return;
        }

        var heard = registration.Process.Answer(At(heartbeat.LastActivity), Now, _settings.HeartbeatInterval);
        registration.Process = heard.Next;
        _deadlines.Set(heartbeat.Key, heard.AskAt);
        foreach (var level in heard.Due)
        {
            Tell(level, heartbeat.Key, registration, heard.Idle);
        }
    }

    private void Tell(UnresponsiveLevel level, ProcessKey key, Registration registration, TimeSpan idle)
    {
        registration.Actor.Tell(registration.Order(level, idle));
        if (registration.AutoKill)
        {
            _terminated += level == UnresponsiveLevel.Terminate ? 1 : 0;
            _killed += level == UnresponsiveLevel.Kill ? 1 : 0;
        }

        _log.Warning(
            "{ProcessKey} incarnation {Incarnation} has been silent for {SilentFor}: {Level}, auto-kill {AutoKill}",
            key,
            registration.Incarnation,
            idle,
            level,
            registration.AutoKill
        );
    }

    private void OnWatch(WatchdogProtocol.Watch watch)
    {
        watch.Asker?.Tell(new Registered(watch.Key));
        if (_registered.TryGetValue(watch.Key, out var present) && present.Incarnation > watch.Incarnation)
        {
            return;
        }

        var timeout = watch.Timeout ?? _settings.ProcessTimeout;
        var limits = SilenceLimits.Of(timeout, _settings.ExtraBuffer, _settings.MaxHangTime);
        // What was silent while nobody wanted it watched is not held against it; at a start, and after a failure of ours, the whole silence counts.
        var process = new WatchedProcess(limits, watch.Asker is null ? null : Now);
        _registered[watch.Key] = new Registration(
            watch.Incarnation,
            watch.Process,
            watch.AutoKill ?? _settings.AutoKill,
            process
        );
        _deadlines.Set(watch.Key, Now);
    }

    private void OnRegister(RegisterProcess register)
    {
        if (_registered.ContainsKey(register.Key))
        {
            Sender.Tell(new Registered(register.Key));
            return;
        }

        _manager.Tell(new WatchdogProtocol.RegistrationWanted(register.Key, Sender));
    }

    private bool Knows(ProcessKey key, int upTo) =>
        _registered.TryGetValue(key, out var registration) && registration.Incarnation <= upTo;

    private void Forget(ProcessKey key)
    {
        _registered.Remove(key);
        _deadlines.Remove(key);
    }

    private WatchdogStats Stats()
    {
        var suspect = _registered.Values.Count(registration => registration.Process.Told is not null);
        return new WatchdogStats
        {
            Watching = _watching,
            RegisteredCount = _registered.Count,
            Running = _registered.Count - suspect,
            Suspect = suspect,
            Terminated = _terminated,
            Killed = _killed,
            SinceLastTick = Now - _lastTick,
            LastTickDuration = _lastTickDuration,
        };
    }

    private TimeSpan At(long timestamp) => _time.GetElapsedTime(_origin, timestamp);

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
