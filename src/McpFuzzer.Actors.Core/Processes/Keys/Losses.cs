using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Core.Processes.Keys;

/// <summary>
/// Decides on processes whose actor has failed or hangs. The host ends their sets before they are published as lost.
/// </summary>
internal static class Losses
{
    private const string Failed = "its actor failed; the node's log has the reason";
    private const string Hangs = "its actor did not answer three heartbeat checks";

    public static void ActorEnded(ManagerTurn turn, ManagerInput.ActorEnded ended)
    {
        if (turn.Keys.Run(ended.Run) is { HasActor: true } run)
        {
            Lose(turn, run, Failed, ended.CallbackFault);
        }
        else if (turn.Keys.External(ended.Run) is { } external)
        {
            Externals.Lose(turn, external, Failed);
        }
    }

    public static void HeartbeatsMissed(ManagerTurn turn, ManagerInput.HeartbeatsMissed missed)
    {
        if (
            turn.Keys.External(missed.Key) is { IsBound: true } external
            && missed.Incarnation == ExternalEntry.OnlyIncarnation
        )
        {
            turn.Add(new ManagerEffect.StopActor(external.Id));
            Externals.Lose(turn, external, Hangs);
        }
        else if (turn.Keys.Run(missed.Key) is { IsActive: true } run && run.Incarnation == missed.Incarnation)
        {
            turn.Add(new ManagerEffect.StopActor(run.Id));
            Lose(turn, run, Hangs, missed.CallbackFault);
        }
    }

    public static void Reaped(ManagerTurn turn, ManagerInput.Reaped reaped)
    {
        if (turn.Keys.Run(reaped.Run) is not { LostBecause: { } because } run)
        {
            return;
        }

        var detail = reaped switch
        {
            { Fault: { } fault } => $"{because}; what it owned could not be ended: {fault}",
            { Left.Count: > 0 } => $"{because}; not gone after SIGKILL: {string.Join(", ", reaped.Left)}",
            _ => because,
        };
        turn.Free(run.Key);
        if (run.Unkillable is not null)
        {
            // All know of its end already.
            turn.Log(new ManagerNote.UnkillableLost(run.Key, run.Incarnation, detail));
            return;
        }

        var lost = new ProcessLost(run.Key, run.Incarnation, detail);
        turn.Log(new ManagerNote.Lost(run.Key, run.Incarnation, detail));
        turn.Count(counts => counts with { Lost = counts.Lost + 1 });
        if (run is { Started: null, Starter: { } starter })
        {
            turn.Reply(starter, new CommandRejected(RejectReason.SpawnFailed, detail, SpawnError.Other));
        }

        var phase = reaped.Left.Count > 0 ? ProcessPhase.Unkillable : ProcessPhase.Exited;
        turn.Remember(new EndedProcess(run.Outline(phase, turn.State.Containment, turn.Now), run.Exited, lost));
        turn.Publish(lost);
        Waits.End(turn, run, lost);
        Stops.Settle(turn, run, lost);
    }

    private static void Lose(ManagerTurn turn, RunEntry run, string because, CallbackFault? callbackFault)
    {
        if (run.IsActive)
        {
            turn.Put(run with { LostBecause = because, Phase = ProcessPhase.Stopping, CallbackFault = callbackFault });
            turn.Unwatch(run);
        }
        else
        {
            turn.Put(run with { LostBecause = because, CallbackFault = callbackFault });
        }

        turn.Add(new ManagerEffect.Reap(run.Id));
    }
}
