using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Decides on waits for an exit and for readiness. A process that has ended, or backs off, is not ready; one whose
/// start is under way may become ready.
/// </summary>
internal static class Waits
{
    public static void ForExit(ManagerTurn turn, WaitForExit wait, SenderId sender)
    {
        if (InvalidTimeout(wait.Timeout) is { } rejected)
        {
            turn.Reply(sender, rejected);
        }
        else if (turn.Keys.Run(wait.Key) is not { Unkillable: null } run)
        {
            turn.Reply(sender, PastExit(turn.State, wait.Key));
        }
        else if (run.Exited is { } exited)
        {
            turn.Reply(sender, exited);
        }
        else if (wait.Timeout == TimeSpan.Zero)
        {
            turn.Reply(sender, new WaitTimedOut(wait.Key, TimeSpan.Zero));
        }
        else
        {
            var number = wait.Timeout is { } limit
                ? turn.Arm(limit, id => new ManagerInput.ExitWaitElapsed(run.Id, id, limit))
                : turn.NextTimer();
            turn.Put(run with { ExitWaiters = run.ExitWaiters.Add(number, sender, wait.Timeout is not null) });
        }
    }

    public static void ForReady(ManagerTurn turn, WaitForReady wait, SenderId sender)
    {
        if (InvalidTimeout(wait.Timeout) is { } rejected)
        {
            turn.Reply(sender, rejected);
        }
        else if (turn.Keys.Run(wait.Key) is not { } run)
        {
            turn.Reply(sender, PastReadiness(turn.State, wait.Key));
        }
        else if (run is { IsRunning: true, Ready: { } ready })
        {
            turn.Reply(sender, ready);
        }
        else if (run.MayBecomeReady && (wait.Timeout is { } timeout ? timeout > TimeSpan.Zero : !run.IsLate))
        {
            var number = wait.Timeout is { } limit
                ? turn.Arm(limit, id => new ManagerInput.ReadyWaitElapsed(run.Id, id))
                : turn.NextTimer();
            turn.Put(run with { ReadyWaiters = run.ReadyWaiters.Add(number, sender, wait.Timeout is not null) });
        }
        else
        {
            turn.Reply(sender, run.NotReady(turn.Now));
        }
    }

    public static void Elapsed(ManagerTurn turn, ManagerInput.ExitWaitElapsed elapsed)
    {
        if (turn.Keys.Run(elapsed.Run) is { } run && run.ExitWaiters.Find(elapsed.Wait) is { } sender)
        {
            turn.Put(run with { ExitWaiters = run.ExitWaiters.Remove(elapsed.Wait) });
            turn.Reply(sender, new WaitTimedOut(run.Key, elapsed.Waited));
        }
    }

    public static void Elapsed(ManagerTurn turn, ManagerInput.ReadyWaitElapsed elapsed)
    {
        if (turn.Keys.Run(elapsed.Run) is { } run && run.ReadyWaiters.Find(elapsed.Wait) is { } sender)
        {
            turn.Put(run with { ReadyWaiters = run.ReadyWaiters.Remove(elapsed.Wait) });
            turn.Reply(sender, run.NotReady(turn.Now));
        }
    }

    /// <summary>Replies to all who wait for the exit or the readiness of an incarnation that has ended.</summary>
    /// <returns>The incarnation without those.</returns>
    public static RunEntry End(ManagerTurn turn, RunEntry run, IWaitReply end)
    {
        Reply(turn, run.ExitWaiters, end);
        IWaitReadyReply notReady =
            end is CommandRejected notStarted && run.Started is null ? notStarted : run.NotReady(turn.Now);
        Reply(turn, run.ReadyWaiters, notReady);
        return run with { ExitWaiters = Waiters.None, ReadyWaiters = Waiters.None };
    }

    public static RunEntry Ready(ManagerTurn turn, RunEntry run, ProcessReady ready)
    {
        Reply(turn, run.ReadyWaiters, ready);
        return run with { Ready = ready, ReadyWaiters = Waiters.None };
    }

    /// <summary>
    /// Replies to those that wait as long as the spec allows. A sender with its own timeout waits on: the
    /// process may still become ready.
    /// </summary>
    public static RunEntry Late(ManagerTurn turn, RunEntry run, ProcessNotReady notReady)
    {
        foreach (var waiter in run.ReadyWaiters.WithoutTimeout)
        {
            turn.Reply(waiter.Sender, notReady);
        }

        return run with
        {
            IsLate = true,
            ReadyWaiters = run.ReadyWaiters.KeepWithTimeout(),
        };
    }

    private static void Reply(ManagerTurn turn, Waiters waiters, object reply)
    {
        if (waiters.IsEmpty)
        {
            return;
        }

        foreach (var waiter in waiters.All)
        {
            turn.Reply(waiter.Sender, reply);
            if (waiter.HasTimeout)
            {
                turn.Add(new ManagerEffect.Disarm(waiter.Wait));
            }
        }
    }

    private static object PastExit(ManagerState state, ProcessKey key) =>
        state.LastOf(key) switch
        {
            { Exited: { } exited } => exited,
            { Outcome: ProcessLost lost } => lost,
            _ => state.NotThere(key),
        };

    private static object PastReadiness(ManagerState state, ProcessKey key) =>
        state.LastOf(key) is { Snapshot: var ended }
            ? new ProcessNotReady(ended.Key, ended.Incarnation, ended.Age)
            : state.NotThere(key);

    private static CommandRejected? InvalidTimeout(TimeSpan? timeout) =>
        ProcessSpecRules.ErrorsOfWait(timeout) is [var error, ..]
            ? new CommandRejected(RejectReason.InvalidSpec, error.ToString())
            : null;
}
