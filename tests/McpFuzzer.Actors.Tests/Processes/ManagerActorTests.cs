using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

public sealed class ManagerActorTests : ManagerSpec
{
    private static readonly ProcessKey Other = new("other");

    public ManagerActorTests()
        : base(history: 2) { }

    [Fact]
    public async Task Should_reply_to_a_start_with_the_process()
    {
        Manager.Tell(
            new StartProcess(Spec with { Timeout = TimeSpan.FromSeconds(9), AutoKill = false }, Key),
            TestActor
        );

        var started = await ExpectMsgAsync<ProcessStarted>();
        var process = await Host.NextAsync();
        Assert.Equal(new ProcessStarted(Key, 1, process.Pid, Clock.Now, ContainmentLevel.Group), started);
        var watch = await Watchdog.ExpectMsgAsync<WatchdogProtocol.Watch>();
        Assert.Equal(
            (Key, 1, TimeSpan.FromSeconds(9), false),
            (watch.Key, watch.Incarnation, watch.Timeout, watch.AutoKill)
        );
    }

    [Fact]
    public async Task Should_make_a_key_when_none_is_given()
    {
        Manager.Tell(new StartProcess(Spec), TestActor);
        Manager.Tell(new StartProcess(Spec), TestActor);

        var keys = new[] { await ExpectMsgAsync<ProcessStarted>(), await ExpectMsgAsync<ProcessStarted>() };
        Assert.NotEqual(keys[0].Key, keys[1].Key);
    }

    [Fact]
    public async Task Should_reject_a_bad_spec_with_every_error()
    {
        Manager.Tell(new StartProcess(Spec with { Command = [], TailBytes = -1 }, Key), TestActor);

        var rejected = await ExpectMsgAsync<CommandRejected>();
        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        Assert.Contains("Command:", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("TailBytes = -1:", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_reject_a_key_that_is_taken_and_accept_it_when_its_set_is_empty()
    {
        var process = await StartAsync();

        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Assert.Equal(RejectReason.AlreadyExists, (await ExpectMsgAsync<CommandRejected>()).Reason);
        var watcher = await WatcherAsync();
        process.Exit(Zero, left: 7);
        await watcher.ExpectMsgAsync<ProcessExited>();
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Assert.Equal(RejectReason.AlreadyExists, (await ExpectMsgAsync<CommandRejected>()).Reason);
        process.Members = [];
        await PassAsync(TimeSpan.FromMilliseconds(10));
        await watcher.ExpectMsgAsync<ProcessStopped>();
        Manager.Tell(new StartProcess(Spec, Key), TestActor);

        Assert.Equal(2, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
    }

    [Fact]
    public async Task Should_free_the_key_without_a_trace_when_the_start_fails()
    {
        Host.HoldStarts = true;
        var waiter = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Manager.Tell(new WaitForExit(Key), waiter);

        (await Host.NextHeldAsync()).Fail(SpawnError.CommandNotFound, "serve: not found (s3cr3t-argument)");

        var expected = new CommandRejected(
            RejectReason.SpawnFailed,
            "serve: not found (***)",
            SpawnError.CommandNotFound
        );
        Assert.Equal(expected, await ExpectMsgAsync<CommandRejected>());
        Assert.Equal(expected, await waiter.ExpectMsgAsync<CommandRejected>());
        Manager.Tell(new GetProcess(Key), TestActor);
        Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        (await Host.NextHeldAsync()).Succeed();
        Assert.Equal(1, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
    }

    [Fact]
    public async Task Should_not_mistake_the_end_of_a_failed_start_for_that_of_the_next()
    {
        Host.HoldStarts = true;
        for (var i = 0; i < 100; i++)
        {
            Manager.Tell(new StartProcess(Spec, Key), TestActor);
            (await Host.NextHeldAsync()).Fail(SpawnError.NoResources, "no");
            await ExpectMsgAsync<CommandRejected>();
        }

        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        (await Host.NextHeldAsync()).Succeed();

        await ExpectMsgAsync<ProcessStarted>();
        Assert.Equal(ProcessPhase.Running, (await SettleAsync()).Phase);
    }

    [Fact]
    public async Task Should_cancel_a_start_when_a_stop_overtakes_it()
    {
        Host.HoldStarts = true;
        var stopper = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new StopProcess(Key), stopper);
        await SettleAsync();
        Assert.True(start.Cancellation.IsCancellationRequested);
        start.Cancel();

        Assert.Equal(RejectReason.NotRunning, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Equal(RejectReason.NotRunning, (await stopper.ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_stop_the_process_when_the_cancellation_comes_too_late()
    {
        Host.HoldStarts = true;
        var stopper = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new StopProcess(Key, Force: true), stopper);
        await SettleAsync();
        var process = start.Succeed();

        await ExpectMsgAsync<ProcessStarted>();
        await stopper.ExpectMsgAsync<ProcessStopped>();
        Assert.Empty(process.Members);
    }

    [Fact]
    public async Task Should_reply_to_a_stop_from_the_history_when_it_has_ended_already()
    {
        var process = await StartAsync();
        var watcher = await WatcherAsync();
        process.Exit(Zero);
        Manager.Tell(new StopProcess(Key), TestActor);
        var first = await ExpectMsgAsync<ProcessStopped>();

        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(first, await ExpectMsgAsync<ProcessStopped>());
        Manager.Tell(new StopProcess(Key, Incarnation: 1), TestActor);
        Assert.Equal(first, await ExpectMsgAsync<ProcessStopped>());
        Manager.Tell(new StopProcess(Key, Incarnation: 9), TestActor);
        Assert.Equal(RejectReason.StaleIncarnation, (await ExpectMsgAsync<CommandRejected>()).Reason);
        await watcher.FishForMessageAsync(message => message is ProcessStopped);
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_not_touch_the_present_incarnation_when_a_stop_names_an_earlier_one()
    {
        (await StartAsync()).Exit(Zero);
        Manager.Tell(new StopProcess(Key), TestActor);
        await ExpectMsgAsync<ProcessStopped>();
        var second = await StartAsync();

        Manager.Tell(new StopProcess(Key, Incarnation: 1, Force: true), TestActor);
        Assert.Equal(1, (await ExpectMsgAsync<ProcessStopped>()).Incarnation);
        Manager.Tell(new StopProcess(Key, Incarnation: 3, Force: true), TestActor);
        Assert.Equal(RejectReason.StaleIncarnation, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Empty(second.Orders);
    }

    [Fact]
    public async Task Should_reject_a_command_that_names_no_process()
    {
        IManagerCommand[] commands =
        [
            new StopProcess(Other),
            new GetProcess(Other),
            new FindByPid(4711),
            new WaitForExit(Other),
            new SignalProcess(Other, 10),
        ];
        foreach (var command in commands)
        {
            Manager.Tell(command, TestActor);
            Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7200)]
    public async Task Should_reject_a_grace_out_of_range(int seconds)
    {
        var process = await StartAsync();

        Manager.Tell(new StopProcess(Key, Grace: TimeSpan.FromSeconds(seconds)), TestActor);

        Assert.Equal(RejectReason.InvalidSpec, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Empty(process.Orders);
    }

    [Fact]
    public async Task Should_reply_to_a_wait_at_the_exit_even_if_the_set_is_not_empty()
    {
        var process = await StartAsync();
        Manager.Tell(new WaitForExit(Key), TestActor);
        await SettleAsync();

        process.Exit(Zero, left: 5);

        Assert.Equal(Zero, (await ExpectMsgAsync<ProcessExited>()).Exit);
        Manager.Tell(new WaitForExit(Key, TimeSpan.Zero), TestActor);
        Assert.Equal(Zero, (await ExpectMsgAsync<ProcessExited>()).Exit);
        process.Members = [];
        await PassAsync(TimeSpan.FromMilliseconds(10));
        Manager.Tell(new WaitForExit(Key), TestActor);
        Assert.Equal(Zero, (await ExpectMsgAsync<ProcessExited>()).Exit);
    }

    [Fact]
    public async Task Should_time_out_a_wait_and_reply_at_once_when_the_timeout_is_zero()
    {
        var process = await StartAsync();

        Manager.Tell(new WaitForExit(Key, TimeSpan.Zero), TestActor);
        Assert.Equal(new WaitTimedOut(Key, TimeSpan.Zero), await ExpectMsgAsync<WaitTimedOut>());
        Manager.Tell(new WaitForExit(Key, TimeSpan.FromSeconds(3)), TestActor);
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(new WaitTimedOut(Key, TimeSpan.FromSeconds(3)), await ExpectMsgAsync<WaitTimedOut>());
        process.Exit(Zero);
        await SettleAsync();
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_reject_a_negative_wait()
    {
        await StartAsync();

        Manager.Tell(new WaitForExit(Key, TimeSpan.FromSeconds(-1)), TestActor);

        Assert.Equal(RejectReason.InvalidSpec, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_stop_all_with_one_outcome_each()
    {
        var first = await StartAsync();
        await StartAsync(key: Other);

        Manager.Tell(new StopAllProcesses(), TestActor);
        await SettleAsync();
        await SettleAsync(Other);
        first.Exit(Terminated);
        await ExpectNoMsgAsync(TimeSpan.Zero);
        Manager.Tell(new StopAllProcesses(Force: true), TestActor);

        for (var i = 0; i < 2; i++)
        {
            var outcomes = (await ExpectMsgAsync<AllStopped>()).Outcomes.Cast<ProcessStopped>();
            Assert.Contains(Other, outcomes.Select(stopped => stopped.Key));
        }

        Manager.Tell(new StopAllProcesses(), TestActor);
        Assert.Empty((await ExpectMsgAsync<AllStopped>()).Outcomes);
    }

    [Fact]
    public async Task Should_find_a_process_by_its_pid_while_it_runs()
    {
        var process = await StartAsync();

        Manager.Tell(new FindByPid(process.Pid), TestActor);
        Assert.Equal(Key, (await ExpectMsgAsync<ProcessSnapshot>()).Key);
        process.Exit(Zero);
        await SettleAsync();
        Manager.Tell(new FindByPid(process.Pid), TestActor);
        Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_list_by_phase_and_forget_removed_processes()
    {
        (await StartAsync()).Exit(Zero);
        Manager.Tell(new StopProcess(Key), TestActor);
        await ExpectMsgAsync<ProcessStopped>();
        await StartAsync(key: Other);

        Assert.Equal([Other, Key], await ListAsync(null));
        Assert.Equal([Other], await ListAsync(ProcessPhase.Running));
        Assert.Equal([Key], await ListAsync(ProcessPhase.Exited));
        Manager.Tell(new CleanupFinished(), TestActor);
        Assert.Equal(new CleanedUp(1), await ExpectMsgAsync<CleanedUp>());
        Assert.Equal([Other], await ListAsync(null));
        Manager.Tell(new GetProcess(Key), TestActor);
        Assert.Equal(ProcessPhase.Exited, (await ExpectMsgAsync<ProcessSnapshot>()).Phase);
    }

    [Fact]
    public async Task Should_keep_the_last_exits_only()
    {
        foreach (var key in new[] { "a", "b", "c" })
        {
            var process = await StartAsync(key: new ProcessKey(key));
            process.Exit(Zero);
            Manager.Tell(new StopProcess(new ProcessKey(key)), TestActor);
            await ExpectMsgAsync<ProcessStopped>();
        }

        Manager.Tell(new WaitForExit(new ProcessKey("a")), TestActor);
        Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new WaitForExit(new ProcessKey("b")), TestActor);
        await ExpectMsgAsync<ProcessExited>();
    }

    [Fact]
    public async Task Should_let_the_watchdog_complete_the_counts()
    {
        var process = await StartAsync();
        process.Exit(Zero, left: 8);
        await SettleAsync();
        process.Members = [];
        await PassAsync(TimeSpan.FromMilliseconds(10));
        await StartAsync(key: Other);
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Spec, new ProcessKey("failing")), TestActor);
        (await Host.NextHeldAsync()).Fail(SpawnError.Other, "no");
        await ExpectMsgAsync<CommandRejected>();

        Manager.Tell(new GetManagerStats(), TestActor);

        var complete = (WatchdogProtocol.CompleteStats)
            await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.CompleteStats);
        Assert.Equal(TestActor, complete.Sender);
        var stats = complete.Partial;
        Assert.Equal(
            (2, 1, 1, 0, 1, 0),
            (stats.Started, stats.SpawnFailures, stats.Stopped, stats.Escalations, stats.SurvivorsKilled, stats.Lost)
        );
        Assert.Equal(
            new Dictionary<ProcessPhase, int> { [ProcessPhase.Running] = 1, [ProcessPhase.Exited] = 1 },
            stats.ByPhase
        );
    }

    [Fact]
    public async Task Should_publish_to_subscribers_until_they_unwatch_or_end()
    {
        var all = await WatcherAsync();
        var one = await WatcherAsync(Other);
        var gone = await WatcherAsync();
        var unwatched = await WatcherAsync();
        Manager.Tell(new UnwatchProcesses(), unwatched);
        Watch(gone);
        Sys.Stop(gone);
        await ExpectTerminatedAsync(gone);

        var process = await StartAsync();
        process.Exit(Zero);

        await all.ExpectMsgAsync<ProcessStarted>();
        await all.ExpectMsgAsync<ProcessReady>();
        await all.ExpectMsgAsync<ProcessExited>();
        await all.ExpectMsgAsync<ProcessStopped>();
        await one.ExpectNoMsgAsync(TimeSpan.Zero);
        await unwatched.ExpectNoMsgAsync(TimeSpan.Zero);
        await StartAsync(key: Other);
        await one.ExpectMsgAsync<ProcessStarted>();
    }

    [Fact]
    public async Task Should_unwatch_a_process_at_its_exit()
    {
        var process = await StartAsync();

        process.Exit(Zero, left: 5);

        Assert.Equal(new WatchdogProtocol.Unwatch(Key, 1), await Watchdog.ExpectMsgAsync<WatchdogProtocol.Unwatch>());
    }

    [Fact]
    public async Task Should_not_restart_incarnations_of_a_key_when_one_was_forgotten()
    {
        foreach (var key in (ProcessKey[])[Key, Other, new("third")])
        {
            (await StartAsync(key: key)).Exit(Zero);
            await StopAsync(key);
        }

        Manager.Tell(new StartProcess(Spec, Key), TestActor);

        Assert.Equal(2, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
        Manager.Tell(new StopProcess(Key, Incarnation: 1, Force: true), TestActor);
        Assert.Equal(RejectReason.StaleIncarnation, (await ExpectMsgAsync<CommandRejected>()).Reason);

        async Task StopAsync(ProcessKey key)
        {
            Manager.Tell(new StopProcess(key), TestActor);
            await ExpectMsgAsync<ProcessStopped>();
        }
    }

    [Fact]
    public async Task Should_register_running_processes_again_when_the_watchdog_requests_it()
    {
        (await StartAsync()).Exit(Zero);
        await Watchdog.ExpectMsgAsync<WatchdogProtocol.Unwatch>();
        await StartAsync(key: Other);

        Manager.Tell(new WatchdogProtocol.ReRegister(), Watchdog);
        var again = await Watchdog.ExpectMsgAsync<WatchdogProtocol.Watch>();
        Assert.Equal((Other, null), (again.Key, again.Sender));
        Manager.Tell(new WatchdogProtocol.RegistrationWanted(Other, TestActor), Watchdog);
        var wanted = await Watchdog.ExpectMsgAsync<WatchdogProtocol.Watch>();
        Assert.Equal((Other, TestActor), (wanted.Key, wanted.Sender));
        Manager.Tell(new WatchdogProtocol.RegistrationWanted(Key, TestActor), Watchdog);
        Assert.Equal(RejectReason.NotRunning, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new WatchdogProtocol.RegistrationWanted(new ProcessKey("x"), TestActor), Watchdog);
        Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    private async Task<IEnumerable<ProcessKey>> ListAsync(ProcessPhase? filter)
    {
        Manager.Tell(new ListProcesses(filter), TestActor);
        return (await ExpectMsgAsync<ProcessList>()).Processes.Select(process => process.Key);
    }
}
