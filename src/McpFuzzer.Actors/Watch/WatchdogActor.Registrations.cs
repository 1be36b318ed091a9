using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Watch;

/// <summary>Registrations.</summary>
internal sealed partial class WatchdogActor
{
    /// <summary>
    /// The fractional parts of its multiples are spread as evenly as possible, for any number of them.
    /// </summary>
    private const double GoldenRatio = 0.618_033_988_749_895;

    private long _registrations;

    private void OnWatch(WatchdogProtocol.Watch watch)
    {
        watch.Sender?.Tell(new Registered(watch.Key));
        if (
            (_registered.TryGetValue(watch.Key, out var present) && present.Incarnation > watch.Incarnation)
            || (watch.Sender is null && _memory.IsUnregistered(watch.Key, watch.Incarnation))
        )
        {
            return;
        }

        _memory.Forget(watch.Key);
        var timeout = watch.Timeout ?? _settings.ProcessTimeout;
        var limits = SilenceLimits.Of(timeout, _settings.ExtraBuffer, _settings.MaxHangTime);
        _registered[watch.Key] = new Registration(
            watch.Incarnation,
            watch.Process,
            watch.AutoKill ?? _settings.AutoKill,
            phase: _registrations++ * GoldenRatio % 1,
            // Silence before the registration does not count. At a start, and after a restart of the watchdog, the
            // whole silence counts.
            new WatchedProcess(limits, watch.Sender is null ? null : Now)
        );
        _deadlines.Set(watch.Key, Now);
    }

    private void OnUnwatch(WatchdogProtocol.Unwatch unwatch)
    {
        if (!_registered.TryGetValue(unwatch.Key, out var present))
        {
            _memory.Forget(unwatch.Key);
        }
        else if (present.Incarnation <= unwatch.Incarnation)
        {
            Forget(unwatch.Key);
        }
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

    private void OnUnregister(ProcessKey key)
    {
        if (_registered.TryGetValue(key, out var registration))
        {
            _memory.Unregistered(key, registration.Incarnation);
            Forget(key);
        }

        _manager.Tell(new WatchdogProtocol.LetGo(key));
        Sender.Tell(new Unregistered(key));
    }

    /// <summary>
    /// Only a local sender may register a process of this machine. A command without a sender may come from anywhere,
    /// and could not get the key.
    /// </summary>
    private void OnRegisterExternal(RegisterExternal? registration, ActivityCallback? callback)
    {
        if (Sender is IActorRefScope { IsLocal: true } && !Sender.Equals(Context.System.DeadLetters))
        {
            _manager.Tell(new WatchdogProtocol.ExternalWanted(registration, callback, Sender));
            return;
        }

        Sender.Tell(
            new CommandRejected(
                RejectReason.Unauthorised,
                $"pid {registration?.Pid} cannot be registered from another node"
            )
        );
    }

    private void Forget(ProcessKey key)
    {
        _registered.Remove(key);
        _deadlines.Remove(key);
    }
}
