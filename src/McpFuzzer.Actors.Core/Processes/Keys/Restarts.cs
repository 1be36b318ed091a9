using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Carries out what <see cref="RestartMachine" /> decides about a key whose incarnation has come to its end.
/// </summary>
internal static class Restarts
{
    /// <summary>Goes on after an end that all senders and subscribers know of.</summary>
    public static void GoOn(ManagerTurn turn, RunEntry run, EndedProcess last, RestartInput input)
    {
        var (lineage, decision) = run.Lineage.Decide(last, input, turn.Now);
        switch (decision)
        {
            case RestartDecision.Restart restart:
                BackOff(turn, lineage, last, restart);
                break;
            case RestartDecision.GiveUp giveUp:
                turn.Log(new ManagerNote.GivenUp(run.Key, giveUp.Reason));
                turn.Remember(lineage.Show(last, ProcessPhase.Failed));
                turn.Publish(new ProcessFailed(run.Key, last.Snapshot.Incarnation, giveUp.Reason));
                break;
            case RestartDecision.Rest:
                turn.Remember(lineage.Show(last, ProcessPhase.Exited));
                break;
            default:
                throw new NotSupportedException($"No such decision: {decision.GetType().Name}");
        }
    }

    public static void Due(ManagerTurn turn, ManagerInput.RestartDue due)
    {
        if (turn.Keys.BackOff(due.Key) is not { } backOff || backOff.Timer != due.Timer)
        {
            return;
        }

        turn.Count(counts => counts with { Restarts = counts.Restarts + 1 });
        var lineage = backOff.Lineage with { Restarts = backOff.Lineage.Restarts + 1 };
        Starts.Begin(turn, new RunPlan(turn.NextRun(due.Key), backOff.NextIncarnation, lineage, Starter: null));
    }

    /// <summary>Ends the back-off of a key, and returns the reply to a stop of it.</summary>
    public static IStopReply Cancel(ManagerTurn turn, BackOffEntry backOff)
    {
        turn.Log(new ManagerNote.RestartCancelled(backOff.Key));
        turn.Free(backOff.Key);
        turn.Add(new ManagerEffect.Disarm(backOff.Timer));
        turn.Remember(backOff.Lineage.Show(backOff.Last, ProcessPhase.Exited));
        return backOff.Last.Outcome;
    }

    private static void BackOff(ManagerTurn turn, Lineage lineage, EndedProcess last, RestartDecision.Restart restart)
    {
        var key = last.Snapshot.Key;
        var timer = turn.Arm(restart.Delay, number => new ManagerInput.RestartDue(key, number));
        var backOff = new BackOffEntry(lineage, last, timer);
        turn.Log(new ManagerNote.Restarting(key, backOff.NextIncarnation, restart.Delay, restart.Attempt));
        turn.Put(backOff);
        turn.Unlist(key);
        turn.Publish(
            new ProcessRestarting(key, backOff.Incarnation, backOff.NextIncarnation, restart.Delay, restart.Attempt)
        );
    }
}
