using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Takes in what the actor of an incarnation reports.</summary>
internal static class Runs
{
    public static void Happened(ManagerTurn turn, RunEntry run, IProcessEvent what)
    {
        // The senders that wait come first: each message to an idle actor costs the time to wake its thread.
        switch (run.Stage, what)
        {
            case (KeyStage.Starting, ProcessStarted started):
                Started(turn, run, started);
                turn.Publish(started);
                turn.Watch(run);
                break;
            case (KeyStage.Live, ProcessReady ready):
                turn.Put(Waits.Ready(turn, run, ready));
                turn.Publish(ready);
                break;
            case (KeyStage.Live, ProcessNotReady notReady):
                turn.Put(Waits.Late(turn, run, notReady));
                turn.Publish(notReady);
                break;
            case (KeyStage.Live or KeyStage.LeaderExited, ProcessUnresponsive unresponsive):
                turn.Put(run);
                turn.Publish(unresponsive);
                break;
            case (KeyStage.Live, ProcessExited exited):
                turn.Put(Waits.End(turn, run with { Exited = exited }, exited));
                turn.Publish(exited);
                turn.Unwatch(run);
                break;
            default:
                // The stage does not expect it.
                break;
        }
    }

    public static void NotStarted(ManagerTurn turn, RunEntry run, CommandRejected why)
    {
        if (why.Reason == RejectReason.SpawnFailed)
        {
            turn.Count(counts => counts with { SpawnFailures = counts.SpawnFailures + 1 });
        }

        turn.Log(new ManagerNote.NotStarted(run.Key, why.Reason, why.Message));
        turn.Free(run.Key);
        turn.Add(new ManagerEffect.Release(run.Id));
        if (run.Lineage.Last is { } last)
        {
            NotRestarted(turn, run, last, why);
            return;
        }

        if (run.Starter is { } starter)
        {
            turn.Reply(starter, why);
        }

        Waits.End(turn, run, why);
        Stops.Settle(
            turn,
            run,
            new CommandRejected(RejectReason.NotRunning, $"{run.Key} was not started: {why.Message}")
        );
    }

    public static void Ended(ManagerTurn turn, RunEntry run, EndedProcess ended)
    {
        switch (run.Stage, ended.Outcome)
        {
            case (KeyStage.LeaderExited, ProcessStopped stopped):
                Stopped(turn, run, ended, stopped);
                break;
            case (KeyStage.Live or KeyStage.LeaderExited, ProcessUnkillable unkillable):
                Unkillable(turn, run, ended, unkillable);
                break;
            case (_, ProcessStopped or ProcessUnkillable):
                // The stage does not expect it.
                break;
            default:
                throw new NotSupportedException($"No such end: {ended.Outcome.GetType().Name}");
        }
    }

    /// <summary>Frees the key of a set that was unkillable.</summary>
    public static void Emptied(ManagerTurn turn, RunEntry run)
    {
        turn.Free(run.Key);
        turn.Add(new ManagerEffect.Release(run.Id));
    }

    private static void Started(ManagerTurn turn, RunEntry run, ProcessStarted started)
    {
        turn.Count(counts => counts with { Started = counts.Started + 1 });
        turn.Put(run with { Started = started, Since = turn.Now });
        if (run.Starter is { } starter)
        {
            turn.Reply(starter, started);
        }
    }

    /// <summary>
    /// The sender of the first start has its reply. A sender that waits for this one gets the reply that it would get
    /// if the restart had not been tried.
    /// </summary>
    private static void NotRestarted(ManagerTurn turn, RunEntry run, EndedProcess last, CommandRejected why)
    {
        Waits.End(turn, run, last.Exited is { } exited ? exited : why);
        Stops.Settle(turn, run, last.Outcome);
        Restarts.GoOn(turn, run, last, new RestartInput.NotStarted(why.Message) { StopAsked = run.StopRequested });
    }

    private static void Stopped(ManagerTurn turn, RunEntry run, EndedProcess ended, ProcessStopped stopped)
    {
        turn.Count(counts => counts.Add(stopped));
        turn.Free(run.Key);
        turn.Add(new ManagerEffect.Release(run.Id));
        turn.Remember(ended);
        turn.Publish(stopped);
        Stops.Settle(turn, run, stopped);
        Restarts.GoOn(
            turn,
            run,
            ended,
            new RestartInput.Ended(stopped.Exit, stopped.Cause, ended.Exited?.Ran ?? TimeSpan.Zero)
            {
                StopAsked = run.StopRequested,
            }
        );
    }

    private static void Unkillable(ManagerTurn turn, RunEntry run, EndedProcess ended, ProcessUnkillable unkillable)
    {
        turn.Unwatch(run);
        var rest = Waits.End(
            turn,
            run with
            {
                Unkillable = unkillable,
                Phase = ProcessPhase.Unkillable,
            },
            new CommandRejected(RejectReason.NotRunning, $"{run.Key} outlived SIGKILL; its exit is not known")
        );
        turn.Put(rest with { Stoppers = [] });
        turn.Remember(ended);
        turn.Publish(unkillable);
        Stops.Settle(turn, run, unkillable);
    }
}
