using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Takes in what the actor of an incarnation reports.</summary>
internal static class Runs
{
    public static void Happened(ManagerTurn turn, RunEntry run, IProcessEvent what)
    {
        switch (what)
        {
            case ProcessStarted started:
                Started(turn, run, started);
                break;
            case ProcessReady ready:
                turn.Put(Waits.Ready(turn, run, ready));
                break;
            case ProcessNotReady notReady:
                turn.Put(Waits.Late(turn, run, notReady));
                break;
            case ProcessExited exited:
                turn.Put(Waits.End(turn, run with { Exited = exited }, exited));
                break;
            default:
                turn.Put(run);
                break;
        }

        turn.Publish(what);

        // Those who wait come first: each message to an idle actor costs the time to wake its thread.
        if (what is ProcessStarted)
        {
            turn.Watch(run);
        }
        else if (what is ProcessExited)
        {
            turn.Unwatch(run);
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
        switch (ended.Outcome)
        {
            case ProcessStopped stopped:
                Stopped(turn, run, ended, stopped);
                break;
            case ProcessUnkillable unkillable:
                Unkillable(turn, run, ended, unkillable);
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
    /// The sender of the first start has its reply since long. Senders that wait for this one get the reply that they
    /// would have if the restart had not been tried.
    /// </summary>
    private static void NotRestarted(ManagerTurn turn, RunEntry run, EndedProcess last, CommandRejected why)
    {
        if (last.Exited is { } exited)
        {
            Waits.End(turn, run, exited);
        }

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
