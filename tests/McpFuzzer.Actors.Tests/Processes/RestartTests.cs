using Akka.Actor;
using Akka.TestKit;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>What follows the end of a process with a restart policy.</summary>
public sealed class RestartTests : ManagerSpec, IAsyncLifetime
{
    private static readonly ProcessKey Other = new("other");
    private static readonly ProcessExit One = new ProcessExit.Code(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly RestartPolicy Always = new()
    {
        Mode = RestartMode.Always,
        MinBackoff = Second,
        MaxBackoff = 10 * Second,
        RandomFactor = 0,
        MaxRestarts = 3,
    };

    private static readonly ProcessSpec Restarted = Spec with { Restart = Always };

    private TestProbe _all = null!;

    public RestartTests()
        : base(history: 2) { }

    public async Task InitializeAsync() => _all = await WatcherAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Should_begin_the_next_incarnation_when_the_delay_is_over()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();

        process.Exit(One);

        await watcher.ExpectMsgAsync<ProcessExited>();
        await watcher.ExpectMsgAsync<ProcessStopped>();
        Assert.Equal(
            new ProcessRestarting(Key, 1, 2, Second, Attempt: 1),
            await watcher.ExpectMsgAsync<ProcessRestarting>()
        );
        await PassAsync(TimeSpan.FromSeconds(0.9));
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromSeconds(0.1));
        var started = await watcher.ExpectMsgAsync<ProcessStarted>();
        var next = await Host.NextAsync();
        Assert.Equal((2, next.Pid, Restarted), (started.Incarnation, started.Pid, next.Spec));
        Assert.Equal(1, (await SettleAsync()).Restarts);
        var watch = await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.Watch);
        Assert.Equal(2, ((WatchdogProtocol.Watch)watch).Incarnation);
        await process.Disposed;
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_draw_the_same_delays_when_the_seed_is_the_same()
    {
        var watcher = await WatcherAsync();
        var seeded = Always with { RandomFactor = 1, Seed = 7 };
        foreach (
            var (key, policy) in new[] { (Key, seeded), (Other, seeded), (new("third"), seeded with { Seed = 8 }) }
        )
        {
            (await StartAsync(Spec with { Restart = policy }, key)).Exit(One);
        }

        List<TimeSpan> delays = [];
        for (var i = 0; i < 3; i++)
        {
            var restarting = await watcher.FishForMessageAsync(message => message is ProcessRestarting);
            delays.Add(((ProcessRestarting)restarting).Delay);
        }

        Assert.Equal(delays[0], delays[1]);
        Assert.NotEqual(delays[0], delays[2]);
    }

    [Fact]
    public async Task Should_fail_when_it_was_restarted_too_often()
    {
        var process = await StartAsync(Spec with { Restart = Always with { MaxRestarts = 2 } });
        var watcher = await WatcherAsync();
        process.Exit(One);
        (await NextAsync(Second)).Exit(One);
        (await NextAsync(2 * Second)).Exit(One);

        var failed = (ProcessFailed)await watcher.FishForMessageAsync(message => message is ProcessFailed);
        Assert.Equal(
            new ProcessFailed(Key, 3, "restarted 2 times within 00:01:00, and ended again: exit code 1"),
            failed
        );
        var shown = await SettleAsync();
        Assert.Equal((ProcessPhase.Failed, 3, 2, One), (shown.Phase, shown.Incarnation, shown.Restarts, shown.Exit));
        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(3, (await ExpectMsgAsync<ProcessStopped>()).Incarnation);
        Manager.Tell(new StartProcess(Restarted, Key), TestActor);
        Assert.Equal(4, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
        Assert.Equal(0, (await SettleAsync()).Restarts);
    }

    [Fact]
    public async Task Should_begin_the_delays_anew_after_a_stable_run()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();
        process.Exit(One);
        process = await NextAsync(Second);
        Assert.Equal(1, await AttemptAsync(watcher));

        process.Exit(One);
        process = await NextAsync(2 * Second);
        Assert.Equal(2, await AttemptAsync(watcher));
        await PassAsync(30 * Second);
        process.Exit(One);

        Assert.Equal(1, await AttemptAsync(watcher));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Should_cancel_the_restart_when_it_is_stopped(int? incarnation)
    {
        var stopped = await BackOffAsync();
        var watcher = await WatcherAsync();

        Manager.Tell(new StopProcess(Key, incarnation), TestActor);

        Assert.Same(stopped, await ExpectMsgAsync<ProcessStopped>());
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
        Assert.Same(stopped, outcomes[1]);
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_cancel_the_restart_when_the_manager_shuts_down()
    {
        var stopped = await BackOffAsync();

        Manager.Tell(new ShutdownManager(), TestActor);

        Assert.Same(stopped, Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_answer_for_the_last_incarnation_while_it_backs_off()
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
        Assert.Equal(shown, Assert.Single((await ExpectMsgAsync<ProcessList>()).Processes));
        Assert.Equal(1, (await StatsAsync()).ByPhase[ProcessPhase.BackingOff]);
    }

    [Fact]
    public async Task Should_refuse_what_needs_a_running_process_while_it_backs_off()
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
        Assert.Same(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal((ProcessPhase.Running, 2), await PhaseAsync());
    }

    [Fact]
    public async Task Should_remember_the_last_incarnation_though_the_history_has_forgotten_it()
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
        Assert.Same(stopped, await ExpectMsgAsync<ProcessStopped>());
        Assert.Equal((ProcessPhase.Exited, 1), await PhaseAsync());
    }

    [Fact]
    public async Task Should_not_restart_what_somebody_stopped()
    {
        var process = await StartAsync(Restarted);

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();
        process.Exit(One);

        await ExpectMsgAsync<ProcessStopped>();
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_not_restart_what_somebody_stopped_after_it_had_exited_by_itself()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();
        process.Exit(One, left: 7);
        await watcher.ExpectMsgAsync<ProcessExited>();

        Manager.Tell(new StopProcess(Key, Force: true), TestActor);
        await PassAsync(TimeSpan.FromMilliseconds(10));

        Assert.Equal(ExitCause.Exited, (await ExpectMsgAsync<ProcessStopped>()).Cause);
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_restart_what_the_watchdog_ended()
    {
        await StartAsync(Spec with { Restart = Always with { Mode = RestartMode.OnFailure } });
        var watcher = await WatcherAsync();
        var actor = await Sys.ActorSelection(Manager.Path / $"p-{Key}").ResolveOne(20 * Second);

        actor.Tell(new WatchdogProtocol.Kill(1, 61 * Second, Act: true));

        Assert.Equal(1, await AttemptAsync(watcher));
    }

    [Fact]
    public async Task Should_not_restart_what_was_lost()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();
        process.Fault = new InvalidOperationException("a bug of ours");

        Manager.Tell(new SignalProcess(Key, 10), TestActor);

        await ExpectMsgAsync<Status.Failure>();
        await watcher.ExpectMsgAsync<ProcessLost>();
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_not_restart_what_outlives_sigkill()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();
        process.Exit(One, left: 7);
        await watcher.ExpectMsgAsync<ProcessExited>();
        process.Killable = false;

        await PassAsync(2 * Second);
        await PassAsync(TimeSpan.FromMilliseconds(10));
        await PassAsync(5 * Second);

        await watcher.ExpectMsgAsync<ProcessUnkillable>();
        process.Members = [];
        await PassAsync(Second);
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_back_off_again_and_fail_in_the_end_when_restarts_can_not_be_started()
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
            new ProcessFailed(Key, 1, "restarted 2 times within 00:01:00, and not started again: serve: not found"),
            await watcher.ExpectMsgAsync<ProcessFailed>()
        );
        Assert.Equal((ProcessPhase.Failed, 1), await PhaseAsync());
        var stats = await StatsAsync();
        Assert.Equal((1, 2, 2), (stats.Started, stats.Restarts, stats.SpawnFailures));
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_answer_a_stop_with_the_last_end_when_it_overtakes_the_start_of_a_restart()
    {
        var stopped = await BackOffAsync();
        Host.HoldStarts = true;
        await PassAsync(Second);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();
        Assert.True(start.Cancellation.IsCancellationRequested);
        start.Cancel();

        Assert.Same(stopped, await ExpectMsgAsync<ProcessStopped>());
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

        Assert.Same(stopped, Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        await ExpectNoRestartAsync();
    }

    private async Task<ProcessStopped> BackOffAsync(RestartPolicy? policy = null)
    {
        var process = await StartAsync(Spec with { Restart = policy ?? Always });
        var watcher = await WatcherAsync();
        process.Exit(One);
        var stopped = (ProcessStopped)await watcher.FishForMessageAsync(message => message is ProcessStopped);
        await watcher.ExpectMsgAsync<ProcessRestarting>();
        return stopped;
    }

    /// <summary>The next incarnation, once its delay has passed.</summary>
    private async Task<FakeHandle> NextAsync(TimeSpan delay)
    {
        await _all.FishForMessageAsync(message => message is ProcessRestarting);
        Clock.Advance(delay);
        await _all.FishForMessageAsync(message => message is ProcessStarted);
        return await Host.NextAsync();
    }

    private static async Task<int> AttemptAsync(TestProbe watcher) =>
        ((ProcessRestarting)await watcher.FishForMessageAsync(message => message is ProcessRestarting)).Attempt;

    private async Task<(ProcessPhase Phase, int Incarnation)> PhaseAsync()
    {
        var shown = await SettleAsync();
        return (shown.Phase, shown.Incarnation);
    }

    private async Task<ManagerStats> StatsAsync()
    {
        Manager.Tell(new GetManagerStats(), TestActor);
        var message = await Watchdog.FishForMessageAsync(message => message is WatchdogProtocol.CompleteStats);
        return ((WatchdogProtocol.CompleteStats)message).Partial;
    }

    private async Task ExpectNoRestartAsync()
    {
        var watcher = await WatcherAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var probe = CreateTestProbe();
        Manager.Tell(new ListProcesses(), probe);
        Assert.DoesNotContain(
            (await probe.ExpectMsgAsync<ProcessList>()).Processes,
            shown => shown.Key == Key && shown.Phase is ProcessPhase.BackingOff or ProcessPhase.Starting
        );
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}
