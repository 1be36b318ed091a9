using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using static McpFuzzer.Actors.Core.Tests.Processes.ManagerRun;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>The rows of the machine's table, in its order.</summary>
public sealed class ManagerMachineTableTests
{
    private static readonly CommandRejected NoResources = new(RejectReason.SpawnFailed, "no", SpawnError.NoResources);

    private readonly ManagerRun _machine = new();

    [Fact]
    public void Should_begin_when_a_free_key_is_started()
    {
        _machine.Send(new StartProcess(Spec, Key));

        Is(KeyStage.Starting, "Begin");
    }

    [Fact]
    public void Should_reject_a_start_when_the_key_is_taken()
    {
        var external = _machine.Bind();
        _machine.Start();
        _machine.Send(new StartProcess(Spec, Key), Bob);
        Is(KeyStage.Live, "Reply CommandRejected to bob");
        Assert.Equal(
            new CommandRejected(RejectReason.AlreadyExists, "target has not ended"),
            _machine.Reply<CommandRejected>()
        );

        _machine.Send(new StartProcess(Spec, external.Key), Bob);

        Assert.Equal(RejectReason.AlreadyExists, _machine.Reply<CommandRejected>().Reason);
        Assert.Equal(KeyStage.External, _machine.State.StageOf(external.Key));
    }

    [Fact]
    public void Should_reject_a_start_when_the_key_backs_off()
    {
        BackOff();

        _machine.Send(new StartProcess(Spec, Key), Bob);

        Is(KeyStage.BackingOff, "Reply CommandRejected to bob");
        Assert.Equal(
            new CommandRejected(RejectReason.AlreadyExists, "target waits for its restart"),
            _machine.Reply<CommandRejected>()
        );
    }

    [Fact]
    public void Should_reply_to_the_starter_when_it_has_started()
    {
        var run = _machine.Begin();

        _machine.Started(run);

        Is(KeyStage.Live, "Reply ProcessStarted to alice", "Publish ProcessStarted", "Watch");
        Assert.Equal(
            new ManagerEffect.Watch(run, 1, Spec.Timeout, Spec.AutoKill, For: null),
            Assert.Single(_machine.Effects.OfType<ManagerEffect.Watch>())
        );
    }

    [Fact]
    public void Should_reply_to_every_waiter_when_it_could_not_be_started()
    {
        var run = _machine.Begin();
        _machine.Send(new WaitForExit(Key), Bob);
        _machine.Send(new WaitForReady(Key), Bob);
        _machine.Send(new StopProcess(Key), Carol);

        _machine.Feed(new ManagerInput.NotStarted(run, NoResources));

        Is(
            KeyStage.Ended,
            "Release",
            "Reply CommandRejected to alice",
            "Reply CommandRejected to bob",
            "Reply CommandRejected to bob",
            "Reply CommandRejected to carol"
        );
        Assert.Equal([new ManagerNote.NotStarted(Key, RejectReason.SpawnFailed, "no")], _machine.Logged);
        var replies = _machine.Effects.OfType<ManagerEffect.Reply>().Select(reply => reply.Message).ToList();
        Assert.All(replies.SkipLast(1), reply => Assert.Equal(NoResources, reply));
        Assert.Equal(new CommandRejected(RejectReason.NotRunning, "target was not started: no"), replies[^1]);
        Assert.Null(_machine.State.PresentOf(Key));
    }

    [Fact]
    public void Should_decide_on_another_restart_when_one_could_not_be_started()
    {
        var run = Restart();
        _machine.Send(new WaitForExit(Key), Bob);

        _machine.Feed(new ManagerInput.NotStarted(run, NoResources));

        Is(KeyStage.BackingOff, "Release", "Reply ProcessExited to bob", "Arm", "Publish ProcessRestarting");
    }

    [Fact]
    public void Should_give_up_when_the_last_restart_could_not_be_started()
    {
        var run = Restart();
        _machine.Feed(new ManagerInput.NotStarted(run, NoResources));
        Due();
        _machine.Send(new StopProcess(Key), Bob);
        Assert.Equal(["Stop"], _machine.EffectNames);

        _machine.Feed(new ManagerInput.NotStarted(_machine.State.Keys.Run(Key)!.Id, NoResources));

        Is(KeyStage.Ended, "Release", "Reply ProcessStopped to bob");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_hand_a_stop_to_the_actor_and_reply_with_the_end(bool hasStarted)
    {
        var run = _machine.Begin();
        if (hasStarted)
        {
            _machine.Started(run);
        }

        _machine.Send(new StopProcess(Key, Force: true, Grace: Second), Bob);

        Is(hasStarted ? KeyStage.Live : KeyStage.Starting, "Stop");
        Assert.Equal(
            new ManagerEffect.Stop(run, ExitCause.Requested, Force: true, Second),
            Assert.Single(_machine.Effects)
        );
        Assert.True(_machine.State.Keys.Run(Key)!.StopRequested);
    }

    [Fact]
    public void Should_reply_to_every_waiter_when_it_is_ready()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForReady(Key, Second), Bob);
        _machine.Send(new WaitForReady(Key), Carol);

        _machine.Happen(run, new ProcessReady(Key, 1, Second));

        Is(KeyStage.Live, "Reply ProcessReady to bob", "Disarm", "Reply ProcessReady to carol", "Publish ProcessReady");
    }

    [Fact]
    public void Should_let_a_sender_with_its_own_timeout_wait_on_when_readiness_is_late()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForReady(Key, Second), Bob);
        _machine.Send(new WaitForReady(Key), Carol);

        _machine.Happen(run, new ProcessNotReady(Key, 1, Second));
        Is(KeyStage.Live, "Reply ProcessNotReady to carol", "Publish ProcessNotReady");
        _machine.Happen(run, new ProcessReady(Key, 1, Second));

        Is(KeyStage.Live, "Reply ProcessReady to bob", "Disarm", "Publish ProcessReady");
    }

    [Fact]
    public void Should_reply_to_every_waiter_when_it_exits()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForExit(Key, Second), Bob);
        _machine.Send(new WaitForReady(Key), Carol);

        _machine.Exit(run);

        Is(
            KeyStage.LeaderExited,
            "Reply ProcessExited to bob",
            "Disarm",
            "Reply ProcessNotReady to carol",
            "Publish ProcessExited",
            "Unwatch"
        );
        Assert.Contains(new ManagerEffect.Unwatch(Key, 1), _machine.Effects);
    }

    [Fact]
    public void Should_free_the_key_and_reply_to_every_sender_of_a_stop_when_its_set_is_empty()
    {
        var run = _machine.Start();
        _machine.Send(new StopProcess(Key), Bob);
        _machine.Send(new StopAllProcesses(), Carol);
        _machine.Exit(run, cause: ExitCause.Requested);

        _machine.Stop(run, cause: ExitCause.Requested);

        Is(
            KeyStage.Ended,
            "Release",
            "Publish ProcessStopped",
            "Reply ProcessStopped to bob",
            "Reply AllStopped to carol"
        );
    }

    [Fact]
    public void Should_back_off_when_a_restart_is_due_after_its_end()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1);

        _machine.Stop(run, code: 1);

        Is(KeyStage.BackingOff, "Release", "Publish ProcessStopped", "Arm", "Publish ProcessRestarting");
        Assert.Equal([new ManagerNote.Restarting(Key, 2, Second, Attempt: 1)], _machine.Logged);
        Assert.Equal(
            new ProcessRestarting(Key, 1, 2, Second, Attempt: 1),
            _machine.Effects.OfType<ManagerEffect.Publish>().Last().Event
        );
    }

    [Fact]
    public void Should_publish_a_failure_when_it_was_restarted_too_often()
    {
        var run = Restart();
        _machine.Started(run);
        _machine.Exit(run, code: 1);
        _machine.Stop(run, code: 1);
        run = Due();
        _machine.Started(run);
        _machine.Exit(run, code: 1);

        _machine.Stop(run, code: 1);

        Is(KeyStage.Ended, "Release", "Publish ProcessStopped", "Publish ProcessFailed");
        var reason = "restarted 2 times within 1m, and ended again: exit code 1";
        Assert.Equal(new ProcessFailed(Key, 3, reason), _machine.Effects.OfType<ManagerEffect.Publish>().Last().Event);
        Assert.Equal([new ManagerNote.GivenUp(Key, reason)], _machine.Logged);
        var shown = _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>();
        Assert.Equal((ProcessPhase.Failed, 2), (shown.Phase, shown.Restarts));
    }

    [Fact]
    public void Should_keep_the_key_taken_while_members_outlive_sigkill()
    {
        var run = _machine.Start();
        _machine.Send(new StopProcess(Key), Bob);
        _machine.Send(new WaitForExit(Key), Carol);
        _machine.Outlive(run);
        Is(
            KeyStage.Unkillable,
            "Unwatch",
            "Reply CommandRejected to carol",
            "Publish ProcessUnkillable",
            "Reply ProcessUnkillable to bob"
        );
        Assert.Contains(
            new ManagerEffect.Reply(
                Carol,
                new CommandRejected(RejectReason.NotRunning, "target outlived SIGKILL; its exit is not known")
            ),
            _machine.Effects
        );

        _machine.Send(new StopProcess(Key), Bob);
        Is(KeyStage.Unkillable, "Reply ProcessUnkillable to bob");
        _machine.Send(new WaitForExit(Key), Bob);
        Is(KeyStage.Unkillable, "Reply CommandRejected to bob");
        _machine.Feed(new ManagerInput.HeartbeatsMissed(Key, 1, CallbackFault: null));
        Is(KeyStage.Unkillable);
        _machine.Feed(new ManagerInput.Emptied(run));

        Is(KeyStage.Ended, "Release");
        Assert.Equal(ProcessPhase.Unkillable, _machine.Send(new GetProcess(Key)).Reply<ProcessSnapshot>().Phase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_let_the_host_end_the_set_of_a_failed_actor(bool hasStarted)
    {
        var run = _machine.Begin();
        if (hasStarted)
        {
            _machine.Started(run);
        }

        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));

        Is(KeyStage.Lost, "Unwatch", "Reap");
        Assert.Equal(new ManagerEffect.Reap(run), _machine.Effects[^1]);
    }

    [Fact]
    public void Should_stop_an_actor_that_hangs_and_let_the_host_end_its_set()
    {
        var run = _machine.Start();
        _machine.Feed(new ManagerInput.HeartbeatsMissed(Key, 2, CallbackFault: null));
        Is(KeyStage.Live);

        _machine.Feed(new ManagerInput.HeartbeatsMissed(Key, 1, CallbackFault: null));
        Is(KeyStage.Lost, "StopActor", "Unwatch", "Reap");
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));

        Is(KeyStage.Lost);
    }

    [Fact]
    public void Should_reply_to_all_senders_and_publish_when_the_host_has_ended_a_lost_set()
    {
        var run = _machine.Start();
        _machine.Send(new WaitForExit(Key), Bob);
        _machine.Feed(new ManagerInput.ActorEnded(run, CallbackFault: null));
        _machine.Send(new StopProcess(Key), Carol);
        Is(KeyStage.Lost);

        _machine.Feed(new ManagerInput.Reaped(run, [], Fault: null));

        Is(KeyStage.Ended, "Publish ProcessLost", "Reply ProcessLost to bob", "Reply ProcessLost to carol");
        Assert.Equal(
            [new ManagerNote.Lost(Key, 1, "its actor failed; the node's log has the reason")],
            _machine.Logged
        );
    }

    [Fact]
    public void Should_begin_the_next_incarnation_when_the_delay_is_over()
    {
        BackOff();

        Due();

        Is(KeyStage.Starting, "Begin");
        var run = _machine.State.Keys.Run(Key)!;
        Assert.Equal((2, 1, null), (run.Incarnation, run.Lineage.Restarts, run.Starter));
    }

    [Fact]
    public void Should_cancel_the_restart_and_reply_with_the_last_end_when_it_is_stopped()
    {
        BackOff();

        _machine.Send(new StopProcess(Key), Bob);

        Is(KeyStage.Ended, "Disarm", "Reply ProcessStopped to bob");
        Assert.Equal([new ManagerNote.RestartCancelled(Key)], _machine.Logged);
    }

    [Fact]
    public void Should_cancel_the_restart_when_all_are_stopped()
    {
        BackOff();

        _machine.Send(new StopAllProcesses(), Bob);

        Is(KeyStage.Ended, "Disarm", "Reply AllStopped to bob");
        Assert.IsType<ProcessStopped>(Assert.Single(_machine.Reply<AllStopped>().Outcomes));
    }

    [Fact]
    public void Should_reply_to_a_stop_from_the_history_when_it_has_ended()
    {
        _machine.Live();

        _machine.Send(new StopProcess(Key), Bob);

        Is(KeyStage.Ended, "Reply ProcessStopped to bob");
    }

    [Fact]
    public void Should_reject_every_start_after_a_shutdown()
    {
        _machine.Send(new ShutdownManager(), Bob);
        Is(KeyStage.Ended, "Reply ManagerStopped to bob");

        _machine.Send(new StartProcess(Spec, Key));

        Is(KeyStage.Ended, "Reply CommandRejected to alice");
        Assert.Equal(
            new CommandRejected(RejectReason.ShuttingDown, "the node shuts down and starts nothing more"),
            _machine.Reply<CommandRejected>()
        );
    }

    private void BackOff()
    {
        var run = _machine.Start(Restarted);
        _machine.Exit(run, code: 1);
        _machine.Stop(run, code: 1);
    }

    private RunId Due()
    {
        var timer = _machine.State.Keys.BackOff(Key)!.Timer;
        return _machine.Feed(new ManagerInput.RestartDue(Key, timer)).LastBegun();
    }

    private RunId Restart()
    {
        BackOff();
        return Due();
    }

    private void Is(KeyStage stage, params string[] effects)
    {
        Assert.Equal(effects, _machine.EffectNames);
        Assert.Equal(stage, _machine.State.StageOf(Key));
    }
}
