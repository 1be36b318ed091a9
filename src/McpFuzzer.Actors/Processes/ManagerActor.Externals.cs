using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Processes that somebody else has started, and that the watchdog watches all the same. They are kept here, beside those of the node, so that a failure of the watchdog loses none, and none is
/// both.
/// </summary>
internal sealed partial class ManagerActor
{
    private readonly Dictionary<ProcessKey, ExternalEntry> _externals = [];
    private long _lastExternal;

    private ActivityProbe? ProbeOf(ActivityCallback? callback) =>
        callback is null
            ? null
            : new ActivityProbe(
                callback,
                Context.System.Dispatchers.Lookup(WatchdogSettings.CallbackDispatcherPath),
                _time
            );

    private void OnExternalWanted(WatchdogProtocol.ExternalWanted wanted)
    {
        if (RefusalOf(wanted) is { } refusal)
        {
            wanted.Asker.Tell(refusal);
            return;
        }

        var registration = wanted.Registration!;
        var key = MakeExternalKey(registration.Pid);
        var assignment = new ExternalAssignment(key, registration, ProbeOf(wanted.Callback), _settings.Ladder, _host);
        var actor = Context.ActorOf(ExternalActor.Props(assignment, _time), $"x-{key}");
        Context.WatchWith(actor, new ExternalActorEnded(key, actor));
        _externals[key] = new ExternalEntry(key, registration, actor, wanted.Asker);
    }

    private CommandRejected? RefusalOf(WatchdogProtocol.ExternalWanted wanted)
    {
        var faults = ExternalRules.Validate(wanted.Registration);
        if (faults.Count > 0)
        {
            return new CommandRejected(RejectReason.InvalidSpec, string.Join("; ", faults));
        }

        var pid = wanted.Registration!.Pid;
        return _shutdown is not null
                ? new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and watches nothing more")
            : _live.Values.FirstOrDefault(process => process.IsRunning && process.Started?.Pid == pid) is { } managed
                ? new CommandRejected(RejectReason.AlreadyExists, $"pid {pid} is managed as {managed.Key}")
            : null;
    }

    private ProcessKey MakeExternalKey(int pid)
    {
        ProcessKey key;
        do
        {
            key = new ProcessKey($"external-{pid}-{++_lastExternal}");
        } while (PresentOf(key) is not null);

        return key;
    }

    private void OnExternal(ExternalProtocol.News news)
    {
        if (!_externals.TryGetValue(news.Key, out var external) || !external.Actor.Equals(Sender))
        {
            // It was let go.
            return;
        }

        switch (news)
        {
            case ExternalProtocol.Bound bound:
                OnBound(external, (bound.Pid, bound.StartTicks));
                break;
            case ExternalProtocol.NotBound not:
                _externals.Remove(external.Key);
                external.Asker.Tell(not.Why);
                break;
            case ExternalProtocol.Happened { Event: var what }:
                if (what is ProcessUnkillable)
                {
                    _watchdog.Tell(external.Unwatch());
                }

                _watchers.Tell(what);
                break;
            case ExternalProtocol.Ended { Exited: var exited }:
                Remove(external);
                _watchers.Tell(exited);
                break;
            default:
                throw new NotSupportedException($"No such news: {news.GetType().Name}");
        }
    }

    private void OnBound(ExternalEntry external, (int Pid, long StartTicks) identity)
    {
        var present = _externals.Values.FirstOrDefault(other => other.Identity == identity);
        if (present is not null)
        {
            external.Asker.Tell(
                new CommandRejected(
                    RejectReason.AlreadyExists,
                    $"pid {identity.Pid} is registered already, as {present.Key}"
                )
            );
            LetGo(external.Key);
            return;
        }

        external.Identity = identity;
        _log.Info("External {ProcessKey} is pid {Pid}, {Name}", external.Key, identity.Pid, external.Name);
        _watchdog.Tell(external.Watch() with { Asker = external.Asker });
    }

    private void LetGo(ProcessKey key)
    {
        if (_externals.TryGetValue(key, out var external))
        {
            Remove(external);
            external.Actor.Tell(new ExternalProtocol.Release());
        }
    }

    private void OnExternalActorEnded(ExternalActorEnded ended)
    {
        if (_externals.TryGetValue(ended.Key, out var external) && external.Actor.Equals(ended.Actor))
        {
            Lose(external, "its actor failed; the node's log has the reason");
        }
    }

    /// <summary>A fault of ours is no reason to end what is not ours.</summary>
    private void Lose(ExternalEntry external, string because)
    {
        var detail = $"{because}; it is watched no more, and was not ended";
        Remove(external);
        _log.Error("Lost external {ProcessKey}: {Detail}", external.Key, detail);
        if (external.IsBound)
        {
            _counts.Lost++;
            _watchers.Tell(new ProcessLost(external.Key, ExternalEntry.OnlyIncarnation, detail));
        }
        else
        {
            external.Asker.Tell(new Status.Failure(new InvalidOperationException(detail)));
        }
    }

    private void Remove(ExternalEntry external)
    {
        _externals.Remove(external.Key);
        _watchdog.Tell(external.Unwatch());
    }

    /// <summary>The actor that is told of a process's activity.</summary>
    private IActorRef? AnswersFor(ProcessKey key) =>
        _live.GetValueOrDefault(key)?.Actor ?? _externals.GetValueOrDefault(key)?.Actor;

    private sealed record ExternalActorEnded(ProcessKey Key, IActorRef Actor) : INoSerializationVerificationNeeded;
}
