using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Answers queries, and hands on what the actor of one process has to answer.</summary>
internal static class Queries
{
    public static void Get(ManagerTurn turn, GetProcess get, SenderId sender)
    {
        switch (turn.Keys.Find(get.Key))
        {
            case RunEntry run:
                Show(turn, run, sender);
                break;
            case BackOffEntry backOff:
                turn.Reply(sender, backOff.Snapshot);
                break;
            default:
                var ended = turn.State.History.Find(get.Key);
                turn.Reply(sender, ended is null ? turn.State.NotThere(get.Key) : ended.Snapshot);
                break;
        }
    }

    public static void FindByPid(ManagerTurn turn, FindByPid find, SenderId sender)
    {
        if (turn.Keys.RunningAs(find.Pid) is { } run)
        {
            Show(turn, run, sender);
        }
        else
        {
            turn.Reply(sender, new CommandRejected(RejectReason.NotFound, $"no managed process has pid {find.Pid}"));
        }
    }

    public static void List(ManagerTurn turn, ListProcesses list, SenderId sender)
    {
        var runs = turn.Keys.Runs.ToList();
        turn.Add(
            new ManagerEffect.Gather(
                [.. runs.Where(run => run.HasActor).Select(run => run.Id)],
                [.. runs.Select(run => Outline(turn, run)), .. turn.State.AtRest],
                list.PhaseFilter,
                sender
            )
        );
    }

    public static void GetStats(ManagerTurn turn, SenderId sender)
    {
        var phases = turn
            .Keys.Runs.Select(run => run.Phase)
            .Concat(turn.State.AtRest.Select(snapshot => snapshot.Phase));
        turn.Add(new ManagerEffect.CompleteStats(turn.State.Counts.Partial(phases), sender));
    }

    public static void CleanUp(ManagerTurn turn, SenderId sender)
    {
        turn.Reply(sender, new CleanedUp(turn.State.History.ListedCount));
        turn.State = turn.State with { History = turn.State.History.UnlistAll() };
    }

    public static void Signal(ManagerTurn turn, SignalProcess signal, SenderId sender)
    {
        if (SignalRules.ErrorOf(signal) is { } error)
        {
            turn.Reply(sender, new CommandRejected(RejectReason.InvalidSpec, error.ToString()));
        }
        else if (turn.Keys.Run(signal.Key) is { HasActor: true } run)
        {
            turn.Add(new ManagerEffect.Forward(run.Id, signal, sender));
        }
        else
        {
            turn.Reply(sender, turn.State.NotThere(signal.Key));
        }
    }

    public static void UpdateActivity(ManagerTurn turn, UpdateActivity update, SenderId sender)
    {
        switch (turn.Keys.Find(update.Key))
        {
            case RunEntry { HasActor: true } run:
                turn.Add(new ManagerEffect.Forward(run.Id, update, sender));
                break;
            case ExternalEntry external:
                turn.Add(new ManagerEffect.Forward(external.Id, update, sender));
                break;
            default:
                // Nothing is known to be active.
                break;
        }
    }

    private static void Show(ManagerTurn turn, RunEntry run, SenderId sender)
    {
        if (run.HasActor)
        {
            turn.Add(new ManagerEffect.Forward(run.Id, new GetProcess(run.Key), sender));
        }
        else
        {
            turn.Reply(sender, Outline(turn, run));
        }
    }

    private static ProcessSnapshot Outline(ManagerTurn turn, RunEntry run) =>
        run.Outline(run.Phase, turn.State.Containment, turn.Now);
}
