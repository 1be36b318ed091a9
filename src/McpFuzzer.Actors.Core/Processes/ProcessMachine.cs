using System.Collections.Immutable;
using McpFuzzer.Actors.Contracts.Backoff;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>A new state, and what is to be done about it.</summary>
internal readonly record struct ProcessStep(ProcessState State, ImmutableArray<ProcessEffect> Effects);

/// <summary>
/// Decides about one incarnation of a process. An input that is not in the table changes nothing.
/// <code>
/// phase     stage       input                   next                      effects
/// Starting  –           Spawned                 Running                   ReportStarted, ArmTimeLimit
/// Starting  –           Spawned, stop waiting   Stopping, first rung      ReportStarted, then the rung's
/// Starting  –           StopRequested           Starting, stop waits      CancelSpawn, once; force raises the first
/// Starting  –           SpawnFailed             Failed                    ReportNotStarted
/// Starting  –           SpawnCancelled          Failed                    ReportStartCancelled
/// Running   –           StopRequested           Stopping, first rung      the rung's
/// Running   –           LeaderExited            Stopping, Terminate due   ReportExited, Probe at once
/// Stopping  any rung    LeaderExited            Stopping, same rung       ReportExited, Probe at once, with patience
/// Stopping  any rung    members: none           Stopping, Finish          CloseOutput, ArmStage; ReportStopped at last
/// Stopping  any rung    members, a rung due     Stopping, that rung       the rung's
/// Stopping  any rung    members, none due       Stopping, same rung       Probe later; at Kill also KillSet
/// Stopping  any rung    members, GiveUp due     Unkillable                ReportUnkillable
/// Stopping  any rung    its time is over        Stopping, next rung due   the rung's; without a leader Probe at once
/// Stopping  below Kill  StopRequested by force  Stopping, Kill due        as above
/// Stopping  Finish      LeaderExited            Stopping, Finish          ReportExited, CloseOutput, ArmStage
/// Stopping  Finish      OutputClosed            Exited                    ReportStopped, after the exit
/// Stopping  Finish      its time is over        Exited                    ReportExited (unknown) if due, ReportStopped
///
/// rungs: CloseStdin (piped and not zero) → Terminate (not zero, no SIGKILL) → Kill → GiveUp; by force: Kill → GiveUp.
/// Patience: most members end within milliseconds of a signal, or of the exit of their leader.
/// </code>
/// </summary>
internal static class ProcessMachine
{
    /// <summary>
    /// How long members are checked closely after a signal, or after the exit of their leader: most end within a few
    /// milliseconds.
    /// </summary>
    internal static readonly TimeSpan DyingPatience = TimeSpan.FromMilliseconds(20);

    internal static readonly TimeSpan FirstProbe = TimeSpan.FromMilliseconds(10);
    internal static readonly TimeSpan SlowestProbe = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a consumer that does not read may delay the report that the set is empty.</summary>
    internal static readonly TimeSpan LastOutput = TimeSpan.FromMilliseconds(500);

    private static readonly ProcessEffect.Probe LookNow = new(TimeSpan.Zero);
    private static readonly ProcessEffect.Probe WatchClosely = new(TimeSpan.Zero, DyingPatience);

    public static ProcessStep Begin(StopSettings settings) =>
        Then(new ProcessState { StopSettings = settings, Grace = settings.Ladder.Grace }, new ProcessEffect.Spawn());

    public static ProcessStep Step(ProcessState state, ProcessInput input) =>
        (state.Phase, input) switch
        {
            (ProcessPhase.Starting, ProcessInput.Spawned) => Started(state),
            (ProcessPhase.Starting, ProcessInput.StopRequested stop) => HoldBack(state, stop),
            (ProcessPhase.Starting, ProcessInput.SpawnFailed failed) => Then(
                state with
                {
                    Phase = ProcessPhase.Failed,
                },
                new ProcessEffect.ReportNotStarted(failed.Error, failed.Message)
            ),
            (ProcessPhase.Starting, ProcessInput.SpawnCancelled) => Then(
                state with
                {
                    Phase = ProcessPhase.Failed,
                },
                new ProcessEffect.ReportStartCancelled(state.WaitingStop?.Cause ?? ExitCause.Requested)
            ),
            (ProcessPhase.Running, ProcessInput.StopRequested stop) => BeginStop(state, Order(stop)),
            (ProcessPhase.Running, ProcessInput.LeaderExited exited) => LeftBehind(state, exited.Exit),
            (ProcessPhase.Stopping, ProcessInput.StopRequested { Force: true }) => Raise(state),
            (ProcessPhase.Stopping, ProcessInput.LeaderExited exited) when state.LeaderLives => ExitedWhileStopping(
                state,
                exited.Exit
            ),
            (ProcessPhase.Stopping, ProcessInput.MembersFound found) when state.Stage != StopStage.Finish => Look(
                state,
                found.Pids
            ),
            (ProcessPhase.Stopping, ProcessInput.StageElapsed elapsed) when elapsed.Stage == state.Stage => TimeIsOver(
                state
            ),
            (ProcessPhase.Running or ProcessPhase.Stopping, ProcessInput.OutputClosed) => OutputClosed(state),
            _ => Then(state),
        };

    private static ProcessStep Started(ProcessState state)
    {
        ImmutableArray<ProcessEffect> reports = [new ProcessEffect.ReportStarted()];
        if (state.WaitingStop is { } stop)
        {
            var step = BeginStop(state with { WaitingStop = null }, stop);
            return step with { Effects = reports.AddRange(step.Effects) };
        }

        return Then(
            state with
            {
                Phase = ProcessPhase.Running,
            },
            state.StopSettings.MaxTime is { } limit ? reports.Add(new ProcessEffect.ArmTimeLimit(limit)) : reports
        );
    }

    private static ProcessStep HoldBack(ProcessState state, ProcessInput.StopRequested stop) =>
        state.WaitingStop is { } first
            ? Then(state with { WaitingStop = first with { Force = first.Force || stop.Force } })
            : Then(state with { WaitingStop = Order(stop) }, new ProcessEffect.CancelSpawn());

    private static StopOrder Order(ProcessInput.StopRequested stop) =>
        new(stop.Cause, stop.Force, stop.Grace, stop.Breach);

    private static ProcessStep BeginStop(ProcessState state, StopOrder stop)
    {
        var stopping = state with
        {
            Phase = ProcessPhase.Stopping,
            Cause = stop.Cause,
            Breach = stop.Breach,
            Forced = stop.Force,
            Grace = stop.Grace ?? state.StopSettings.Ladder.Grace,
        };
        return Enter(stopping, stop.Force ? StopStage.Kill : Below(stopping, StopStage.None), []);
    }

    private static ProcessStep LeftBehind(ProcessState state, ProcessExit exit) =>
        Tell(
            state with
            {
                Phase = ProcessPhase.Stopping,
                Exit = exit,
                Cause = ExitCause.Exited,
                // Only the leader reads stdin: the members that it leaves behind get the ladder from SIGTERM.
                Due = Below(state, StopStage.CloseStdin),
            },
            LookNow
        );

    private static ProcessStep ExitedWhileStopping(ProcessState state, ProcessExit exit)
    {
        var exited = state with { Exit = exit };
        if (state.Stage != StopStage.Finish)
        {
            return Tell(exited, state.Due == StopStage.None ? WatchClosely : LookNow);
        }

        var finished = Finish(exited);
        return Tell(finished.State, [.. finished.Effects]);
    }

    private static ProcessStep Raise(ProcessState state)
    {
        if (state.Forced || state.Stage is StopStage.Kill or StopStage.Finish)
        {
            return Then(state);
        }

        return MoveOn(state with { Forced = true }, StopStage.Kill);
    }

    private static ProcessStep TimeIsOver(ProcessState state) =>
        state.Stage switch
        {
            StopStage.Finish when state.Exit is { } exit => Stopped(state, exit),
            StopStage.Finish => Invented(state),
            StopStage.Kill => Then(state with { Due = StopStage.GiveUp }, LookNow),
            _ => MoveOn(state, Below(state, state.Stage)),
        };

    /// <summary>
    /// A living leader can be signalled. Without one the set is checked first, so that no signal goes to an exited
    /// process.
    /// </summary>
    private static ProcessStep MoveOn(ProcessState state, StopStage rung) =>
        state.LeaderLives ? Enter(state, rung, []) : Then(state with { Due = rung }, LookNow);

    private static ProcessStep Look(ProcessState state, IReadOnlyList<int> members)
    {
        if (members.Count == 0)
        {
            return Finish(state);
        }

        switch (state.Due)
        {
            case StopStage.GiveUp:
                return Then(
                    state with
                    {
                        Phase = ProcessPhase.Unkillable,
                    },
                    new ProcessEffect.ReportUnkillable(members)
                );
            case StopStage.None:
                var looked = state with { Looks = state.Looks + 1 };
                var probe = new ProcessEffect.Probe(ExponentialBackoff.Delay(FirstProbe, SlowestProbe, looked.Looks));
                return state.Stage == StopStage.Kill
                    ? Then(looked, new ProcessEffect.KillSet(), probe)
                    : Then(looked, probe);
            default:
                return Enter(state, state.Due, members);
        }
    }

    private static ProcessStep Enter(ProcessState state, StopStage rung, IReadOnlyList<int> members)
    {
        var entered = state with
        {
            Stage = rung,
            Due = StopStage.None,
            Looks = 0,
            Survivors = state.LeaderLives ? state.Survivors : state.Survivors.Union(members),
            Escalated = state.Escalated || (rung == StopStage.Kill && !state.Forced),
        };
        return rung switch
        {
            StopStage.CloseStdin => Then(
                entered,
                new ProcessEffect.CloseStdin(),
                new ProcessEffect.ArmStage(rung, state.StopSettings.Ladder.CloseStdin)
            ),
            StopStage.Terminate when state.LeaderLives => Then(
                entered,
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(rung, state.Grace)
            ),
            StopStage.Terminate => Then(
                entered,
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(rung, state.Grace),
                WatchClosely
            ),
            _ => Then(
                entered,
                new ProcessEffect.KillSet(),
                new ProcessEffect.ArmStage(StopStage.Kill, state.StopSettings.Ladder.Verify),
                WatchClosely
            ),
        };
    }

    private static ProcessStep Finish(ProcessState state)
    {
        var finishing = state with { Stage = StopStage.Finish, Due = StopStage.None };
        return state switch
        {
            { Exit: { } exit, OutputClosed: true } => Stopped(finishing, exit),
            { Exit: not null } => Then(
                finishing,
                new ProcessEffect.CloseOutput(),
                new ProcessEffect.ArmStage(StopStage.Finish, LastOutput)
            ),
            _ => Then(finishing, new ProcessEffect.ArmStage(StopStage.Finish, state.StopSettings.Ladder.Verify)),
        };
    }

    private static ProcessStep OutputClosed(ProcessState state)
    {
        var closed = state with { OutputClosed = true };
        return closed is { Stage: StopStage.Finish, Exit: { } exit } ? Stopped(closed, exit) : Then(closed);
    }

    private static ProcessStep Invented(ProcessState state)
    {
        var exit = new ProcessExit.Unknown("its set is empty, but its exit is unknown");
        var stopped = Stopped(state with { Exit = exit }, exit);
        return Tell(stopped.State, [.. stopped.Effects]);
    }

    private static ProcessStep Stopped(ProcessState state, ProcessExit exit) =>
        Then(
            state with
            {
                Phase = ProcessPhase.Exited,
            },
            new ProcessEffect.ReportStopped(
                exit,
                state.Cause ?? ExitCause.Exited,
                state.Escalated,
                state.Survivors.Count,
                state.Breach
            )
        );

    /// <summary>Returns the next rung that the settings do not skip.</summary>
    private static StopStage Below(ProcessState state, StopStage rung) =>
        rung switch
        {
            StopStage.None when state.StopSettings.StdinPiped && state.StopSettings.Ladder.CloseStdin > TimeSpan.Zero =>
                StopStage.CloseStdin,
            StopStage.None
            or StopStage.CloseStdin
                when state.Grace > TimeSpan.Zero && state.StopSettings.Ladder.Signal != SignalName.Kill =>
                StopStage.Terminate,
            _ => StopStage.Kill,
        };

    private static ProcessStep Tell(ProcessState state, params ImmutableArray<ProcessEffect> then) =>
        new(
            state,
            [new ProcessEffect.ReportExited(state.Exit!, state.Cause ?? ExitCause.Exited, state.Breach), .. then]
        );

    private static ProcessStep Then(ProcessState state, params ImmutableArray<ProcessEffect> effects) =>
        new(state, effects);
}
