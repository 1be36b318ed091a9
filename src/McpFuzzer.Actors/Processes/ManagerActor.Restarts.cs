using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Keys between two incarnations. The last incarnation is the key's present one until the next has begun: it is shown, and a stop of it cancels the restart.
/// </summary>
internal sealed partial class ManagerActor
{
    private readonly Dictionary<ProcessKey, BackOff> _backingOff = [];

    /// <summary>Once all is told of an incarnation, whatever its lineage decides.</summary>
    private void GoOn(ManagedProcess process, EndedProcess last, RestartInput input)
    {
        var lineage = process.Lineage;
        lineage.Last = last;
        var backOff = new BackOff(lineage, last);
        switch (lineage.Decide(input))
        {
            case RestartDecision.Restart restart:
                Wait(backOff, restart);
                break;
            case RestartDecision.GiveUp giveUp:
                GiveUp(backOff, giveUp.Reason);
                break;
            case RestartDecision.Rest:
                _history.Add(backOff.EndedIn(ProcessPhase.Exited));
                break;
            case var decision:
                throw new NotSupportedException($"No such decision: {decision.GetType().Name}");
        }
    }

    private void Wait(BackOff backOff, RestartDecision.Restart restart)
    {
        var (key, incarnation, next) = (backOff.Key, backOff.Incarnation, backOff.NextIncarnation);
        _log.Info(
            "{ProcessKey} is restarted as incarnation {Incarnation} in {Delay}, attempt {Attempt}",
            key,
            next,
            restart.Delay,
            restart.Attempt
        );
        _backingOff[key] = backOff;
        _history.Unlist(key);
        Timers.StartSingleTimer(backOff, new RestartDue(backOff), restart.Delay);
        _watchers.Tell(new ProcessRestarting(key, incarnation, next, restart.Delay, restart.Attempt));
    }

    private void GiveUp(BackOff backOff, string reason)
    {
        _log.Warning("{ProcessKey} is given up: {Reason}", backOff.Key, reason);
        _history.Add(backOff.EndedIn(ProcessPhase.Failed));
        _watchers.Tell(new ProcessFailed(backOff.Key, backOff.Incarnation, reason));
    }

    private void OnRestartDue(BackOff backOff)
    {
        if (_backingOff.GetValueOrDefault(backOff.Key) != backOff)
        {
            return;
        }

        _backingOff.Remove(backOff.Key);
        _counts.Restarts++;
        backOff.Lineage.Restarts++;
        Begin(backOff.Key, backOff.NextIncarnation, backOff.Lineage, ActorRefs.Nobody);
    }

    /// <summary>Whoever asked for the first start was answered long ago. Who waits or stops now is answered as if the restart had not been tried.</summary>
    private void OnNotRestarted(ManagedProcess process, EndedProcess last, CommandRejected why)
    {
        if (last.Exited is { } exited)
        {
            AnswerWaiters(process, exited);
        }

        Settle(process, last.Outcome);
        GoOn(process, last, new RestartInput.NotStarted(why.Message) { StopAsked = process.StopAsked });
    }

    /// <summary>No restart follows; what a stop is answered with.</summary>
    private IStopReply Cancel(BackOff backOff)
    {
        _log.Info("The restart of {ProcessKey} is cancelled", backOff.Key);
        _backingOff.Remove(backOff.Key);
        Timers.Cancel(backOff);
        _history.Add(backOff.EndedIn(ProcessPhase.Exited));
        return backOff.Last.Outcome;
    }

    /// <summary>The incarnation that a key is at; null when nothing is known of it.</summary>
    private int? PresentOf(ProcessKey key) =>
        _live.GetValueOrDefault(key)?.Incarnation
        ?? _backingOff.GetValueOrDefault(key)?.Incarnation
        ?? _history.LatestOf(key);

    /// <summary>The incarnation of a key that ended last.</summary>
    private EndedProcess? LastOf(ProcessKey key) => _backingOff.GetValueOrDefault(key)?.Last ?? _history.Find(key);

    /// <summary>Listed processes without an actor.</summary>
    private IEnumerable<ProcessSnapshot> AtRest() =>
        _history
            .Listed.Where(ended => !_live.ContainsKey(ended.Snapshot.Key))
            .Select(ended => ended.Snapshot)
            .Concat(_backingOff.Values.Select(backOff => backOff.Snapshot));

    private sealed record RestartDue(BackOff BackOff) : INoSerializationVerificationNeeded;
}
