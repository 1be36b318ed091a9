using Akka.TestKit;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Events and replies about the readiness of a process.</summary>
public sealed class ReadinessTests : ManagerSpec, IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ProcessSpec Signing = Spec with
    {
        ReadyWhen = new ReadyWhen.LineMatching("ready"),
        ReadyTimeout = 10 * Second,
    };

    private TestProbe _watcher = null!;

    public async Task InitializeAsync() => _watcher = await WatcherAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Should_be_ready_at_its_start_when_no_sign_is_required()
    {
        await StartAsync();

        await _watcher.ExpectMsgAsync<ProcessStarted>();
        Assert.Equal(new ProcessReady(Key, 1, TimeSpan.Zero), await _watcher.ExpectMsgAsync<ProcessReady>());
        Assert.True((await SettleAsync()).IsReady);
    }

    [Fact]
    public async Task Should_be_neither_ready_nor_not_ready_when_no_sign_is_required_and_it_has_not_started()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Spec, Key), TestActor);

        Assert.Null((await SettleAsync()).IsReady);
    }

    [Fact]
    public async Task Should_be_ready_when_it_shows_its_sign()
    {
        var process = await StartAsync(Signing);
        await _watcher.ExpectMsgAsync<ProcessStarted>();
        Assert.False((await SettleAsync()).IsReady);

        await PassAsync(3 * Second);
        process.ShowSign();

        Assert.Equal(new ProcessReady(Key, 1, 3 * Second), await _watcher.ExpectMsgAsync<ProcessReady>());
        Assert.True((await SettleAsync()).IsReady);
        await PassAsync(10 * Second);
        await _watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_publish_once_that_it_is_not_ready_and_still_become_ready_when_it_is_late()
    {
        var process = await StartAsync(Signing);
        await _watcher.ExpectMsgAsync<ProcessStarted>();

        await PassAsync(TimeSpan.FromSeconds(9.9));
        await _watcher.ExpectNoMsgAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromSeconds(0.1));
        Assert.Equal(new ProcessNotReady(Key, 1, 10 * Second), await _watcher.ExpectMsgAsync<ProcessNotReady>());
        await PassAsync(20 * Second);
        await _watcher.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal((false, ProcessPhase.Running), await ShownAsync());
        process.ShowSign();

        Assert.Equal(new ProcessReady(Key, 1, 30 * Second), await _watcher.ExpectMsgAsync<ProcessReady>());
        Assert.Equal((true, ProcessPhase.Running), await ShownAsync());
    }

    [Fact]
    public async Task Should_publish_that_it_is_not_ready_before_its_exit_when_it_ends_without_its_sign()
    {
        var process = await StartAsync(Signing);
        await _watcher.ExpectMsgAsync<ProcessStarted>();

        process.Exit(Zero);

        await _watcher.ExpectMsgAsync<ProcessNotReady>();
        await _watcher.ExpectMsgAsync<ProcessExited>();
        await _watcher.ExpectMsgAsync<ProcessStopped>();
    }

    [Fact]
    public async Task Should_not_be_ready_any_more_and_publish_no_event_when_it_has_ended()
    {
        var process = await StartAsync(Signing);
        process.ShowSign();
        await _watcher.FishForMessageAsync(message => message is ProcessReady);

        process.Exit(Zero);

        await _watcher.ExpectMsgAsync<ProcessExited>();
        await _watcher.ExpectMsgAsync<ProcessStopped>();
        Assert.Equal((false, ProcessPhase.Exited), await ShownAsync());
    }

    [Fact]
    public async Task Should_require_a_sign_of_each_incarnation()
    {
        var restart = new RestartPolicy
        {
            Mode = RestartMode.Always,
            MinBackoff = Second,
            RandomFactor = 0,
        };
        var process = await StartAsync(Signing with { Restart = restart });
        process.ShowSign();
        await _watcher.FishForMessageAsync(message => message is ProcessReady);
        process.Exit(Zero);
        await _watcher.FishForMessageAsync(message => message is ProcessRestarting);
        Assert.Equal(false, (await SettleAsync()).IsReady);
        Assert.IsType<ProcessNotReady>(await WaitForReadyAsync(timeout: null));

        Clock.Advance(Second);
        await _watcher.ExpectMsgAsync<ProcessStarted>();
        Assert.Equal((false, ProcessPhase.Running), await ShownAsync());
        (await Host.NextAsync()).ShowSign();

        Assert.Equal(2, (await _watcher.ExpectMsgAsync<ProcessReady>()).Incarnation);
    }

    [Fact]
    public async Task Should_reply_to_all_waiters_when_it_shows_its_sign()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Signing, Key), CreateTestProbe());
        TestProbe[] waiters = [CreateTestProbe(), CreateTestProbe()];
        Manager.Tell(new WaitForReady(Key), waiters[0]);
        Manager.Tell(new WaitForReady(Key, 20 * Second), waiters[1]);

        (await Host.NextHeldAsync()).Succeed().ShowSign();

        foreach (var waiter in waiters)
        {
            Assert.Equal(new ProcessReady(Key, 1, TimeSpan.Zero), await waiter.ExpectMsgAsync<ProcessReady>());
        }

        Assert.IsType<ProcessReady>(await WaitForReadyAsync(TimeSpan.Zero));
        Assert.IsType<ProcessReady>(await WaitForReadyAsync(timeout: null));
        await PassAsync(30 * Second);
        await waiters[1].ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_wait_for_the_timeout_of_each_command_or_else_that_of_the_spec()
    {
        var process = await StartAsync(Signing);
        var (brief, plain, patient) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Manager.Tell(new WaitForReady(Key, Second), brief);
        Manager.Tell(new WaitForReady(Key), plain);
        Manager.Tell(new WaitForReady(Key, 60 * Second), patient);

        Assert.Equal(new ProcessNotReady(Key, 1, TimeSpan.Zero), await WaitForReadyAsync(TimeSpan.Zero));
        await PassAsync(Second);
        Assert.Equal(new ProcessNotReady(Key, 1, Second), await brief.ExpectMsgAsync<ProcessNotReady>());
        await plain.ExpectNoMsgAsync(TimeSpan.Zero);
        await PassAsync(9 * Second);
        Assert.Equal(new ProcessNotReady(Key, 1, 10 * Second), await plain.ExpectMsgAsync<ProcessNotReady>());
        await patient.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal(new ProcessNotReady(Key, 1, 10 * Second), await WaitForReadyAsync(timeout: null));
        process.ShowSign();

        await patient.ExpectMsgAsync<ProcessReady>();
    }

    [Fact]
    public async Task Should_reply_to_a_waiter_when_the_process_ends()
    {
        var process = await StartAsync(Signing);
        var (plain, patient) = (CreateTestProbe(), CreateTestProbe());
        Manager.Tell(new WaitForReady(Key), plain);
        Manager.Tell(new WaitForReady(Key, 60 * Second), patient);
        await PassAsync(Second);

        process.Exit(Zero, left: 7);

        Assert.Equal(new ProcessNotReady(Key, 1, Second), await plain.ExpectMsgAsync<ProcessNotReady>());
        Assert.Equal(new ProcessNotReady(Key, 1, Second), await patient.ExpectMsgAsync<ProcessNotReady>());
        Assert.Equal(new ProcessNotReady(Key, 1, Second), await WaitForReadyAsync(timeout: null));
        process.Members = [];
        await PassAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal(new ProcessNotReady(Key, 1, Second), await WaitForReadyAsync(60 * Second));
    }

    [Fact]
    public async Task Should_reply_to_a_waiter_with_the_rejection_when_the_start_fails()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Signing, Key), CreateTestProbe());
        Manager.Tell(new WaitForReady(Key), TestActor);

        (await Host.NextHeldAsync()).Fail(SpawnError.CommandNotFound, "serve: not found");

        Assert.Equal(RejectReason.SpawnFailed, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Equal(RejectReason.NotFound, ((CommandRejected)await WaitForReadyAsync(timeout: null)).Reason);
    }

    [Fact]
    public async Task Should_reply_to_a_waiter_when_the_process_is_lost()
    {
        await StartAsync(Signing);
        Manager.Tell(new WaitForReady(Key, 60 * Second), TestActor);

        Manager.Tell(new WatchdogProtocol.HeartbeatsMissed(Key, 1), Watchdog);

        Assert.Equal(1, (await ExpectMsgAsync<ProcessNotReady>()).Incarnation);
        await _watcher.FishForMessageAsync(message => message is ProcessLost);
    }

    [Fact]
    public async Task Should_reply_to_a_waiter_when_the_process_outlives_sigkill()
    {
        var process = await StartAsync(Signing);
        process.Killable = false;
        Manager.Tell(new WaitForReady(Key, 60 * Second), TestActor);

        Manager.Tell(new StopProcess(Key, Force: true), CreateTestProbe());
        await PassAsync(5 * Second);

        await ExpectMsgAsync<ProcessNotReady>();
        await _watcher.ExpectMsgAsync<ProcessStarted>();
        await _watcher.ExpectMsgAsync<ProcessNotReady>();
        await _watcher.ExpectMsgAsync<ProcessUnkillable>();
        Assert.IsType<ProcessNotReady>(await WaitForReadyAsync(timeout: null));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(400 * 86_400)]
    public async Task Should_reject_a_wait_out_of_range(int seconds)
    {
        await StartAsync(Signing);

        var rejected = Assert.IsType<CommandRejected>(await WaitForReadyAsync(seconds * Second));

        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        Assert.Contains("Timeout = ", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_reject_a_wait_for_an_unknown_process() =>
        Assert.Equal(RejectReason.NotFound, ((CommandRejected)await WaitForReadyAsync(timeout: null)).Reason);

    private async Task<IWaitReadyReply> WaitForReadyAsync(TimeSpan? timeout)
    {
        var sender = CreateTestProbe();
        Manager.Tell(new WaitForReady(Key, timeout), sender);
        return await sender.ExpectMsgAsync<IWaitReadyReply>();
    }

    private async Task<(bool? IsReady, ProcessPhase Phase)> ShownAsync()
    {
        var shown = await SettleAsync();
        return (shown.IsReady, shown.Phase);
    }
}
