using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Events and replies about a process between two incarnations.</summary>
public sealed class BackOffTests : RestartSpec
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Should_cancel_the_restart_when_it_is_stopped(int? incarnation)
    {
        var stopped = await BackOffAsync();
        var watcher = await WatcherAsync();

        Manager.Tell(new StopProcess(Key, incarnation), TestActor);

        Assert.Equal(stopped, await ExpectMsgAsync<ProcessStopped>());
        await PassAsync(TimeSpan.FromMinutes(1));
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(ProcessPhase.Exited, (await SettleAsync()).Phase);
        Manager.Tell(new CleanupFinished(), TestActor);
        Assert.Equal(new CleanedUp(1), await ExpectMsgAsync<CleanedUp>());
        Manager.Tell(new StartProcess(Restarted, Key), TestActor);
        Assert.Equal(2, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
    }

    [Fact]
    public async Task Should_cancel_the_restart_when_all_are_stopped()
    {
        var stopped = await BackOffAsync();
        await StartAsync(key: Other);

        Manager.Tell(new StopAllProcesses(Force: true), TestActor);

        var outcomes = (await ExpectMsgAsync<AllStopped>()).Outcomes;
        Assert.Equal([Other, Key], outcomes.Cast<ProcessStopped>().Select(outcome => outcome.Key));
        Assert.Equal(stopped, outcomes[1]);
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_cancel_the_restart_when_the_manager_shuts_down()
    {
        var stopped = await BackOffAsync();

        Manager.Tell(new ShutdownManager(), TestActor);

        Assert.Equal(stopped, Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_reply_for_the_last_incarnation_while_it_backs_off()
    {
        var stopped = await BackOffAsync();

        Manager.Tell(new WaitForExit(Key), TestActor);
        Assert.Equal(stopped.Exit, (await ExpectMsgAsync<ProcessExited>()).Exit);
        var shown = await SettleAsync();
        Assert.Equal(
            (ProcessPhase.BackingOff, 1, 0, One),
            (shown.Phase, shown.Incarnation, shown.Restarts, shown.Exit)
        );
        Manager.Tell(new ListProcesses(ProcessPhase.BackingOff), TestActor);
        var listed = Assert.Single((await ExpectMsgAsync<ProcessList>()).Processes);
        Assert.Equal(shown.Command, listed.Command);
        Assert.Equal(shown with { Command = listed.Command, Limits = listed.Limits }, listed);
        Assert.Equal(1, (await StatsAsync()).ByPhase[ProcessPhase.BackingOff]);
    }

    [Fact]
    public async Task Should_reject_commands_that_need_a_running_process_while_it_backs_off()
    {
        var stopped = await BackOffAsync();
        (IManagerCommand Command, RejectReason Reason)[] refused =
        [
            (new StartProcess(Spec, Key), RejectReason.AlreadyExists),
            (new StopProcess(Key, Incarnation: 2), RejectReason.StaleIncarnation),
            (new SignalProcess(Key, 10), RejectReason.NotRunning),
            (new AttachStdio(Key, 1), RejectReason.NotRunning),
            (new FindByPid(1001), RejectReason.NotFound),
        ];

        foreach (var (command, reason) in refused)
        {
            Manager.Tell(command, TestActor);
            Assert.Equal(reason, (await ExpectMsgAsync<CommandRejected>()).Reason);
        }

        Manager.Tell(new CleanupFinished(), TestActor);
        Assert.Equal(new CleanedUp(0), await ExpectMsgAsync<CleanedUp>());
        await NextAsync(Second);
        Manager.Tell(new StopProcess(Key, Incarnation: 1), TestActor);
        Assert.Equal(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal((ProcessPhase.Running, 2), await PhaseAsync());
    }

    [Fact]
    public async Task Should_remember_the_last_incarnation_even_if_the_history_has_dropped_it()
    {
        var stopped = await BackOffAsync();
        foreach (var key in new[] { "a", "b", "c" })
        {
            (await StartAsync(key: new ProcessKey(key))).Exit(Zero);
            Manager.Tell(new StopProcess(new ProcessKey(key)), TestActor);
            await ExpectMsgAsync<ProcessStopped>();
        }

        Assert.Equal((ProcessPhase.BackingOff, 1), await PhaseAsync());
        Manager.Tell(new SignalProcess(Key, 10), TestActor);
        Assert.Equal(RejectReason.NotRunning, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal((ProcessPhase.Exited, 1), await PhaseAsync());
    }

    [Fact]
    public async Task Should_back_off_again_and_finally_fail_when_restarts_cannot_be_started()
    {
        await BackOffAsync(Always with { MaxRestarts = 2 });
        var watcher = await WatcherAsync();
        Host.HoldStarts = true;
        var waiter = CreateTestProbe();

        await PassAsync(Second);
        Manager.Tell(new WaitForExit(Key), waiter);
        (await Host.NextHeldAsync()).Fail(SpawnError.CommandNotFound, "serve: not found");
        Assert.Equal(
            new ProcessRestarting(Key, 1, 2, 2 * Second, Attempt: 2),
            await watcher.ExpectMsgAsync<ProcessRestarting>()
        );
        Assert.Equal(1, (await waiter.ExpectMsgAsync<ProcessExited>()).Incarnation);
        await PassAsync(2 * Second);
        (await Host.NextHeldAsync()).Fail(SpawnError.CommandNotFound, "serve: not found");

        Assert.Equal(
            new ProcessFailed(Key, 1, "restarted 2 times within 1m, and not started again: serve: not found"),
            await watcher.ExpectMsgAsync<ProcessFailed>()
        );
        Assert.Equal((ProcessPhase.Failed, 1), await PhaseAsync());
        var stats = await StatsAsync();
        Assert.Equal((1, 2, 2), (stats.Started, stats.Restarts, stats.SpawnFailures));
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_reply_to_a_stop_with_the_last_end_when_it_overtakes_the_start_of_a_restart()
    {
        var stopped = await BackOffAsync();
        Host.HoldStarts = true;
        await PassAsync(Second);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();
        Assert.True(start.Cancellation.IsCancellationRequested);
        start.Cancel();

        Assert.Equal(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal((ProcessPhase.Exited, 1), await PhaseAsync());
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_settle_a_shutdown_that_overtakes_the_start_of_a_restart()
    {
        var stopped = await BackOffAsync();
        Host.HoldStarts = true;
        await PassAsync(Second);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new ShutdownManager(), TestActor);
        await SettleAsync();
        start.Fail(SpawnError.NoResources, "no");

        Assert.Equal(stopped, Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        await ExpectNoRestartAsync();
    }
}
