using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Watch;
using McpFuzzer.Actors.Requests;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// Finds silent processes and sends commands to their actors. It has one timer, and never waits or calls the operating
/// system, so any number of hung processes end in parallel. After a restart it continues with what the manager
/// registers again. A tick with nothing due costs nothing, for any number of processes.
/// </summary>
internal sealed partial class WatchdogActor : AnsweringActor<IWatchdogCommand>, IWithTimers
{
    /// <summary>
    /// Its dispatcher with one thread. The system's configuration falls back on <see
    /// cref="WatchdogSettings.Dispatchers" />.
    /// </summary>
    public const string DispatcherPath = WatchdogSettings.Path + ".dispatcher";

    /// <summary>A tick that is later than this shows that the node itself was stopped or starved.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ProcessKey, Registration> _registered = [];
    private readonly DeadlineQueue<ProcessKey> _deadlines = new();
    private readonly List<Registration> _asked = [];
    private readonly IActorRef _manager;
    private readonly WatchdogSettings _settings;
    private readonly WatchdogMemory _memory;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private bool _watching;
    private TimeSpan _awakeAt;
    private TimeSpan? _lastTick;
    private TimeSpan _lastTickDuration;

    public WatchdogActor(IActorRef manager, WatchdogSettings settings, TimeProvider time, WatchdogMemory memory)
    {
        _manager = manager;
        _settings = settings;
        _memory = memory;
        _time = time;
        _origin = time.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => At(_time.GetTimestamp());

    public static Props Props(IActorRef manager, WatchdogSettings settings, TimeProvider time)
    {
        var memory = new WatchdogMemory();
        return Akka
            .Actor.Props.Create(() => new WatchdogActor(manager, settings, time, memory))
            .WithDispatcher(DispatcherPath);
    }

    protected override void PreStart()
    {
        if (!_memory.IsStopped)
        {
            Start();
        }
    }

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _manager.Tell(new WatchdogProtocol.ReRegister());
    }

    protected override void OnReceive(object message)
    {
        if (message is IWatchdogCommand or UpdateActivity && ErrorOf(message) is { } error)
        {
            if (message is not UpdateActivity)
            {
                Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, error.ToString()));
            }

            return;
        }

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
            case WatchdogProtocol.Unwatch unwatch:
                OnUnwatch(unwatch);
                break;
            case WatchdogProtocol.CallbackReported:
                _memory.CallbackFaults++;
                break;
            case RegisterProcess register:
                OnRegister(register);
                break;
            case RegisterExternal register:
                OnRegisterExternal(register, callback: null);
                break;
            case RegisterExternalWithCallback register:
                OnRegisterExternal(register.Registration, register.Callback);
                break;
            case UnregisterProcess unregister:
                OnUnregister(unregister.Key);
                break;
            case UpdateActivity update:
                _manager.Forward(update);
                break;
            case IsRegistered query:
                Sender.Tell(new RegistrationStatus(query.Key, _registered.ContainsKey(query.Key)));
                break;
            case GetWatchdogStats:
                Sender.Tell(Stats());
                break;
            case WatchdogProtocol.CompleteStats complete:
                complete.Sender.Tell(complete.Partial with { Watchdog = Stats() });
                break;
            case StartWatchdog:
                Start();
                Sender.Tell(new WatchdogStarted());
                break;
            case StopWatchdog:
                Stop();
                Sender.Tell(new WatchdogStopped());
                break;
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Rejection());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static ValidationError? ErrorOf(object message) =>
        message is RegisterExternalWithCallback { Callback: null }
            ? new ValidationError("Callback", Value: null, "must not be null")
            : KeyRules.ErrorOf(message);

    private void Start()
    {
        if (_watching)
        {
            return;
        }

        (_watching, _memory.IsStopped) = (true, false);
        Resume(Now);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _settings.CheckInterval);
    }

    private void Stop()
    {
        (_watching, _memory.IsStopped) = (false, true);
        Timers.Cancel(nameof(Tick));
    }

    /// <summary>Silence while the watchdog was stopped does not count.</summary>
    private void Resume(TimeSpan now)
    {
        _awakeAt = now;
        foreach (var (key, registration) in _registered)
        {
            registration.Resume(now);
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
        if (now - _awakeAt > _settings.CheckInterval + MostLate)
        {
            // In the meantime, activity could not be seen and checks could not be answered.
            _log.Warning(
                "The watchdog's tick comes {After} after the last; silence counts anew",
                Durations.Show(now - _awakeAt)
            );
            Resume(now);
        }

        while (_deadlines.TryTakeDue(now, out var key))
        {
            Plan(key, _registered[key], now);
        }

        // All at once: a thread that has answered one check finds the next, and need not be woken.
        foreach (var asked in _asked)
        {
            asked.Actor.Tell(asked.Check);
        }

        _asked.Clear();
        (_awakeAt, _lastTick) = (now, now);
        _lastTickDuration = Now - now;
    }

    private void Plan(ProcessKey key, Registration registration, TimeSpan now)
    {
        if (registration.TryAsk())
        {
            _deadlines.Set(key, now + _settings.HeartbeatInterval);
            _asked.Add(registration);
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

        var heard = registration.Answer(At(heartbeat.LastActivity), Now, _settings.HeartbeatInterval);
        _deadlines.Set(heartbeat.Key, heard.AskAt);
        for (var due = 0; due < heard.Due.Count; due++)
        {
            Tell(heard.Due[due], heartbeat.Key, registration, heard.Idle);
        }
    }

    private void Tell(UnresponsiveLevel level, ProcessKey key, Registration registration, TimeSpan idle)
    {
        registration.Actor.Tell(registration.Order(level, idle));
        if (registration.AutoKill)
        {
            _memory.Terminated += level == UnresponsiveLevel.Terminate ? 1 : 0;
            _memory.Killed += level == UnresponsiveLevel.Kill ? 1 : 0;
        }

        _log.Warning(
            "{ProcessKey} incarnation {Incarnation} has been silent for {SilentFor}: {Level}, auto-kill {AutoKill}",
            key,
            registration.Incarnation,
            Durations.Show(idle),
            level,
            registration.AutoKill
        );
    }

    private WatchdogStats Stats()
    {
        var suspect = _registered.Values.Count(registration => registration.Process.Reported is not null);
        return new WatchdogStats
        {
            Watching = _watching,
            RegisteredCount = _registered.Count,
            Running = _registered.Count - suspect,
            Suspect = suspect,
            CallbackFaults = _memory.CallbackFaults,
            Terminated = _memory.Terminated,
            Killed = _memory.Killed,
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
