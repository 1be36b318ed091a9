using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class ProcessMachineTests
{
    private static readonly StopSettings Plain = new(StdinPiped: false, StopLadder.Default, MaxTime: null);
    private static readonly StopSettings Piped = Plain with { StdinPiped = true };
    private static readonly ProcessExit Zero = new ProcessExit.Code(0);
    private static readonly ProcessExit Killed = new ProcessExit.Signal(9, CoreDumped: false);
    private static readonly ProcessExit Terminated = new ProcessExit.Signal(15, CoreDumped: false);

    private static readonly ProcessEffect.Probe WatchClosely = new(TimeSpan.Zero, ProcessMachine.DyingPatience);

    private static readonly ProcessInput.MembersFound Nobody = new([]);
    private static readonly ProcessInput.StopRequested Stop = new(ExitCause.Requested, Force: false);
    private static readonly ProcessInput.StopRequested ForcedStop = new(ExitCause.Requested, Force: true);

    [Fact]
    public void Should_request_the_start_when_it_begins() =>
        Assert.Equal(new ProcessEffect.Spawn(), Assert.Single(ProcessMachine.Begin(Plain).Effects));

    [Fact]
    public void Should_publish_started_and_arm_the_time_limit_when_the_exec_has_succeeded()
    {
        var run = new Run(Plain with { MaxTime = TimeSpan.FromMinutes(1) });

        run.After(new ProcessInput.Spawned())
            .Does(new ProcessEffect.ReportStarted(), new ProcessEffect.ArmTimeLimit(TimeSpan.FromMinutes(1)));
        Assert.Equal(ProcessPhase.Running, run.State.Phase);
    }

    [Fact]
    public void Should_end_as_failed_when_the_exec_has_failed()
    {
        var run = new Run(Plain);

        run.After(new ProcessInput.SpawnFailed(SpawnError.CommandNotFound, "nowhere"))
            .Does(new ProcessEffect.ReportNotStarted(SpawnError.CommandNotFound, "nowhere"));
        Assert.Equal(ProcessPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void Should_stop_without_a_signal_when_the_leader_exits_and_leaves_no_member()
    {
        var run = Running(Plain);

        run.After(new ProcessInput.LeaderExited(Zero))
            .Does(new ProcessEffect.ReportExited(Zero, ExitCause.Exited), new ProcessEffect.Probe(TimeSpan.Zero));
        run.After(Nobody)
            .Does(
                new ProcessEffect.CloseOutput(),
                new ProcessEffect.ArmStage(StopStage.Finish, ProcessMachine.LastOutput)
            );
        run.After(new ProcessInput.OutputClosed())
            .Does(new ProcessEffect.ReportStopped(Zero, ExitCause.Exited, Escalated: false, SurvivorsKilled: 0));
    }

    [Fact]
    public void Should_stop_at_once_when_the_output_has_ended_before_the_exit()
    {
        var run = Running(Plain, new ProcessInput.OutputClosed(), new ProcessInput.LeaderExited(Zero));

        run.After(Nobody).Does(new ProcessEffect.ReportStopped(Zero, ExitCause.Exited, Escalated: false, 0));
    }

    [Fact]
    public void Should_stop_when_no_consumer_reads_the_last_output()
    {
        var run = Running(Plain, new ProcessInput.LeaderExited(Zero), Nobody);

        run.After(new ProcessInput.StageElapsed(StopStage.Finish))
            .Does(new ProcessEffect.ReportStopped(Zero, ExitCause.Exited, Escalated: false, 0));
    }

    [Fact]
    public void Should_stop_remaining_members_from_the_rung_of_SIGTERM_when_the_leader_exits_by_itself()
    {
        var run = Running(Piped, new ProcessInput.OutputClosed(), new ProcessInput.LeaderExited(Zero));

        run.After(Members(7, 8))
            .Does(
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(StopStage.Terminate, StopLadder.Default.Grace),
                WatchClosely
            );
        run.After(Members(8)).Does(new ProcessEffect.Probe(ProcessMachine.FirstProbe));
        run.After(Nobody)
            .Does(new ProcessEffect.ReportStopped(Zero, ExitCause.Exited, Escalated: false, SurvivorsKilled: 2));
    }

    [Fact]
    public void Should_close_stdin_then_terminate_then_kill_when_each_rung_fails()
    {
        var run = Running(Piped);

        run.After(Stop)
            .Does(
                new ProcessEffect.CloseStdin(),
                new ProcessEffect.ArmStage(StopStage.CloseStdin, StopLadder.Default.CloseStdin)
            );
        run.After(new ProcessInput.StageElapsed(StopStage.CloseStdin))
            .Does(
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(StopStage.Terminate, StopLadder.Default.Grace)
            );
        run.After(new ProcessInput.StageElapsed(StopStage.Terminate))
            .Does(
                new ProcessEffect.KillSet(),
                new ProcessEffect.ArmStage(StopStage.Kill, StopLadder.Default.Verify),
                WatchClosely
            );
        run.After(new ProcessInput.OutputClosed(), new ProcessInput.LeaderExited(Killed));
        run.After(Nobody)
            .Does(new ProcessEffect.ReportStopped(Killed, ExitCause.Requested, Escalated: true, SurvivorsKilled: 0));
    }

    [Fact]
    public void Should_begin_at_sigterm_when_stdin_is_not_piped() =>
        Running(Plain)
            .After(Stop)
            .Does(
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(StopStage.Terminate, StopLadder.Default.Grace)
            );

    [Fact]
    public void Should_take_the_grace_of_the_stop_when_it_has_one() =>
        Running(Plain)
            .After(Stop with { Grace = TimeSpan.FromSeconds(9) })
            .Does(
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(StopStage.Terminate, TimeSpan.FromSeconds(9))
            );

    [Fact]
    public void Should_leave_out_a_rung_when_its_time_is_zero()
    {
        var ladder = StopLadder.Default with { CloseStdin = TimeSpan.Zero };

        Assert.Contains(new ProcessEffect.TerminateSet(), Running(Piped with { Ladder = ladder }).After(Stop).Last);
        Assert.Contains(
            new ProcessEffect.KillSet(),
            Running(Piped with { Ladder = ladder with { Grace = TimeSpan.Zero } }).After(Stop).Last
        );
    }

    [Fact]
    public void Should_begin_at_the_kill_when_the_signal_is_SIGKILL() =>
        Assert.Contains(
            new ProcessEffect.KillSet(),
            Running(Plain with { Ladder = StopLadder.Default with { Signal = SignalName.Kill } }).After(Stop).Last
        );

    [Fact]
    public void Should_leave_the_rung_at_once_when_the_set_is_empty()
    {
        var run = Running(Piped, new ProcessInput.OutputClosed(), Stop, new ProcessInput.LeaderExited(Zero));

        run.After(Nobody)
            .Does(new ProcessEffect.ReportStopped(Zero, ExitCause.Requested, Escalated: false, SurvivorsKilled: 0));
    }

    [Fact]
    public void Should_count_a_member_as_survivor_when_it_outlived_the_leader_and_sigterm()
    {
        var run = Running(
            Plain,
            new ProcessInput.OutputClosed(),
            Stop,
            new ProcessInput.LeaderExited(Terminated),
            Members(8, 9)
        );

        run.After(new ProcessInput.StageElapsed(StopStage.Terminate)).Does(new ProcessEffect.Probe(TimeSpan.Zero));
        run.After(Members(9));
        Assert.Contains(new ProcessEffect.KillSet(), run.Last);
        run.After(Nobody)
            .Does(
                new ProcessEffect.ReportStopped(Terminated, ExitCause.Requested, Escalated: true, SurvivorsKilled: 1)
            );
    }

    [Fact]
    public void Should_not_reach_SIGKILL_when_the_last_check_finds_no_member()
    {
        var run = Running(
            Plain,
            new ProcessInput.OutputClosed(),
            Stop,
            new ProcessInput.LeaderExited(Terminated),
            Members(9),
            new ProcessInput.StageElapsed(StopStage.Terminate)
        );

        run.After(Nobody)
            .Does(
                new ProcessEffect.ReportStopped(Terminated, ExitCause.Requested, Escalated: false, SurvivorsKilled: 0)
            );
    }

    [Fact]
    public void Should_kill_again_when_a_check_finds_new_members()
    {
        var run = Running(Plain, ForcedStop, new ProcessInput.LeaderExited(Killed));

        run.After(Members(11, 12))
            .Does(new ProcessEffect.KillSet(), new ProcessEffect.Probe(ProcessMachine.FirstProbe));
        Assert.Equal(ProcessPhase.Stopping, run.State.Phase);
    }

    [Fact]
    public void Should_check_less_often_while_members_remain_but_never_beyond_the_longest_interval()
    {
        var run = Running(Plain, Stop, new ProcessInput.LeaderExited(Zero));
        for (var i = 0; i < 20; i++)
        {
            run.After(Members(5));
        }

        Assert.Equal([new ProcessEffect.Probe(ProcessMachine.SlowestProbe)], run.Last);
    }

    [Fact]
    public void Should_be_unkillable_when_members_outlive_sigkill()
    {
        var run = Running(Plain, ForcedStop);

        run.After(new ProcessInput.StageElapsed(StopStage.Kill)).Does(new ProcessEffect.Probe(TimeSpan.Zero));
        run.After(Members(42));
        Assert.Equal([42], Assert.IsType<ProcessEffect.ReportUnkillable>(Assert.Single(run.Last)).Pids);
        Assert.Equal(ProcessPhase.Unkillable, run.State.Phase);
        run.After(new ProcessInput.LeaderExited(Killed)).Does();
    }

    [Fact]
    public void Should_cut_the_ladder_short_when_a_forced_stop_joins()
    {
        var run = Running(Plain, Stop);

        run.After(ForcedStop);
        Assert.Contains(new ProcessEffect.KillSet(), run.Last);
        run.After(ForcedStop).Does();
        run.After(new ProcessInput.OutputClosed(), new ProcessInput.LeaderExited(Killed));
        run.After(Nobody)
            .Does(new ProcessEffect.ReportStopped(Killed, ExitCause.Requested, Escalated: false, SurvivorsKilled: 0));
    }

    [Fact]
    public void Should_check_before_it_kills_when_a_forced_stop_joins_after_the_exit()
    {
        var run = Running(Plain, new ProcessInput.LeaderExited(Zero), Members(3));

        run.After(ForcedStop).Does(new ProcessEffect.Probe(TimeSpan.Zero));
        run.After(Members(3));
        Assert.Contains(new ProcessEffect.KillSet(), run.Last);
    }

    [Fact]
    public void Should_change_nothing_when_a_second_stop_joins() => Running(Plain, Stop).After(Stop).Does();

    [Theory]
    [InlineData(ExitCause.Watchdog)]
    [InlineData(ExitCause.TimeLimit)]
    [InlineData(ExitCause.Limit)]
    [InlineData(ExitCause.NodeShutdown)]
    public void Should_keep_the_cause_of_the_first_stop_when_others_join(ExitCause first)
    {
        var run = Running(Plain, new ProcessInput.StopRequested(first, Force: false), ForcedStop);

        run.After(new ProcessInput.LeaderExited(Killed))
            .Does(new ProcessEffect.ReportExited(Killed, first), WatchClosely);
    }

    [Fact]
    public void Should_run_the_ladder_and_report_the_breach_when_a_limit_is_exceeded()
    {
        var breach = new LimitBreach(LimitKind.Memory, Seen: 70, Bound: 64);
        var run = Running(Plain, new ProcessInput.OutputClosed());

        run.After(new ProcessInput.StopRequested(ExitCause.Limit, Force: false, Breach: breach))
            .Does(
                new ProcessEffect.TerminateSet(),
                new ProcessEffect.ArmStage(StopStage.Terminate, StopLadder.Default.Grace)
            );
        run.After(new ProcessInput.LeaderExited(Terminated))
            .Does(new ProcessEffect.ReportExited(Terminated, ExitCause.Limit, breach), WatchClosely);
        run.After(Nobody)
            .Does(new ProcessEffect.ReportStopped(Terminated, ExitCause.Limit, Escalated: false, 0, breach));
    }

    [Fact]
    public void Should_report_the_first_breach_when_a_second_limit_is_exceeded_during_the_stop()
    {
        var first = new LimitBreach(LimitKind.Pids, Seen: 31, Bound: 30);
        var second = new LimitBreach(LimitKind.CpuTime, Seen: 400, Bound: 300);
        var run = Running(Plain, new ProcessInput.StopRequested(ExitCause.Limit, Force: false, Breach: first));

        run.After(new ProcessInput.StopRequested(ExitCause.Limit, Force: false, Breach: second)).Does();
        run.After(new ProcessInput.LeaderExited(Killed))
            .Does(new ProcessEffect.ReportExited(Killed, ExitCause.Limit, first), WatchClosely);
    }

    [Fact]
    public void Should_report_no_breach_when_a_stop_came_first()
    {
        var breach = new LimitBreach(LimitKind.Memory, Seen: 70, Bound: 64);
        var run = Running(Plain, Stop, new ProcessInput.StopRequested(ExitCause.Limit, Force: false, Breach: breach));

        run.After(new ProcessInput.LeaderExited(Killed))
            .Does(new ProcessEffect.ReportExited(Killed, ExitCause.Requested), WatchClosely);
    }

    [Fact]
    public void Should_keep_the_real_exit_when_a_stop_races_it()
    {
        var exit = new ProcessExit.Code(3);
        var run = Running(Plain, new ProcessInput.LeaderExited(exit), Stop, new ProcessInput.OutputClosed());

        run.After(Nobody).Does(new ProcessEffect.ReportStopped(exit, ExitCause.Exited, Escalated: false, 0));
    }

    [Fact]
    public void Should_cancel_the_start_once_when_stops_overtake_it()
    {
        var run = new Run(Plain);

        run.After(new ProcessInput.StopRequested(ExitCause.NodeShutdown, Force: false))
            .Does(new ProcessEffect.CancelSpawn());
        run.After(Stop).Does();
        run.After(new ProcessInput.SpawnCancelled())
            .Does(new ProcessEffect.ReportStartCancelled(ExitCause.NodeShutdown));
        Assert.Equal(ProcessPhase.Failed, run.State.Phase);
    }

    [Fact]
    public void Should_stop_at_once_when_the_overtaken_start_has_succeeded()
    {
        var run = new Run(Plain);
        run.After(Stop, ForcedStop);

        run.After(new ProcessInput.Spawned())
            .Does(
                new ProcessEffect.ReportStarted(),
                new ProcessEffect.KillSet(),
                new ProcessEffect.ArmStage(StopStage.Kill, StopLadder.Default.Verify),
                WatchClosely
            );
        Assert.Equal(ProcessPhase.Stopping, run.State.Phase);
    }

    [Fact]
    public void Should_wait_for_the_exit_when_the_set_is_empty_before_it_is_reported()
    {
        var run = Running(Plain, new ProcessInput.OutputClosed(), ForcedStop);

        run.After(Nobody).Does(new ProcessEffect.ArmStage(StopStage.Finish, StopLadder.Default.Verify));
        run.After(new ProcessInput.LeaderExited(Killed))
            .Does(
                new ProcessEffect.ReportExited(Killed, ExitCause.Requested),
                new ProcessEffect.ReportStopped(Killed, ExitCause.Requested, Escalated: false, SurvivorsKilled: 0)
            );
    }

    [Fact]
    public void Should_report_an_unknown_exit_when_the_set_is_empty_and_the_exit_never_comes()
    {
        var run = Running(Plain, ForcedStop, Nobody);

        run.After(new ProcessInput.StageElapsed(StopStage.Finish));
        Assert.IsType<ProcessExit.Unknown>(Assert.IsType<ProcessEffect.ReportExited>(run.Last[0]).Exit);
        Assert.IsType<ProcessExit.Unknown>(Assert.IsType<ProcessEffect.ReportStopped>(run.Last[1]).Exit);
    }

    [Fact]
    public void Should_ignore_the_time_of_a_rung_that_has_been_left() =>
        Running(Piped, Stop, new ProcessInput.StageElapsed(StopStage.CloseStdin))
            .After(new ProcessInput.StageElapsed(StopStage.CloseStdin))
            .Does();

    private static ProcessInput.MembersFound Members(params int[] pids) => new(pids);

    private static Run Running(StopSettings plan, params ProcessInput[] then)
    {
        var run = new Run(plan);
        run.After(new ProcessInput.Spawned());
        return run.After(then);
    }

    private sealed class Run(StopSettings plan)
    {
        public ProcessState State { get; private set; } = ProcessMachine.Begin(plan).State;

        public IReadOnlyList<ProcessEffect> Last { get; private set; } = [];

        public Run After(params ProcessInput[] inputs)
        {
            foreach (var input in inputs)
            {
                var step = ProcessMachine.Step(State, input);
                (State, Last) = (step.State, step.Effects);
            }

            return this;
        }

        public void Does(params ProcessEffect[] effects) => Assert.Equal(effects, Last);
    }
}
