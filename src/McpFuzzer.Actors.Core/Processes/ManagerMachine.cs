using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>
/// Decides over all keys of a node: which key is which process, and who waits for what. Each start has a number of
/// its own, so an input that comes late from an earlier start changes nothing. An input that the table does not name
/// for the stage of its key changes nothing.
/// <code>
/// stage            input                          next                 effects
/// Ended            StartProcess                   Starting             Begin
/// Ended            ExternalWanted                 Binding              Bind
/// Ended            StopProcess                    same                 Reply from the history, or NotFound
/// any other        StartProcess                   same                 Reply AlreadyExists
/// Starting         Happened: ProcessStarted       Live                 Reply to the starter, Publish, Watch
/// Starting         NotStarted, by command         Ended                Release, Reply to starter, waits and stops
/// Starting         NotStarted, by restart         see RestartMachine   Release, Reply to waits and stops
/// Live             PhaseChanged                   same                 none; queries show the phase
/// Live             Happened: ProcessReady         same                 Reply to ready waits, Publish
/// Live             Happened: ProcessNotReady      same                 Reply to ready waits without timeout, Publish
/// Live             Happened: ProcessExited        LeaderExited         Reply to waits, Publish, Unwatch
/// LeaderExited     Ended: ProcessStopped          see RestartMachine   Release, Publish, Reply to stops
/// started          Happened: ProcessUnresponsive  same                 Publish
/// started          Ended: ProcessUnkillable       Unkillable           Unwatch, Reply to waits, Publish, Reply to rest
/// active           StopProcess, owner ended       same, stop requested Stop; the reply follows with the end
/// active           ActorEnded                     Lost                 Unwatch, Reap
/// active           HeartbeatsMissed               Lost                 StopActor, Unwatch, Reap
/// Unkillable       StopProcess                    same                 Reply ProcessUnkillable
/// Unkillable       Emptied                        Ended                Release
/// Unkillable       ActorEnded                     Lost, unkillable     Reap
/// Lost             StopProcess, owner ended       same, stop requested none; the reply follows with the loss
/// Lost             Reaped                         Ended                Reply to starter, Publish, Reply to all others
/// Lost, unkillable StopProcess                    same                 Reply ProcessUnkillable
/// Lost, unkillable Reaped                         Ended                none; ProcessUnkillable was its end
/// BackingOff       RestartDue                     Starting             Begin
/// BackingOff       StopProcess                    Ended                Disarm, Reply with the last end
/// BackingOff       owner ended                    Ended                Disarm
/// any              StopProcess, other incarnation same                 Reply from the history, or StaleIncarnation
/// Binding          ExternalBound                  External             Watch, which replies to the sender
/// Binding          ExternalBound, known process   Ended                Reply AlreadyExists, Unwatch, Release
/// Binding          ExternalNotBound               Ended                Reply with the reason
/// Binding          ActorEnded                     Ended                ReplyFailure
/// Binding          StopProcess                    same                 Reply NotFound
/// External         StopProcess                    same                 Reply NotFound
/// External         ExternalHappened               same                 Publish; first Unwatch at ProcessUnkillable
/// External         ExternalEnded                  Ended                Unwatch, Publish
/// External         LetGo                          Ended                Unwatch, Release
/// External         ActorEnded                     Ended                Unwatch, Publish ProcessLost
/// External         HeartbeatsMissed               Ended                StopActor, Unwatch, Publish ProcessLost
/// </code>
/// Started is Live or LeaderExited; active is Starting or started. SenderEnded tells that an owner ended, and ends the
/// subscriptions of any sender. The decision of RestartMachine is Restart (BackingOff, with Arm and Publish
/// ProcessRestarting), GiveUp (Ended, with Publish ProcessFailed) or Rest (Ended). StopAllProcesses and
/// ShutdownManager stop each key as StopProcess does, and reply when each has its outcome. After ShutdownManager,
/// StartProcess and ExternalWanted are rejected.
/// <para>
/// The other inputs move no key from its stage. WaitForExit and WaitForReady reply at once, or later, with Arm for a
/// timeout that feeds ExitWaitElapsed or ReadyWaitElapsed: Reply. GetProcess, FindByPid, SignalProcess, UpdateActivity
/// and Attach go to the actor while there is one: Forward, Attach. ListProcesses: Gather. GetManagerStats:
/// CompleteStats. CleanupFinished: Reply. WatchProcesses: Monitor, Reply. UnwatchProcesses: Unmonitor. ReRegister:
/// Watch, for what is Live or External. RegistrationWanted: Watch for what is Live, or Reply NotRunning. A command of
/// another kind: Unhandled.
/// </para>
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
            case ManagerInput.PhaseChanged changed when turn.Keys.Run(changed.Run) is { Stage: KeyStage.Live } run:
                turn.Put(run with { Phase = changed.Phase });
                break;
            case ManagerInput.Happened happened when turn.Keys.Run(happened.Run) is { } run:
                Runs.Happened(turn, run with { Phase = happened.Phase }, happened.Event);
                break;
            case ManagerInput.NotStarted not when turn.Keys.Run(not.Run) is { Stage: KeyStage.Starting } run:
                Runs.NotStarted(turn, run, not.Why);
                break;
            case ManagerInput.Ended ended when turn.Keys.Run(ended.Run) is { } run:
                Runs.Ended(turn, run, ended.Process);
                break;
            case ManagerInput.Emptied emptied when turn.Keys.Run(emptied.Run) is { Stage: KeyStage.Unkillable } run:
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
            case ManagerInput.ExternalBound bound when turn.Keys.External(bound.Run) is { IsBound: false } external:
                Externals.Bound(turn, external, bound.Identity);
                break;
            case ManagerInput.ExternalNotBound not when turn.Keys.External(not.Run) is { IsBound: false } external:
                Externals.NotBound(turn, external, not.Why);
                break;
            case ManagerInput.ExternalHappened happened when Bound(turn, happened.Run) is { } external:
                Externals.Happened(turn, external, happened.Event);
                break;
            case ManagerInput.ExternalEnded ended when Bound(turn, ended.Run) is { } external:
                Externals.Ended(turn, external, ended.Exited);
                break;
            case ManagerInput.LetGo letGo when turn.Keys.External(letGo.Key) is { IsBound: true } external:
                Externals.Release(turn, external);
                break;
            default:
                // The stage of its key does not expect it.
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

    private static ExternalEntry? Bound(ManagerTurn turn, RunId id) =>
        turn.Keys.External(id) is { IsBound: true } external ? external : null;
}
