using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>Questions, and what goes to one process.</summary>
internal sealed partial class ManagerActor
{
    private const int HighestSignal = 64;

    private long _lastWait;

    private void OnWait(WaitForExit wait)
    {
        if (wait.Timeout is { } timeout && (timeout < TimeSpan.Zero || timeout > ProcessSpecRules.LongestTime))
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.InvalidSpec,
                    $"Timeout = {timeout}: must be zero to {ProcessSpecRules.LongestTime.TotalDays} days, or null"
                )
            );
        }
        else if (!_live.TryGetValue(wait.Key, out var process) || process.Unkillable is not null)
        {
            Asker.Tell(PastExit(wait.Key));
        }
        else if (process.Exited is { } exited)
        {
            Asker.Tell(exited);
        }
        else if (wait.Timeout == TimeSpan.Zero)
        {
            Asker.Tell(new WaitTimedOut(wait.Key, TimeSpan.Zero));
        }
        else
        {
            Wait(process, wait.Timeout);
        }
    }

    private void Wait(ManagedProcess process, TimeSpan? timeout)
    {
        var id = ++_lastWait;
        process.AddWaiter(id, Asker);
        if (timeout is { } limit)
        {
            Timers.StartSingleTimer(id, new WaitElapsed(process.Key, id, limit), limit);
        }
    }

    private void OnWaitElapsed(WaitElapsed elapsed) =>
        _live
            .GetValueOrDefault(elapsed.Key)
            ?.TakeWaiter(elapsed.Wait)
            ?.Tell(new WaitTimedOut(elapsed.Key, elapsed.Waited));

    private IWaitReply PastExit(ProcessKey key) =>
        LastOf(key) switch
        {
            { Exited: { } exited } => exited,
            { Outcome: ProcessLost lost } => lost,
            _ => NotThere(key),
        };

    private void OnGet(GetProcess get)
    {
        if (_live.TryGetValue(get.Key, out var process))
        {
            Show(process);
        }
        else if (_backingOff.TryGetValue(get.Key, out var backOff))
        {
            Asker.Tell(backOff.Snapshot);
        }
        else if (_history.Find(get.Key) is { } ended)
        {
            Asker.Tell(ended.Snapshot);
        }
        else
        {
            Asker.Tell(NotThere(get.Key));
        }
    }

    private void OnFindByPid(FindByPid find)
    {
        var process = _live.Values.FirstOrDefault(process => process.IsRunning && process.Started?.Pid == find.Pid);
        if (process is null)
        {
            Asker.Tell(new CommandRejected(RejectReason.NotFound, $"no managed process has pid {find.Pid}"));
        }
        else
        {
            Show(process);
        }
    }

    private void Show(ManagedProcess process)
    {
        if (process.LostBecause is null)
        {
            process.Actor.Tell(new GetProcess(process.Key), Asker);
        }
        else
        {
            Asker.Tell(process.Outline(process.Phase));
        }
    }

    private void OnList(ListProcesses list)
    {
        var reachable = _live
            .Values.Where(process => process.LostBecause is null)
            .ToDictionary(process => process.Key, process => process.Actor);
        var known = _live.Values.Select(process => process.Outline(process.Phase)).Concat(AtRest()).ToList();
        Context.ActorOf(SnapshotGatherer.Props(reachable, known, list.PhaseFilter, Asker));
    }

    private void OnGetStats()
    {
        var phases = _live.Values.Select(process => process.Phase).Concat(AtRest().Select(snapshot => snapshot.Phase));
        _watchdog.Tell(new WatchdogProtocol.CompleteStats(_counts.Partial(phases), Asker));
    }

    private void OnSignal(SignalProcess signal)
    {
        if (signal.Signal is < 1 or > HighestSignal || !Enum.IsDefined(signal.Scope))
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.InvalidSpec,
                    $"Signal = {signal.Signal} to {signal.Scope}: must be 1 to {HighestSignal}, to Leader or Group"
                )
            );
        }
        else if (_live.TryGetValue(signal.Key, out var process) && process.LostBecause is null)
        {
            process.Actor.Tell(signal, Asker);
        }
        else
        {
            Asker.Tell(NotThere(signal.Key));
        }
    }

    private void OnAttach(AttachStdio attach)
    {
        if (attach.Incarnation is null)
        {
            OnAttachEach(attach);
        }
        else if (!_live.TryGetValue(attach.Key, out var process) || process.LostBecause is not null)
        {
            Asker.Tell(NotThere(attach.Key));
        }
        else if (process.Incarnation != attach.Incarnation)
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.StaleIncarnation,
                    $"{attach.Key} is at incarnation {process.Incarnation}, not {attach.Incarnation}"
                )
            );
        }
        else
        {
            process.Actor.Tell(attach, Asker);
        }
    }

    private void OnAttachEach(AttachStdio attach)
    {
        if (_consumers.TryGetValue(attach.Key, out var consumer) && !consumer.Equals(Asker))
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.AlreadyExists,
                    $"another consumer has the streams of each incarnation of {attach.Key}"
                )
            );
            return;
        }

        _consumers[attach.Key] = Asker;
        Context.Watch(Asker);
        if (_live.TryGetValue(attach.Key, out var process) && process.LostBecause is null)
        {
            process.Actor.Tell(attach, Asker);
        }
    }

    private void ForgetConsumer(IActorRef consumer)
    {
        foreach (var (key, _) in _consumers.Where(pair => pair.Value.Equals(consumer)).ToList())
        {
            _consumers.Remove(key);
        }
    }

    private CommandRejected NotThere(ProcessKey key) =>
        PresentOf(key) is not null
            ? new CommandRejected(RejectReason.NotRunning, $"{key} is not running")
            : new CommandRejected(RejectReason.NotFound, $"no process has the key {key}");
}
