using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Decides on processes that another program has started. They are kept beside the node's own, so that a failure of the
/// watchdog loses none, and none is both.
/// </summary>
internal static class Externals
{
    public static void Register(ManagerTurn turn, ManagerInput.ExternalWanted wanted)
    {
        if (RejectionOf(turn, wanted) is { } rejected)
        {
            turn.Reply(wanted.From, rejected);
            return;
        }

        var registration = wanted.Registration!;
        var id = turn.NextRun(MakeKey(turn, registration.Pid));
        turn.Put(new ExternalEntry(id, registration, wanted.From));
        turn.Add(new ManagerEffect.Bind(id, registration, wanted.Probe));
    }

    public static void Bound(ManagerTurn turn, ExternalEntry external, ExternalIdentity identity)
    {
        var pid = identity.Pid;
        if (turn.Keys.BoundTo(identity) is { } present)
        {
            turn.Reply(
                external.Sender,
                new CommandRejected(RejectReason.AlreadyExists, $"pid {pid} is registered already, as {present.Key}")
            );
            Release(turn, external);
            return;
        }

        turn.Put(external with { Identity = identity });
        turn.Log(new ManagerNote.ExternalBound(external.Key, pid, external.Registration.Name));
        Watch(turn, external, external.Sender);
    }

    public static void NotBound(ManagerTurn turn, ExternalEntry external, CommandRejected why)
    {
        turn.Free(external.Key);
        turn.Reply(external.Sender, why);
    }

    public static void Happened(ManagerTurn turn, ExternalEntry external, IProcessEvent what)
    {
        if (what is ProcessUnkillable)
        {
            Unwatch(turn, external);
        }

        turn.Publish(what);
    }

    public static void Ended(ManagerTurn turn, ExternalEntry external, ProcessExited exited)
    {
        Remove(turn, external);
        turn.Publish(exited);
    }

    /// <summary>Lets go of an external process, which runs on.</summary>
    public static void Release(ManagerTurn turn, ExternalEntry external)
    {
        Remove(turn, external);
        turn.Add(new ManagerEffect.Release(external.Id));
    }

    /// <summary>
    /// Gives up an external process whose actor has failed, without ending what another program owns.
    /// </summary>
    public static void Lose(ManagerTurn turn, ExternalEntry external, string because)
    {
        var detail = $"{because}; it is watched no more, and was not ended";
        turn.Log(new ManagerNote.ExternalLost(external.Key, detail));
        if (external.IsBound)
        {
            Remove(turn, external);
            turn.Count(counts => counts with { Lost = counts.Lost + 1 });
            turn.Publish(new ProcessLost(external.Key, ExternalEntry.OnlyIncarnation, detail));
        }
        else
        {
            turn.Free(external.Key);
            turn.Add(new ManagerEffect.ReplyFailure(external.Sender, detail));
        }
    }

    /// <summary>Has the watchdog watch an external process.</summary>
    public static void Watch(ManagerTurn turn, ExternalEntry external, SenderId? sender = null) =>
        turn.Add(
            new ManagerEffect.Watch(
                external.Id,
                ExternalEntry.OnlyIncarnation,
                external.Registration.Timeout,
                external.Registration.AutoKill,
                sender
            )
        );

    private static CommandRejected? RejectionOf(ManagerTurn turn, ManagerInput.ExternalWanted wanted)
    {
        var errors = ExternalRules.ErrorsOf(wanted.Registration);
        return errors.Count > 0 ? new CommandRejected(RejectReason.InvalidSpec, string.Join("; ", errors))
            : turn.State.IsShuttingDown
                ? new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and watches nothing more")
            : turn.Keys.RunningAs(wanted.Registration!.Pid) is { } managed
                ? new CommandRejected(
                    RejectReason.AlreadyExists,
                    $"pid {wanted.Registration.Pid} is managed as {managed.Key}"
                )
            : null;
    }

    private static ProcessKey MakeKey(ManagerTurn turn, int pid)
    {
        ProcessKey key;
        var number = turn.State.LastExternal;
        do
        {
            key = new ProcessKey($"external-{pid}-{++number}");
        } while (turn.Keys.Find(key) is not null || turn.State.History.LatestOf(key) is not null);

        turn.State = turn.State with { LastExternal = number };
        return key;
    }

    private static void Remove(ManagerTurn turn, ExternalEntry external)
    {
        turn.Free(external.Key);
        Unwatch(turn, external);
    }

    private static void Unwatch(ManagerTurn turn, ExternalEntry external) =>
        turn.Add(new ManagerEffect.Unwatch(external.Key, ExternalEntry.OnlyIncarnation));
}
