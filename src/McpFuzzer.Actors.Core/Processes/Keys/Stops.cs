using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Decides on stops: of one process, of all, and of the manager.</summary>
internal static class Stops
{
    public static void Stop(ManagerTurn turn, StopProcess stop, SenderId sender)
    {
        if (InvalidGrace(stop.Grace) is { } rejected)
        {
            turn.Reply(sender, rejected);
            return;
        }

        switch (turn.Keys.Find(stop.Key))
        {
            case RunEntry run when Concerns(stop, run.Incarnation):
                Stop(turn, run, stop, sender);
                break;
            case BackOffEntry backOff when Concerns(stop, backOff.Incarnation):
                turn.Reply(sender, Restarts.Cancel(turn, backOff));
                break;
            default:
                turn.Reply(sender, ReplyOfThePast(turn.State, stop));
                break;
        }
    }

    public static void StopAll(ManagerTurn turn, StopAllProcesses stop, SenderId sender)
    {
        if (InvalidGrace(stop.Grace) is { } rejected)
        {
            turn.Reply(sender, rejected);
            return;
        }

        var batch = StopEach(turn, ExitCause.Requested, stop.Force, stop.Grace) with { Senders = [sender] };
        turn.State = turn.State with { Batches = turn.State.Batches.Add(batch) };
        ReplyWhenComplete(turn);
    }

    /// <summary>Stops the processes that a sender owns, because that sender has ended.</summary>
    public static void StopOwned(ManagerTurn turn, SenderId owner)
    {
        foreach (var entry in turn.Keys.OwnedBy(owner).ToList())
        {
            turn.Log(new ManagerNote.OwnerEnded(entry.Key, owner));
            switch (entry)
            {
                case RunEntry { Unkillable: null } run:
                    Stop(turn, run, ExitCause.Requested, force: false, grace: null);
                    break;
                case BackOffEntry backOff:
                    Restarts.Cancel(turn, backOff);
                    break;
                default:
                    // Its members outlived SIGKILL already.
                    break;
            }
        }
    }

    public static void ShutDown(ManagerTurn turn, ShutdownManager shutdown, SenderId sender)
    {
        // A grace out of range must not hold up a shutdown: each ladder's own holds.
        var grace = InvalidGrace(shutdown.Grace) is null ? shutdown.Grace : null;
        var batch = turn.State.Shutdown ?? StopEach(turn, ExitCause.NodeShutdown, force: false, grace);
        turn.State = turn.State with { Shutdown = batch with { Senders = batch.Senders.Add(sender) } };
        ReplyWhenComplete(turn);
    }

    /// <summary>
    /// Hands the outcome of a key to the senders that wait for it, and to every batch that has the key.
    /// </summary>
    public static void Settle(ManagerTurn turn, RunEntry run, IStopReply outcome)
    {
        foreach (var stopper in run.Stoppers)
        {
            turn.Reply(stopper, outcome);
        }

        var state = turn.State;
        if (state.Batches.IsEmpty && !state.IsShuttingDown)
        {
            return;
        }

        turn.State = state with
        {
            Batches = state.Batches.ConvertAll(batch => batch.Settle(run.Key, outcome)),
            Shutdown = state.Shutdown?.Settle(run.Key, outcome),
        };
        ReplyWhenComplete(turn);
    }

    private static void Stop(ManagerTurn turn, RunEntry run, StopProcess stop, SenderId sender)
    {
        if (run.Unkillable is { } unkillable)
        {
            turn.Reply(sender, unkillable);
            return;
        }

        Stop(turn, run with { Stoppers = run.Stoppers.Add(sender) }, ExitCause.Requested, stop.Force, stop.Grace);
    }

    private static void Stop(ManagerTurn turn, RunEntry run, ExitCause cause, bool force, TimeSpan? grace)
    {
        turn.Put(run with { StopRequested = true });
        if (run.HasActor)
        {
            turn.Add(new ManagerEffect.Stop(run.Id, cause, force, grace));
        }
    }

    private static StopBatch StopEach(ManagerTurn turn, ExitCause cause, bool force, TimeSpan? grace)
    {
        var (runs, backOffs) = (turn.Keys.Runs.ToList(), turn.Keys.BackOffs.ToList());
        var batch = StopBatch.Of([.. runs.Select(run => run.Key), .. backOffs.Select(backOff => backOff.Key)]);
        foreach (var run in runs)
        {
            if (run.Unkillable is { } unkillable)
            {
                batch = batch.Settle(run.Key, unkillable);
            }
            else
            {
                Stop(turn, run, cause, force, grace);
            }
        }

        return backOffs.Aggregate(batch, (rest, backOff) => rest.Settle(backOff.Key, Restarts.Cancel(turn, backOff)));
    }

    private static void ReplyWhenComplete(ManagerTurn turn)
    {
        foreach (var batch in turn.State.Batches.Where(batch => batch.IsComplete))
        {
            ReplyEach(turn, batch, new AllStopped(batch.Outcomes));
        }

        if (turn.State.Shutdown is { IsComplete: true } shutdown)
        {
            ReplyEach(turn, shutdown, new ManagerStopped(shutdown.Outcomes));
            turn.State = turn.State with { Shutdown = shutdown with { Senders = [] } };
        }

        turn.State = turn.State with { Batches = turn.State.Batches.RemoveAll(batch => batch.IsComplete) };
    }

    private static void ReplyEach(ManagerTurn turn, StopBatch batch, object reply) =>
        batch.Senders.ForEach(sender => turn.Reply(sender, reply));

    private static bool Concerns(StopProcess stop, int incarnation) =>
        stop.Incarnation is null || stop.Incarnation == incarnation;

    private static object ReplyOfThePast(ManagerState state, StopProcess stop) =>
        state.History.Find(stop.Key, stop.Incarnation)?.Outcome
        ?? (
            state.PresentOf(stop.Key) is { } present
                ? new CommandRejected(
                    RejectReason.StaleIncarnation,
                    $"{stop.Key} is at incarnation {present}, not {stop.Incarnation}"
                )
                : state.NotThere(stop.Key)
        );

    private static CommandRejected? InvalidGrace(TimeSpan? grace) =>
        ProcessSpecRules.ErrorsOfGrace(grace) is [var error, ..]
            ? new CommandRejected(RejectReason.InvalidSpec, error.ToString())
            : null;
}
