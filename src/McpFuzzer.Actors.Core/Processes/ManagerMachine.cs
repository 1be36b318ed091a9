using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>
/// Decides over all keys of a node: which key is which process, and who waits for what. Each start has a number of
/// its own, so an input that comes late from an earlier start changes nothing. What the table does not name changes
/// nothing.
/// <code>
/// stage             input                             next                   effects
/// Ended             StartProcess                      Starting               Begin
/// any other         StartProcess                      same                   Reply AlreadyExists
/// Starting          Happened: ProcessStarted          Live                   Reply to the starter, Publish, Watch
/// Starting          NotStarted, by command            Ended                  Release, Reply to starter and waiters
/// Starting          NotStarted, by restart            as RestartMachine says Release, Reply to all waiters
/// Starting, Live    StopProcess, StopAllProcesses     same, stop requested   Stop; the reply follows with the end
/// Live              Happened: ProcessReady, NotReady  same                   Reply to its waiters, Publish
/// Live              Happened: ProcessExited           same                   Reply to all waiters, Publish, Unwatch
/// Live              Ended: ProcessStopped             as RestartMachine says Release, Publish, Reply to all stops
/// Live              Ended: ProcessUnkillable          same, unkillable       Unwatch, Publish, Reply to all stops
/// Live, unkillable  StopProcess                       same                   Reply ProcessUnkillable
/// Live, unkillable  Emptied                           Ended                  Release
/// Starting, Live    ActorEnded, HeartbeatsMissed      Lost                   Unwatch, Reap
/// Lost              StopProcess, StopAllProcesses     same                   none; the reply follows with the loss
/// Lost              Reaped                            Ended                  Publish ProcessLost, Reply to all
/// BackingOff        RestartDue                        Starting               Begin
/// BackingOff        StopProcess, StopAllProcesses     Ended                  Disarm, Reply with the last end
/// Starting, Live    SenderEnded, of its owner         same, stop requested   Stop
/// BackingOff        SenderEnded, of its owner         Ended                  Disarm
/// Ended             StopProcess                       same                   Reply from the history
/// Ended             ExternalWanted                    External               Bind
/// External          ExternalBound                     same                   Watch, for the sender of the command
/// External          ExternalBound, of a known process Ended                  Reply AlreadyExists, Unwatch, Release
/// External          ExternalNotBound                  Ended                  Reply with the reason
/// External          ExternalHappened                  same                   Publish
/// External          ExternalEnded                     Ended                  Unwatch, Publish
/// External, bound   LetGo                             Ended                  Unwatch, Release
/// External          ActorEnded, HeartbeatsMissed      Ended                  Unwatch, Publish ProcessLost; it runs on
///
/// RestartMachine says: Restart is BackingOff, with Arm and Publish ProcessRestarting; GiveUp is Ended, with Publish
/// ProcessFailed; Rest is Ended. After ShutdownManager, which stops all like StopAllProcesses, every start is rejected.
/// </code>
/// </summary>
internal static class ManagerMachine
{
    public static ManagerStep Step(ManagerState state, ManagerInput input, Moment moment)
    {
        var turn = new ManagerTurn(state, moment);
        switch (input)
        {
            case ManagerInput.Command command:
                CarryOut(turn, command);
                break;
            case ManagerInput.StartWithProbe start:
                Starts.Start(turn, start);
                break;
            case ManagerInput.Attach attach:
                Recipients.Attach(turn, attach);
                break;
            case ManagerInput.SenderEnded ended:
                Recipients.Ended(turn, ended.Sender);
                break;
            case ManagerInput.PhaseChanged changed when Hears(turn, changed.Run) is { } run:
                turn.Put(run with { Phase = changed.Phase });
                break;
            case ManagerInput.Happened happened when Hears(turn, happened.Run) is { } run:
                Runs.Happened(turn, run with { Phase = happened.Phase }, happened.Event);
                break;
            case ManagerInput.NotStarted not when Hears(turn, not.Run) is { } run:
                Runs.NotStarted(turn, run, not.Why);
                break;
            case ManagerInput.Ended ended when Hears(turn, ended.Run) is { } run:
                Runs.Ended(turn, run, ended.Process);
                break;
            case ManagerInput.Emptied emptied when Hears(turn, emptied.Run) is { } run:
                Runs.Emptied(turn, run);
                break;
            case ManagerInput.ActorEnded ended:
                Losses.ActorEnded(turn, ended);
                break;
            case ManagerInput.HeartbeatsMissed missed:
                Losses.HeartbeatsMissed(turn, missed);
                break;
            case ManagerInput.Reaped reaped:
                Losses.Reaped(turn, reaped);
                break;
            case ManagerInput.ExitWaitElapsed elapsed:
                Waits.Elapsed(turn, elapsed);
                break;
            case ManagerInput.ReadyWaitElapsed elapsed:
                Waits.Elapsed(turn, elapsed);
                break;
            case ManagerInput.RestartDue due:
                Restarts.Due(turn, due);
                break;
            case ManagerInput.ReRegister:
                Registrations.Renew(turn);
                break;
            case ManagerInput.RegistrationWanted wanted:
                Registrations.Register(turn, wanted);
                break;
            case ManagerInput.ExternalWanted wanted:
                Externals.Register(turn, wanted);
                break;
            case ManagerInput.LetGo letGo:
                Externals.LetGo(turn, letGo.Key);
                break;
            case ManagerInput.ExternalBound bound:
                Externals.Bound(turn, bound);
                break;
            case ManagerInput.ExternalNotBound not:
                Externals.NotBound(turn, not);
                break;
            case ManagerInput.ExternalHappened happened:
                Externals.Happened(turn, happened);
                break;
            case ManagerInput.ExternalEnded ended:
                Externals.Ended(turn, ended);
                break;
            default:
                // From an actor whose process was given up, and is published as lost.
                break;
        }

        return turn.End();
    }

    private static void CarryOut(ManagerTurn turn, ManagerInput.Command input)
    {
        var (command, sender, owner) = input;
        switch (command)
        {
            case StartProcess start:
                Starts.Start(turn, start, sender, owner);
                break;
            case StopProcess stop:
                Stops.Stop(turn, stop, sender);
                break;
            case StopAllProcesses stop:
                Stops.StopAll(turn, stop, sender);
                break;
            case ShutdownManager shutdown:
                Stops.ShutDown(turn, shutdown, sender);
                break;
            case WaitForExit wait:
                Waits.ForExit(turn, wait, sender);
                break;
            case WaitForReady wait:
                Waits.ForReady(turn, wait, sender);
                break;
            case GetProcess get:
                Queries.Get(turn, get, sender);
                break;
            case FindByPid find:
                Queries.FindByPid(turn, find, sender);
                break;
            case ListProcesses list:
                Queries.List(turn, list, sender);
                break;
            case GetManagerStats:
                Queries.GetStats(turn, sender);
                break;
            case CleanupFinished:
                Queries.CleanUp(turn, sender);
                break;
            case SignalProcess signal:
                Queries.Signal(turn, signal, sender);
                break;
            case UpdateActivity update:
                Queries.UpdateActivity(turn, update, sender);
                break;
            case WatchProcesses watch:
                Recipients.Subscribe(turn, watch, sender);
                break;
            case UnwatchProcesses:
                Recipients.Unsubscribe(turn, sender);
                break;
            default:
                turn.Add(new ManagerEffect.Unhandled(command, sender));
                break;
        }
    }

    /// <summary>Returns the entry that an actor reports to, unless its process was given up.</summary>
    private static RunEntry? Hears(ManagerTurn turn, RunId id) =>
        turn.Keys.Run(id) is { LostBecause: null } run ? run : null;
}
