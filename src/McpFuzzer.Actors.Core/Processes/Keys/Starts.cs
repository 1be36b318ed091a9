using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>Decides on starts by command, and begins those by restart policy too.</summary>
internal static class Starts
{
    public static void Start(ManagerTurn turn, ManagerInput.StartWithProbe start)
    {
        if (start is { Start: { } command, Probe: { } probe })
        {
            Start(turn, command, start.From, start.Owner, probe);
            return;
        }

        turn.Reply(
            start.From,
            new CommandRejected(
                RejectReason.InvalidSpec,
                "StartProcessWithCallback: Start and Callback must not be null"
            )
        );
    }

    public static void Start(
        ManagerTurn turn,
        StartProcess start,
        SenderId sender,
        SenderId? owner,
        object? probe = null
    )
    {
        if (RejectionOf(turn.State, start, hasCallback: probe is not null) is { } rejected)
        {
            turn.Reply(sender, rejected);
            return;
        }

        var key = start.Key ?? MakeKey(turn);
        var id = turn.NextRun(key);
        var lineage = Lineage.Of(start.Spec, probe, turn.State.Seed, id.Number) with { Owner = owner };
        Begin(turn, new RunPlan(id, turn.State.History.NextOf(key), lineage, sender));
        if (owner is { } monitored)
        {
            turn.Add(new ManagerEffect.Monitor(monitored));
        }
    }

    /// <summary>Begins an incarnation of a key that is free.</summary>
    public static void Begin(ManagerTurn turn, RunPlan plan)
    {
        var run = new RunEntry(plan.Id, plan.Incarnation, plan.Lineage, plan.Starter)
        {
            ShownCommand = SecretRules.MaskArguments(plan.Lineage.Spec.Command, plan.Lineage.Spec.Redact),
            BegunAt = turn.At,
            Since = turn.Now,
        };
        turn.Put(run);
        turn.Unlist(run.Key);
        turn.Add(new ManagerEffect.Begin(run.Id, run, turn.State.Consumers.Find(run.Key)));
    }

    private static CommandRejected? RejectionOf(ManagerState state, StartProcess start, bool hasCallback)
    {
        if (state.IsShuttingDown)
        {
            return new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and starts nothing more");
        }

        var errors = ProcessSpecRules.ErrorsOf(start.Spec, start.Key, hasCallback);
        return errors.Count > 0 ? new CommandRejected(RejectReason.InvalidSpec, string.Join("; ", errors))
            : start.Key is null ? null
            : state.Keys.Find(start.Key) switch
            {
                null => null,
                BackOffEntry => new CommandRejected(RejectReason.AlreadyExists, $"{start.Key} waits for its restart"),
                _ => new CommandRejected(RejectReason.AlreadyExists, $"{start.Key} has not ended"),
            };
    }

    private static ProcessKey MakeKey(ManagerTurn turn)
    {
        ProcessKey key;
        var number = turn.State.LastMadeKey;
        do
        {
            key = new ProcessKey($"process-{++number}");
        } while (turn.Keys.Find(key) is not null || turn.State.History.LatestOf(key) is not null);

        turn.State = turn.State with { LastMadeKey = number };
        return key;
    }
}

/// <summary>What is needed to begin an incarnation.</summary>
internal readonly record struct RunPlan(RunId Id, int Incarnation, Lineage Lineage, SenderId? Starter);
