using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Starts, stops, losses and restarts beyond the rows of the table.</summary>
public sealed class ManagerMachineTests
{
    private const string Failed = "its actor failed; the node's log has the reason";

    private readonly ManagerRun _machine = new();

    [Fact]
    public void Should_pass_the_actor_everything_that_it_needs()
    {
        _machine.Feed(new ManagerInput.Attach(Key, Incarnation: null, Bob));
        var probe = new object();

        _machine.Feed(new ManagerInput.StartWithProbe(new StartProcess(Spec, Key), probe, Alice));

        var begin = Assert.IsType<ManagerEffect.Begin>(Assert.Single(_machine.Effects));
        Assert.Equal((1, Spec, probe), (begin.What.Incarnation, begin.What.Spec, begin.What.Lineage.Probe));
        Assert.Equal(["serve", "--token", "***"], begin.What.ShownCommand);
        Assert.Equal(Bob, begin.Consumer);
    }

    [Fact]
    public void Should_keep_the_probe_of_a_start_across_restarts()
    {
        var probe = new object();
        _machine.Feed(new ManagerInput.StartWithProbe(new StartProcess(Restarted, Key), probe, Alice));
        var run = _machine.LastBegun();
        _machine.Started(run).Exit(run, code: 1).Stop(run, code: 1);

        _machine.Feed(new ManagerInput.RestartDue(Key, _machine.State.Keys.BackOff(Key)!.Timer));

        Assert.Same(probe, _machine.State.Keys.Run(Key)!.Lineage.Probe);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Should_reject_a_start_with_callback_when_either_is_missing(bool hasStart, bool hasProbe)
    {
        var start = hasStart ? new StartProcess(Spec, Key) : null;
        _machine.Feed(new ManagerInput.StartWithProbe(start, hasProbe ? new object() : null, Alice));

        Assert.Equal(
            new CommandRejected(
                RejectReason.InvalidSpec,
                "StartProcessWithCallback: Start and Callback must not be null"
            ),
            _machine.Reply<CommandRejected>()
        );
    }

    [Fact]
    public void Should_reject_an_invalid_spec_with_every_error()
    {
        _machine.Send(new StartProcess(Spec with { Command = [], TailBytes = -1 }, Key));

        var rejected = _machine.Reply<CommandRejected>();
        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        Assert.Contains("; TailBytes", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_make_a_key_that_was_never_used()
    {
        _machine.Start(key: new ProcessKey("process-1"));
        _machine.Live(key: new ProcessKey("process-2"));

        _machine.Send(new StartProcess(Spec));
        Assert.Equal("process-3", _machine.LastBegun().Key.Value);
        _machine.Send(new StartProcess(Spec));

        Assert.Equal("process-4", _machine.LastBegun().Key.Value);
    }

    [Fact]
    public void Should_give_the_incarnation_of_a_failed_start_to_the_next()
    {
        var failed = _machine.Begin();
        _machine.Feed(new ManagerInput.NotStarted(failed, new CommandRejected(RejectReason.NotRunning, "stopped")));
        var next = _machine.Begin();

        Assert.Equal(1, _machine.State.Keys.Run(Key)!.Incarnation);
        Assert.NotEqual(failed, next);
        Assert.Equal(0, _machine.State.Counts.SpawnFailures);
    }

    [Fact]
    public void Should_count_the_outcomes_of_starts()
    {
        _machine.Feed(
            new ManagerInput.NotStarted(_machine.Begin(), new CommandRejected(RejectReason.SpawnFailed, "no"))
        );
        _machine.Live();
        var lost = _machine.Start();
        _machine.Feed(new ManagerInput.ActorEnded(lost, CallbackFault: null));
        _machine.Feed(new ManagerInput.Reaped(lost, [], Fault: null));
        _machine.Send(new GetManagerStats());

        var stats = Assert.Single(_machine.Effects.OfType<ManagerEffect.CompleteStats>()).Partial;
        Assert.Equal((2, 1, 1, 1), (stats.Started, stats.SpawnFailures, stats.Stopped, stats.Lost));
        Assert.Equal((1, 3, 0), (stats.Escalations, stats.SurvivorsKilled, stats.Restarts));
        Assert.Equal([KeyValuePair.Create(ProcessPhase.Exited, 1)], stats.ByPhase);
    }

    [Fact]
    public void Should_count_a_restart_when_it_begins()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1).Stop(run, code: 1);
        Assert.Equal(0, _machine.State.Counts.Restarts);

        _machine.Feed(new ManagerInput.RestartDue(Key, _machine.State.Keys.BackOff(Key)!.Timer));

        Assert.Equal(1, _machine.State.Counts.Restarts);
    }

    [Fact]
    public void Should_ignore_the_timer_of_an_earlier_delay()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1).Stop(run, code: 1);
        var before = _machine.State;

        _machine.Feed(new ManagerInput.RestartDue(Key, before.Keys.BackOff(Key)!.Timer - 1));

        Assert.Empty(_machine.Effects);
        Assert.Equal(before, _machine.State);
    }

    [Fact]
    public void Should_repeat_the_delays_of_a_seed_and_vary_them_without_one()
    {
        var policy = Restarted.Restart with { RandomFactor = 1 };
        var specs = new[] { 7, 7, 8, default(int?), null }.Select(seed =>
            Restarted with
            {
                Restart = policy with { Seed = seed },
            }
        );
        var delays = specs.Select((spec, number) => DelayOf(spec, new ProcessKey($"k{number}"))).ToList();

        Assert.Equal(delays[0], delays[1]);
        Assert.Equal(4, delays.Distinct().Count());
    }

    [Fact]
    public void Should_not_restart_a_stopped_process()
    {
        var run = _machine.Start(Restarted);
        _machine.Send(new StopProcess(Key)).Exit(run, code: 1).Stop(run, code: 1);

        Assert.Equal(KeyStage.Ended, _machine.State.StageOf(Key));
    }

    [Fact]
    public void Should_reject_a_stop_of_another_incarnation()
    {
        _machine.Live();
        _machine.Start();

        _machine.Send(new StopProcess(Key, Incarnation: 1), Bob);
        Assert.Equal(1, _machine.Reply<ProcessStopped>().Incarnation);
        _machine.Send(new StopProcess(Key, Incarnation: 3), Bob);

        Assert.Equal(
            new CommandRejected(RejectReason.StaleIncarnation, "target is at incarnation 2, not 3"),
            _machine.Reply<CommandRejected>()
        );
    }

    [Fact]
    public void Should_stop_the_named_incarnation()
    {
        _machine.Start();
        _machine.Send(new StopProcess(Key, Incarnation: 1), Bob);
        Assert.Equal(["Stop"], _machine.EffectNames);
    }

    [Fact]
    public void Should_keep_a_back_off_when_a_stop_names_another_incarnation()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1).Stop(run, code: 1);

        _machine.Send(new StopProcess(Key, Incarnation: 2), Bob);

        Assert.Equal(RejectReason.StaleIncarnation, _machine.Reply<CommandRejected>().Reason);
        Assert.Equal(KeyStage.BackingOff, _machine.State.StageOf(Key));
    }

    [Fact]
    public void Should_reject_a_grace_out_of_range_but_not_hold_up_a_shutdown()
    {
        var grace = TimeSpan.FromSeconds(-1);
        var run = _machine.Start();
        _machine.Send(new StopProcess(Key, Grace: grace), Bob);
        Assert.Equal(RejectReason.InvalidSpec, _machine.Reply<CommandRejected>().Reason);
        _machine.Send(new StopAllProcesses(Grace: grace), Bob);
        Assert.Equal(RejectReason.InvalidSpec, _machine.Reply<CommandRejected>().Reason);

        _machine.Send(new ShutdownManager(grace), Bob);

        Assert.Equal(
            new ManagerEffect.Stop(run, ExitCause.NodeShutdown, Force: false, Grace: null),
            Assert.Single(_machine.Effects)
        );
    }

    [Fact]
    public void Should_pass_the_grace_of_a_shutdown_to_each_process()
    {
        _machine.Start();

        _machine.Send(new ShutdownManager(Second), Bob);

        Assert.Equal(Second, Assert.IsType<ManagerEffect.Stop>(Assert.Single(_machine.Effects)).Grace);
    }

    [Fact]
    public void Should_reply_with_one_outcome_for_each_key_that_was_stopped()
    {
        var (first, second) = (_machine.Start(key: new ProcessKey("b")), _machine.Start(key: new ProcessKey("a")));
        _machine.Send(new StopAllProcesses(Force: true, Second), Bob);
        Assert.Equal(
            [
                new ManagerEffect.Stop(first, ExitCause.Requested, Force: true, Second),
                new ManagerEffect.Stop(second, ExitCause.Requested, Force: true, Second),
            ],
            _machine.Effects
        );
        _machine.Start(key: new ProcessKey("later"));
        _machine.Exit(first).Stop(first);
        Assert.DoesNotContain("Reply AllStopped to bob", _machine.EffectNames);

        _machine.Exit(second).Stop(second);

        var outcomes = _machine.Reply<AllStopped>().Outcomes.Cast<ProcessStopped>();
        Assert.Equal(["a", "b"], outcomes.Select(stopped => stopped.Key.Value));
        Assert.Empty(_machine.State.Batches);
    }

    [Fact]
    public void Should_reply_to_every_sender_of_a_shutdown_when_all_processes_have_stopped()
    {
        var run = _machine.Start();
        _machine.Send(new ShutdownManager(), Bob);
        _machine.Send(new ShutdownManager(), Carol);
        Assert.Empty(_machine.Effects);

        _machine.Exit(run).Stop(run);
        Assert.Contains("Reply ManagerStopped to bob", _machine.EffectNames);
        Assert.Contains("Reply ManagerStopped to carol", _machine.EffectNames);
        _machine.Send(new ShutdownManager());

        Assert.Single(_machine.Reply<ManagerStopped>().Outcomes);
    }

    [Theory]
    [InlineData(null, "its actor failed; the node's log has the reason; not gone after SIGKILL: 7, 8")]
    [InlineData("no", "its actor failed; the node's log has the reason; what it owned could not be ended: no")]
    public void Should_report_the_survivors_of_a_lost_process(string? fault, string detail)
    {
        var run = _machine.Start();
        _machine.Send(new WatchProcesses(), Bob);
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault.TookTooLong));
        Assert.Equal(
            CallbackFault.TookTooLong,
            _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>().CallbackFault
        );

        _machine.Feed(new ManagerInput.Reaped(run, [7, 8], fault));

        var publish = Assert.Single(_machine.Effects.OfType<ManagerEffect.Publish>());
        Assert.Equal(new ProcessLost(Key, 1, detail), publish.Event);
        Assert.Equal([Bob], publish.To);
        var shown = _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>();
        Assert.Equal((ProcessPhase.Unkillable, CallbackFault.TookTooLong), (shown.Phase, shown.CallbackFault));
    }

    [Fact]
    public void Should_reject_the_start_when_its_actor_fails_before_it_has_started()
    {
        var run = _machine.Begin();
        _machine.Feed(new ManagerInput.HeartbeatsMissed(Key, 1, CallbackFault: null));

        _machine.Feed(new ManagerInput.Reaped(run, [], Fault: null));

        Assert.Equal(
            new CommandRejected(
                RejectReason.SpawnFailed,
                "its actor did not answer three heartbeat checks",
                SpawnError.Other
            ),
            _machine.Reply<CommandRejected>()
        );
        Assert.Equal(ProcessPhase.Exited, _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>().Phase);
    }

    [Fact]
    public void Should_ignore_the_actor_of_a_lost_process()
    {
        var run = _machine.Start();
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
        var before = _machine.State;

        _machine.Exit(run);
        _machine.Feed(new ManagerInput.PhaseChanged(run, ProcessPhase.Exited));
        _machine.Feed(new ManagerInput.Emptied(run));

        Assert.Empty(_machine.Effects);
        Assert.Equal(before, _machine.State);
    }

    [Fact]
    public void Should_stop_lost_processes_when_all_are_stopped()
    {
        var run = _machine.Start();
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
        _machine.Send(new StopAllProcesses(), Bob);
        Assert.Empty(_machine.Effects);

        _machine.Feed(new ManagerInput.Reaped(run, [], Fault: null));

        Assert.IsType<ProcessLost>(Assert.Single(_machine.Reply<AllStopped>().Outcomes));
    }

    [Fact]
    public void Should_report_unkillable_processes_when_all_are_stopped()
    {
        _machine.Outlive(_machine.Start());
        _machine.Send(new StopAllProcesses(), Bob);
        var all = _machine.Reply<AllStopped>().Outcomes;
        _machine.Send(new ShutdownManager(), Bob);
        var stopped = _machine.Reply<ManagerStopped>().Outcomes;

        Assert.Equal([Pid], Assert.IsType<ProcessUnkillable>(Assert.Single(all)).Pids);
        Assert.Equal([Pid], Assert.IsType<ProcessUnkillable>(Assert.Single(stopped)).Pids);
    }

    [Fact]
    public void Should_report_an_unkillable_process_beside_those_that_are_stopped()
    {
        _machine.Outlive(_machine.Start());
        var other = _machine.Start(key: new ProcessKey("other"));
        _machine.Send(new ShutdownManager(), Bob);
        Assert.Equal([new ManagerEffect.Stop(other, ExitCause.NodeShutdown, Force: false, null)], _machine.Effects);

        _machine.Exit(other).Stop(other);

        var outcomes = _machine.Reply<ManagerStopped>().Outcomes;
        Assert.Equal(
            [typeof(ProcessStopped), typeof(ProcessUnkillable)],
            outcomes.Select(outcome => outcome.GetType())
        );
    }

    [Fact]
    public void Should_not_lose_an_unkillable_process_that_was_reported()
    {
        var run = _machine.Start();
        _machine.Outlive(run);
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault.TookTooLong));
        Assert.Equal([new ManagerEffect.Reap(run)], _machine.Effects);
        var shown = _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>();
        Assert.Equal((ProcessPhase.Unkillable, CallbackFault.TookTooLong), (shown.Phase, shown.CallbackFault));

        _machine.Feed(new ManagerInput.Reaped(run, [7], Fault: null));

        Assert.Equal([new ManagerNote.UnkillableLost(Key, 1, $"{Failed}; not gone after SIGKILL: 7")], _machine.Logged);
        Assert.Empty(_machine.EffectNames);
        Assert.Equal(0, _machine.State.Counts.Lost);
        Assert.Equal([Pid], _machine.Send(new StopProcess(Key)).Reply<ProcessUnkillable>().Pids);
        _machine.Start();
        Assert.Equal(2, _machine.State.Keys.Run(Key)!.Incarnation);
    }

    [Fact]
    public void Should_report_a_command_that_it_does_not_know()
    {
        var command = new Unknown();

        _machine.Send(command);

        Assert.Equal(new ManagerEffect.Unhandled(command, Alice), Assert.Single(_machine.Effects));
    }

    [Fact]
    public void Should_reject_an_end_of_another_kind()
    {
        var run = _machine.Start();
        var lost = new EndedProcess(
            _machine.State.Keys.Run(Key)!.Outline(ProcessPhase.Exited, ContainmentLevel.Group, _machine.Now),
            Exited: null,
            new ProcessLost(Key, 1, "")
        );

        Assert.Contains(
            "ProcessLost",
            Assert.Throws<NotSupportedException>(() => _machine.Feed(new ManagerInput.Ended(run, lost))).Message,
            StringComparison.Ordinal
        );
    }

    private TimeSpan DelayOf(ProcessSpec spec, ProcessKey key)
    {
        var run = _machine.Start(spec, key);
        _machine.Exit(run, code: 1).Stop(run, code: 1);
        return Assert.Single(_machine.Effects.OfType<ManagerEffect.Arm>()).After;
    }

    private sealed record Unknown : IManagerCommand;
}
