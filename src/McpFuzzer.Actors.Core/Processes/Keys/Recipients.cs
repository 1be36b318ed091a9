using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Decides on senders that receive more than one reply: subscribers of events, and consumers of streams.
/// </summary>
internal static class Recipients
{
    public static void Subscribe(ManagerTurn turn, WatchProcesses watch, SenderId sender)
    {
        turn.State = turn.State with { Subscriptions = turn.State.Subscriptions.Add(sender, watch.Key) };
        turn.Add(new ManagerEffect.Monitor(sender));
        turn.Reply(sender, new WatchStarted(watch.Key));
    }

    public static void Unsubscribe(ManagerTurn turn, SenderId sender)
    {
        turn.State = turn.State with { Subscriptions = turn.State.Subscriptions.Remove(sender) };
        if (!turn.State.Consumers.Contains(sender) && !turn.Keys.OwnedBy(sender).Any())
        {
            turn.Add(new ManagerEffect.Unmonitor(sender));
        }
    }

    public static void Ended(ManagerTurn turn, SenderId sender)
    {
        turn.State = turn.State with
        {
            Subscriptions = turn.State.Subscriptions.Remove(sender),
            Consumers = turn.State.Consumers.Remove(sender),
        };
        Stops.StopOwned(turn, sender);
    }

    public static void Attach(ManagerTurn turn, ManagerInput.Attach attach)
    {
        var run = turn.Keys.Run(attach.Key) is { HasActor: true } present ? present : null;
        if (attach.Incarnation is null)
        {
            AttachEach(turn, attach, run);
        }
        else if (run is null)
        {
            turn.Reply(attach.From, turn.State.NotThere(attach.Key));
        }
        else if (run.Incarnation != attach.Incarnation)
        {
            turn.Reply(
                attach.From,
                new CommandRejected(
                    RejectReason.StaleIncarnation,
                    $"{attach.Key} is at incarnation {run.Incarnation}, not {attach.Incarnation}"
                )
            );
        }
        else
        {
            turn.Add(new ManagerEffect.Attach(run.Id, attach.Incarnation, attach.From));
        }
    }

    private static void AttachEach(ManagerTurn turn, ManagerInput.Attach attach, RunEntry? run)
    {
        if (turn.State.Consumers.Find(attach.Key) is { } consumer && consumer != attach.From)
        {
            turn.Reply(
                attach.From,
                new CommandRejected(
                    RejectReason.AlreadyExists,
                    $"another consumer has the streams of each incarnation of {attach.Key}"
                )
            );
            return;
        }

        turn.State = turn.State with { Consumers = turn.State.Consumers.Set(attach.Key, attach.From) };
        turn.Add(new ManagerEffect.Monitor(attach.From));
        if (run is not null)
        {
            turn.Add(new ManagerEffect.Attach(run.Id, Incarnation: null, attach.From));
        }
    }
}
