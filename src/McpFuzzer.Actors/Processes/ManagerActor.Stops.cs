using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Stops: of one process, of all, and of the manager.</summary>
internal sealed partial class ManagerActor
{
    private readonly List<(StopBatch Batch, IActorRef Asker)> _batches = [];
    private readonly List<IActorRef> _shutdownAskers = [];
    private StopBatch? _shutdown;

    private void OnStop(StopProcess stop)
    {
        var faults = ProcessSpecRules.ValidateGrace(stop.Grace);
        if (faults.Count > 0)
        {
            Asker.Tell(new CommandRejected(RejectReason.InvalidSpec, faults[0]));
        }
        else if (
            _live.TryGetValue(stop.Key, out var process)
            && (stop.Incarnation is null || stop.Incarnation == process.Incarnation)
        )
        {
            OnStop(process, stop);
        }
        else if (
            _backingOff.TryGetValue(stop.Key, out var backOff)
            && (stop.Incarnation is null || stop.Incarnation == backOff.Incarnation)
        )
        {
            Asker.Tell(Cancel(backOff));
        }
        else if (_history.Find(stop.Key, stop.Incarnation) is { } ended)
        {
            Asker.Tell(ended.Outcome);
        }
        else if (PresentOf(stop.Key) is { } present)
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.StaleIncarnation,
                    $"{stop.Key} is at incarnation {present}, not {stop.Incarnation}"
                )
            );
        }
        else
        {
            Asker.Tell(NotThere(stop.Key));
        }
    }

    private void OnStop(ManagedProcess process, StopProcess stop)
    {
        if (process.Unkillable is { } unkillable)
        {
            Asker.Tell(unkillable);
            return;
        }

        process.AddStopper(Asker);
        Stop(process, ExitCause.Requested, stop.Force, stop.Grace);
    }

    private static void Stop(ManagedProcess process, ExitCause cause, bool force, TimeSpan? grace)
    {
        process.StopAsked = true;
        process.Actor.Tell(new ProcessProtocol.Stop(cause, force, grace));
    }

    private void OnStopAll(StopAllProcesses stop)
    {
        var faults = ProcessSpecRules.ValidateGrace(stop.Grace);
        if (faults.Count > 0)
        {
            Asker.Tell(new CommandRejected(RejectReason.InvalidSpec, faults[0]));
            return;
        }

        var batch = StopEach(ExitCause.Requested, stop.Force, stop.Grace);
        _batches.Add((batch, Asker));
        AnswerWhenComplete(batch, Asker);
    }

    private void OnShutdown(ShutdownManager shutdown)
    {
        // A grace out of range can't hold up a shutdown: the ladders' own holds.
        var grace = ProcessSpecRules.ValidateGrace(shutdown.Grace).Count == 0 ? shutdown.Grace : null;
        _shutdown ??= StopEach(ExitCause.NodeShutdown, force: false, grace);
        _shutdownAskers.Add(Asker);
        AnswerShutdownWhenComplete();
    }

    private StopBatch StopEach(ExitCause cause, bool force, TimeSpan? grace)
    {
        var processes = _live.Values.Where(process => process.Unkillable is null).ToList();
        processes.ForEach(process => Stop(process, cause, force, grace));
        var backOffs = _backingOff.Values.ToList();
        var batch = new StopBatch([
            .. processes.Select(process => process.Key),
            .. backOffs.Select(waiting => waiting.Key),
        ]);
        backOffs.ForEach(waiting => batch.Settle(waiting.Key, Cancel(waiting)));
        return batch;
    }

    private void AnswerWhenComplete(StopBatch batch, IActorRef asker)
    {
        if (batch.IsComplete && _batches.Remove((batch, asker)))
        {
            asker.Tell(new AllStopped(batch.Outcomes));
        }
    }

    private void AnswerShutdownWhenComplete()
    {
        if (_shutdown is { IsComplete: true } shutdown)
        {
            _shutdownAskers.ForEach(asker => asker.Tell(new ManagerStopped(shutdown.Outcomes)));
            _shutdownAskers.Clear();
        }
    }
}
