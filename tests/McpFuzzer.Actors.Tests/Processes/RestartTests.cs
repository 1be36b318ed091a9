using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>What is restarted, when, and how often.</summary>
public sealed class RestartTests : RestartSpec
{
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
        Assert.Equal((2, next.Pid), (started.Incarnation, started.Pid));
        Assert.Equal(Restarted.Command, next.Spec.Command);
        Assert.Equal(Restarted.Environment, next.Spec.Environment);
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

        Dictionary<ProcessKey, TimeSpan> delays = [];
        for (var i = 0; i < 3; i++)
        {
            var restarting = (ProcessRestarting)await watcher.FishForMessageAsync(heard => heard is ProcessRestarting);
            delays.Add(restarting.Key, restarting.Delay);
        }

        Assert.Equal(delays[Key], delays[Other]);
        Assert.NotEqual(delays[Key], delays[new("third")]);
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
        Assert.Equal(new ProcessFailed(Key, 3, "restarted 2 times within 1m, and ended again: exit code 1"), failed);
        var shown = await SettleAsync();
        Assert.Equal((ProcessPhase.Failed, 3, 2, One), (shown.Phase, shown.Incarnation, shown.Restarts, shown.Exit));
        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(3, (await ExpectMsgAsync<ProcessStopped>()).Incarnation);
        Manager.Tell(new StartProcess(Restarted, Key), TestActor);
        Assert.Equal(4, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
        Assert.Equal(0, (await SettleAsync()).Restarts);
    }

    [Fact]
    public async Task Should_start_the_delays_afresh_after_a_stable_run()
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

    [Fact]
    public async Task Should_not_restart_a_process_that_was_stopped()
    {
        var process = await StartAsync(Restarted);

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();
        process.Exit(One);

        await ExpectMsgAsync<ProcessStopped>();
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_not_restart_a_process_that_exited_before_it_was_stopped()
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
    public async Task Should_restart_a_process_that_the_watchdog_ended()
    {
        await StartAsync(Spec with { Restart = Always with { Mode = RestartMode.OnFailure } });
        var watcher = await WatcherAsync();
        var actor = await Sys.ActorSelection(Manager.Path / $"p-{Key}").ResolveOne(20 * Second);

        actor.Tell(new WatchdogProtocol.Kill(1, 61 * Second, Act: true));

        Assert.Equal(1, await AttemptAsync(watcher));
    }

    [Fact]
    public async Task Should_not_restart_a_process_that_was_lost()
    {
        var process = await StartAsync(Restarted);
        var watcher = await WatcherAsync();
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new SignalProcess(Key, 10), TestActor);

        await ExpectMsgAsync<Status.Failure>();
        await watcher.ExpectMsgAsync<ProcessLost>();
        await ExpectNoRestartAsync();
    }

    [Fact]
    public async Task Should_not_restart_a_process_that_outlives_sigkill()
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
}
