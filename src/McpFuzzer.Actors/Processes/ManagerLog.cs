using Akka.Event;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Writes the manager's notes to the log.</summary>
internal sealed class ManagerLog(ILoggingAdapter log)
{
    public void Write(ManagerNote note)
    {
        switch (note)
        {
            case ManagerNote.NotStarted not:
                log.Info("{ProcessKey} was not started: {Reason} {Message}", not.Key, not.Reason, not.Message);
                break;
            case ManagerNote.Restarting restarting:
                log.Info(
                    "{ProcessKey} is restarted as incarnation {Incarnation} in {Delay}, attempt {Attempt}",
                    restarting.Key,
                    restarting.Incarnation,
                    Durations.Show(restarting.Delay),
                    restarting.Attempt
                );
                break;
            case ManagerNote.RestartCancelled cancelled:
                log.Info("The restart of {ProcessKey} is cancelled", cancelled.Key);
                break;
            case ManagerNote.GivenUp given:
                log.Warning("{ProcessKey} is given up: {Reason}", given.Key, given.Reason);
                break;
            case ManagerNote.OwnerEnded ended:
                log.Info("{ProcessKey} is stopped: its owner {Owner} has ended", ended.Key, ended.Owner.Reference);
                break;
            case ManagerNote.Lost lost:
                log.Error(
                    "Lost {ProcessKey} incarnation {Incarnation}: {Detail}",
                    lost.Key,
                    lost.Incarnation,
                    lost.Detail
                );
                break;
            case ManagerNote.UnkillableLost lost:
                log.Error(
                    "Unkillable {ProcessKey} incarnation {Incarnation} has no actor any more: {Detail}",
                    lost.Key,
                    lost.Incarnation,
                    lost.Detail
                );
                break;
            case ManagerNote.ExternalBound bound:
                log.Info("External {ProcessKey} is pid {Pid}, {Name}", bound.Key, bound.Pid, bound.Name);
                break;
            case ManagerNote.ExternalLost lost:
                log.Error("Lost external {ProcessKey}: {Detail}", lost.Key, lost.Detail);
                break;
            default:
                throw new NotSupportedException($"No such note: {note.GetType().Name}");
        }
    }
}
