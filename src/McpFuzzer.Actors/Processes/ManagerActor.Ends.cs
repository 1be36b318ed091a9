using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>What becomes of processes: their events, their ends, and what was lost.</summary>
internal sealed partial class ManagerActor
{
    private void OnHappened(ManagedProcess process, IProcessEvent what)
    {
        switch (what)
        {
            case ProcessStarted started:
                _counts.Started++;
                process.Starts(started);
                process.Starter.Tell(started);
                _watchdog.Tell(WatchOf(process));
                break;
            case ProcessReady ready:
                OnReady(process, ready);
                break;
            case ProcessNotReady notReady:
                OnNotReady(process, notReady);
                break;
            case ProcessExited exited:
                process.Exited = exited;
                _watchdog.Tell(new WatchdogProtocol.Unwatch(process.Key, process.Incarnation));
                AnswerWaiters(process, exited);
                break;
            default:
                break;
        }

        _watchers.Tell(what);
    }

    private void OnNotStarted(ManagedProcess process, CommandRejected why)
    {
        if (why.Reason == RejectReason.SpawnFailed)
        {
            _counts.SpawnFailures++;
        }

        _log.Info("{ProcessKey} was not started: {Reason} {Message}", process.Key, why.Reason, why.Message);
        _live.Remove(process.Key);
        process.Actor.Tell(new ProcessProtocol.Release());
        if (process.Lineage.Last is { } last)
        {
            OnNotRestarted(process, last, why);
            return;
        }

        process.Starter.Tell(why);
        AnswerWaiters(process, why);
        Settle(process, new CommandRejected(RejectReason.NotRunning, $"{process.Key} was not started: {why.Message}"));
    }

    private void OnEnded(ManagedProcess process, EndedProcess ended)
    {
        switch (ended.Outcome)
        {
            case ProcessUnkillable unkillable:
                process.Unkillable = unkillable;
                _watchdog.Tell(new WatchdogProtocol.Unwatch(process.Key, process.Incarnation));
                AnswerWaiters(
                    process,
                    new CommandRejected(
                        RejectReason.NotRunning,
                        $"{process.Key} outlived SIGKILL; its exit is not known"
                    )
                );
                break;
            case ProcessStopped stopped:
                _counts.Add(stopped);
                _live.Remove(process.Key);
                process.Actor.Tell(new ProcessProtocol.Release());
                break;
            default:
                throw new NotSupportedException($"No such end: {ended.Outcome.GetType().Name}");
        }

        _history.Add(ended);
        _watchers.Tell((IProcessEvent)ended.Outcome);
        Settle(process, ended.Outcome);
        if (ended.Outcome is ProcessStopped end)
        {
            GoOn(
                process,
                ended,
                new RestartInput.Ended(end.Exit, end.Cause, ended.Exited?.Ran ?? TimeSpan.Zero)
                {
                    StopAsked = process.StopAsked,
                }
            );
        }
    }

    private void OnActorEnded(ActorEnded ended)
    {
        if (Find(ended.Key, ended.Actor) is not { LostBecause: null } process)
        {
            return;
        }

        Lose(process, "its actor failed; the node's log has the reason");
    }

    private void OnHeartbeatsMissed(WatchdogProtocol.HeartbeatsMissed missed)
    {
        if (_externals.TryGetValue(missed.Key, out var external))
        {
            Context.Stop(external.Actor);
            Lose(external, "its actor did not answer three heartbeat checks");
        }
        else if (
            _live.TryGetValue(missed.Key, out var process)
            && process.Incarnation == missed.Incarnation
            && process is { LostBecause: null, Unkillable: null }
        )
        {
            Context.Stop(process.Actor);
            Lose(process, "its actor did not answer three heartbeat checks");
        }
    }

    private void Lose(ManagedProcess process, string because)
    {
        var (key, actor) = (process.Key, process.Actor);
        process.LostBecause = because;
        process.Phase = ProcessPhase.Stopping;
        _watchdog.Tell(new WatchdogProtocol.Unwatch(key, process.Incarnation));
        _ = process
            .Assignment.Launch.ReapAsync()
            .PipeTo(
                Self,
                success: left => new Reaped(key, actor, left, Fault: null),
                failure: fault => new Reaped(key, actor, [], fault.Message)
            );
    }

    private void OnReaped(Reaped reaped)
    {
        if (Find(reaped.Key, reaped.Actor) is not { LostBecause: { } because } process)
        {
            return;
        }

        var detail = reaped switch
        {
            { Fault: { } fault } => $"{because}; what it owned could not be ended: {fault}",
            { Left.Count: > 0 } => $"{because}; not gone after SIGKILL: {string.Join(", ", reaped.Left)}",
            _ => because,
        };
        var lost = new ProcessLost(process.Key, process.Incarnation, detail);
        _log.Error("Lost {ProcessKey} incarnation {Incarnation}: {Detail}", lost.Key, lost.Incarnation, detail);
        _counts.Lost++;
        _live.Remove(process.Key);
        if (process.Started is null)
        {
            process.Starter.Tell(new CommandRejected(RejectReason.SpawnFailed, detail, SpawnError.Other));
        }

        var phase = reaped.Left.Count > 0 ? ProcessPhase.Unkillable : ProcessPhase.Exited;
        _history.Add(new EndedProcess(process.Outline(phase), process.Exited, lost));
        _watchers.Tell(lost);
        AnswerWaiters(process, lost);
        Settle(process, lost);
    }

    private void AnswerWaiters(ManagedProcess process, IWaitReply reply)
    {
        foreach (var wait in process.AnswerWaiters(reply))
        {
            Timers.Cancel(wait);
        }

        AnswerReadyWaiters(process, reply);
    }

    private void Settle(ManagedProcess process, IStopReply outcome)
    {
        process.AnswerStoppers(outcome);
        foreach (var (batch, asker) in _batches.ToArray())
        {
            batch.Settle(process.Key, outcome);
            AnswerWhenComplete(batch, asker);
        }

        _shutdown?.Settle(process.Key, outcome);
        AnswerShutdownWhenComplete();
    }

    private void OnReRegister()
    {
        foreach (var process in _live.Values.Where(process => process.IsRunning))
        {
            _watchdog.Tell(WatchOf(process));
        }

        foreach (var external in _externals.Values.Where(external => external.IsBound))
        {
            _watchdog.Tell(external.Watch());
        }
    }

    private void OnRegistrationWanted(WatchdogProtocol.RegistrationWanted wanted)
    {
        if (_live.TryGetValue(wanted.Key, out var process) && process.IsRunning)
        {
            _watchdog.Tell(WatchOf(process) with { Asker = wanted.Asker });
        }
        else
        {
            wanted.Asker.Tell(NotThere(wanted.Key));
        }
    }

    private static WatchdogProtocol.Watch WatchOf(ManagedProcess process) =>
        new(
            process.Key,
            process.Incarnation,
            process.Actor,
            process.Assignment.Spec.Timeout,
            process.Assignment.Spec.AutoKill
        );
}
