using System.Text;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>What happens to one process, as it is seen through its manager.</summary>
public sealed class ProcessActorTests : ManagerSpec
{
    [Fact]
    public async Task Should_publish_exited_at_once_and_stopped_when_the_set_is_empty()
    {
        var process = await StartAsync();
        var watcher = await WatcherAsync();

        process.Exit(new ProcessExit.Code(3), left: 77);

        var exited = await watcher.ExpectMsgAsync<ProcessExited>();
        Assert.Equal((new ProcessExit.Code(3), ExitCause.Exited), (exited.Exit, exited.Cause));
        Assert.Equal(ProcessPhase.Stopping, (await SettleAsync()).Phase);
        Assert.Equal(["terminate"], process.Orders);
        process.Members = [];
        await PassAsync(TimeSpan.FromMilliseconds(10));
        var stopped = await watcher.ExpectMsgAsync<ProcessStopped>();
        Assert.Equal((1, false), (stopped.SurvivorsKilled, stopped.Escalated));
        Assert.Equal(ProcessPhase.Exited, (await SettleAsync()).Phase);
        await process.Disposed;
    }

    [Fact]
    public async Task Should_terminate_it_by_the_signal_of_its_ladder()
    {
        var process = await StartAsync(Spec with { StopLadder = StopLadder.Default with { Signal = 2 } });

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();

        Assert.Equal(["terminate by 2"], process.Orders);
        process.Exit(new ProcessExit.Signal(2, CoreDumped: false));
        await ExpectMsgAsync<ProcessStopped>();
    }

    [Fact]
    public async Task Should_run_the_whole_ladder_when_a_piped_process_ignores_each_rung()
    {
        var process = await StartAsync(Spec with { Stdin = StdioMode.Piped });

        Manager.Tell(new StopProcess(Key), TestActor);
        await PassAsync(TimeSpan.FromSeconds(0.4));
        Assert.Equal(["close stdin"], process.Orders);
        await PassAsync(TimeSpan.FromSeconds(0.1));
        Assert.Equal(["close stdin", "terminate"], process.Orders);
        await PassAsync(TimeSpan.FromSeconds(1.9));
        Assert.Equal(["close stdin", "terminate"], process.Orders);
        await PassAsync(TimeSpan.FromSeconds(0.1));

        var stopped = await ExpectMsgAsync<ProcessStopped>();
        Assert.Equal(new ProcessExit.Signal(9, CoreDumped: false), stopped.Exit);
        Assert.Equal((ExitCause.Requested, true, 0), (stopped.Cause, stopped.Escalated, stopped.SurvivorsKilled));
        Assert.Equal(["kill", "close output"], process.Orders.Skip(2));
    }

    [Fact]
    public async Task Should_use_the_grace_of_the_stop()
    {
        var process = await StartAsync();

        Manager.Tell(new StopProcess(Key, Grace: TimeSpan.FromSeconds(7)), TestActor);
        await PassAsync(TimeSpan.FromSeconds(6.9));
        Assert.DoesNotContain("kill", process.Orders);
        await PassAsync(TimeSpan.FromSeconds(0.1));

        Assert.True((await ExpectMsgAsync<ProcessStopped>()).Escalated);
    }

    [Fact]
    public async Task Should_kill_at_once_when_the_stop_is_forced()
    {
        var process = await StartAsync();

        Manager.Tell(new StopProcess(Key, Force: true), TestActor);

        Assert.False((await ExpectMsgAsync<ProcessStopped>()).Escalated);
        Assert.Equal(["kill", "close output"], process.Orders);
    }

    [Fact]
    public async Task Should_reply_to_both_stops_alike_and_escalate_when_a_forced_one_joins()
    {
        var process = await StartAsync();
        var second = CreateTestProbe();

        Manager.Tell(new StopProcess(Key), TestActor);
        await SettleAsync();
        Manager.Tell(new StopProcess(Key, Force: true), second);

        var stopped = await ExpectMsgAsync<ProcessStopped>();
        Assert.Equal(stopped, await second.ExpectMsgAsync<ProcessStopped>());
        Assert.Single(process.Orders, order => order == "terminate");
        Assert.Single(process.Orders, order => order == "kill");
    }

    [Fact]
    public async Task Should_be_unkillable_after_the_deadline_and_free_the_key_when_it_ends_late()
    {
        var process = await StartAsync();
        process.Killable = false;
        var watcher = await WatcherAsync();
        var waiter = CreateTestProbe();
        Manager.Tell(new WaitForExit(Key), waiter);

        Manager.Tell(new StopProcess(Key, Force: true), TestActor);
        await PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal([process.Pid], (await ExpectMsgAsync<ProcessUnkillable>()).Pids);
        await watcher.ExpectMsgAsync<ProcessUnkillable>();
        Assert.Equal(RejectReason.NotRunning, (await waiter.ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Assert.Equal(RejectReason.AlreadyExists, (await ExpectMsgAsync<CommandRejected>()).Reason);

        process.Members = [];
        await PassAsync(TimeSpan.FromSeconds(1));
        await process.Disposed;
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Assert.Equal(2, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
    }

    [Fact]
    public async Task Should_stay_unkillable_and_free_the_key_when_a_late_search_fails()
    {
        var process = await StartAsync();
        process.Killable = false;
        var watcher = await WatcherAsync();
        Manager.Tell(new StopProcess(Key, Force: true), TestActor);
        await PassAsync(TimeSpan.FromSeconds(5));
        var unkillable = await ExpectMsgAsync<ProcessUnkillable>();
        await watcher.ExpectMsgAsync<ProcessUnkillable>();
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log, typeof(Error));

        process.Fault = new InvalidOperationException("a bug");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await log.FishForMessageAsync(message => $"{message}".Contains("has no actor", StringComparison.Ordinal));

        Manager.Tell(new StopAllProcesses(), TestActor);
        Assert.Empty((await ExpectMsgAsync<AllStopped>()).Outcomes);
        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(unkillable.Pids, (await ExpectMsgAsync<ProcessUnkillable>()).Pids);
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_end_with_cause_time_limit_when_it_outlives_its_max_time()
    {
        var process = await StartAsync(Spec with { MaxTime = TimeSpan.FromMinutes(1) });
        var watcher = await WatcherAsync();

        await PassAsync(TimeSpan.FromSeconds(59));
        Assert.Empty(process.Orders);
        await PassAsync(TimeSpan.FromSeconds(1));
        process.Exit(Terminated);

        Assert.Equal(ExitCause.TimeLimit, (await watcher.ExpectMsgAsync<ProcessExited>()).Cause);
        Assert.Equal(ExitCause.TimeLimit, (await watcher.ExpectMsgAsync<ProcessStopped>()).Cause);
    }

    [Fact]
    public async Task Should_reply_to_a_heartbeat_check_with_the_latest_sign_of_life()
    {
        var process = await StartAsync();
        var actor = await ActorAsync();
        var started = Time.GetTimestamp();

        Assert.Equal(started, await LastActivityAsync(actor));
        Clock.Advance(TimeSpan.FromSeconds(3));
        process.Writes(Time.GetTimestamp());
        Assert.Equal(started + TimeSpan.FromSeconds(3).Ticks, await LastActivityAsync(actor));
        Clock.Advance(TimeSpan.FromSeconds(3));
        Manager.Tell(new UpdateActivity(Key));
        await SettleAsync();
        Assert.Equal(started + TimeSpan.FromSeconds(6).Ticks, await LastActivityAsync(actor));
    }

    [Fact]
    public async Task Should_count_as_idle_from_the_start_when_no_source_counts()
    {
        var process = await StartAsync(Spec with { ActivitySource = ActivitySources.None });
        var actor = await ActorAsync();
        var started = Time.GetTimestamp();

        Clock.Advance(TimeSpan.FromSeconds(3));
        process.Writes(Time.GetTimestamp());
        Manager.Tell(new UpdateActivity(Key));
        await SettleAsync();

        Assert.Equal(started, await LastActivityAsync(actor));
    }

    [Fact]
    public async Task Should_only_report_when_the_watchdog_does_not_act()
    {
        var process = await StartAsync();
        var actor = await ActorAsync();
        var watcher = await WatcherAsync();
        var silent = TimeSpan.FromSeconds(31);

        actor.Tell(new WatchdogProtocol.Warn(1, silent));
        actor.Tell(new WatchdogProtocol.Terminate(1, silent, Act: false));
        actor.Tell(new WatchdogProtocol.Kill(1, silent, Act: false));

        foreach (var level in Enum.GetValues<UnresponsiveLevel>())
        {
            Assert.Equal(
                new ProcessUnresponsive(Key, 1, silent, level),
                await watcher.ExpectMsgAsync<ProcessUnresponsive>()
            );
        }

        Assert.Equal(ProcessPhase.Running, (await SettleAsync()).Phase);
        Assert.Empty(process.Orders);
    }

    [Fact]
    public async Task Should_run_the_ladder_on_terminate_and_cut_it_short_on_kill()
    {
        var process = await StartAsync();
        var actor = await ActorAsync();
        var watcher = await WatcherAsync();

        actor.Tell(new WatchdogProtocol.Terminate(1, TimeSpan.FromSeconds(36), Act: true));
        await watcher.ExpectMsgAsync<ProcessUnresponsive>();
        await SettleAsync();
        Assert.Equal(["terminate"], process.Orders);
        actor.Tell(new WatchdogProtocol.Kill(1, TimeSpan.FromSeconds(61), Act: true));
        await watcher.ExpectMsgAsync<ProcessUnresponsive>();

        Assert.Equal(ExitCause.Watchdog, (await watcher.ExpectMsgAsync<ProcessExited>()).Cause);
        Assert.Equal(ExitCause.Watchdog, (await watcher.ExpectMsgAsync<ProcessStopped>()).Cause);
    }

    [Fact]
    public async Task Should_ignore_a_command_for_another_incarnation()
    {
        var process = await StartAsync();
        var actor = await ActorAsync();

        actor.Tell(new WatchdogProtocol.Kill(2, TimeSpan.FromSeconds(61), Act: true));
        await SettleAsync();

        Assert.Empty(process.Orders);
    }

    [Fact]
    public async Task Should_deliver_the_streams_to_one_consumer()
    {
        var process = await StartAsync(Spec with { Stdin = StdioMode.Piped, Stdout = StdioMode.Piped });

        Manager.Tell(new AttachStdio(Key, 1), TestActor);
        var attached = await ExpectMsgAsync<StdioAttached>();
        Assert.Same(process.Stdout, attached.Stdout);
        Assert.Same(process.Stdin, attached.Stdin);
        Manager.Tell(new AttachStdio(Key, 1), TestActor);
        Assert.Equal(RejectReason.AlreadyExists, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new AttachStdio(Key, 2), TestActor);
        Assert.Equal(RejectReason.StaleIncarnation, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_deliver_the_streams_of_each_incarnation_before_it_is_reported_as_started()
    {
        var piped = Spec with { Stdin = StdioMode.Piped, Stdout = StdioMode.Piped, Stderr = StdioMode.Piped };
        Manager.Tell(new AttachStdio(Key), TestActor);

        foreach (var incarnation in (int[])[1, 2])
        {
            Manager.Tell(new StartProcess(piped, Key), TestActor);
            var process = await Host.NextAsync();
            var attached = await ExpectMsgAsync<StdioAttached>();
            Assert.Equal((Key, incarnation), (attached.Key, attached.Incarnation));
            Assert.Same(process.Stdout, attached.Stdout);
            Assert.Same(process.Stderr, attached.Stderr);
            Assert.Equal(incarnation, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
            process.Exit(new ProcessExit.Code(0));
            process.EndOutput();
            Manager.Tell(new StopProcess(Key), TestActor);
            await ExpectMsgAsync<ProcessStopped>();
        }
    }

    [Fact]
    public async Task Should_reject_a_second_consumer_of_each_incarnation()
    {
        Manager.Tell(new AttachStdio(Key), CreateTestProbe());
        Manager.Tell(new AttachStdio(Key), TestActor);

        Assert.Equal(RejectReason.AlreadyExists, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_reject_an_attach_when_no_stream_is_piped_or_the_key_is_unknown()
    {
        await StartAsync();

        Manager.Tell(new AttachStdio(Key, 1), TestActor);
        Assert.Equal(RejectReason.NotRunning, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new AttachStdio(new ProcessKey("other"), 1), TestActor);
        Assert.Equal(RejectReason.NotFound, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_send_a_signal_without_changing_the_phase()
    {
        var process = await StartAsync();

        Manager.Tell(new SignalProcess(Key, 10, SignalScope.Group), TestActor);
        Assert.Equal(new SignalSent(Key, 10, SignalScope.Group), await ExpectMsgAsync<SignalSent>());
        Assert.Equal(["signal 10 Group"], process.Orders);
        Assert.Equal(ProcessPhase.Running, (await SettleAsync()).Phase);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task Should_reject_a_signal_out_of_range(int signal)
    {
        var process = await StartAsync();

        Manager.Tell(new SignalProcess(Key, signal), TestActor);

        Assert.Equal(RejectReason.InvalidSpec, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Empty(process.Orders);
    }

    [Fact]
    public async Task Should_reject_a_signal_when_no_process_is_there_to_receive_it()
    {
        var process = await StartAsync();
        process.Members = [];

        Manager.Tell(new SignalProcess(Key, 10), TestActor);

        Assert.Equal(RejectReason.NotRunning, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_show_no_secret_in_snapshot_or_event()
    {
        var process = await StartAsync();
        process.StdoutText = "argument s3cr3t-argument\0 kept";
        process.StderrText = "s3cr3t-changed s3cr3t-inherited";
        var watcher = await WatcherAsync();

        var snapshot = await SettleAsync();
        Assert.Equal(["serve", "--token", "***"], snapshot.Command);
        Assert.Equal("argument ***\0 kept", Encoding.UTF8.GetString(snapshot.StdoutTail.Bytes.Span));
        process.Exit(Zero);
        Assert.Equal(
            "*** ***",
            Encoding.UTF8.GetString((await watcher.ExpectMsgAsync<ProcessExited>()).StderrTail.Bytes.Span)
        );
        Assert.Equal(
            "*** ***",
            Encoding.UTF8.GetString((await watcher.ExpectMsgAsync<ProcessStopped>()).StderrTail.Bytes.Span)
        );
    }

    [Fact]
    public async Task Should_show_age_and_idle_time_by_the_monotonic_clock()
    {
        var process = await StartAsync();
        Clock.Advance(TimeSpan.FromSeconds(10));
        process.Writes(Time.GetTimestamp());
        Clock.Advance(TimeSpan.FromSeconds(2));

        var running = await SettleAsync();
        Assert.Equal((TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(2)), (running.Age, running.IdleFor));
        Assert.Equal((process.Pid, 5), (running.Pid, running.StdinBytes));
        process.Exit(Zero);
        Manager.Tell(new StopProcess(Key), TestActor);
        await ExpectMsgAsync<ProcessStopped>();
        Clock.Advance(TimeSpan.FromSeconds(5));
        var ended = await SettleAsync();
        Assert.Equal((TimeSpan.FromSeconds(12), null), (ended.Age, ended.IdleFor));
        Assert.Equal((Zero, ExitCause.Exited), (ended.Exit, ended.Cause));
    }

    private async Task<IActorRef> ActorAsync() =>
        await Sys.ActorSelection(Manager.Path / $"p-{Key}").ResolveOne(TimeSpan.FromSeconds(20));

    private async Task<long> LastActivityAsync(IActorRef actor)
    {
        var watchdog = CreateTestProbe();
        actor.Tell(new WatchdogProtocol.HeartbeatCheck(1), watchdog);
        return (await watchdog.ExpectMsgAsync<WatchdogProtocol.Heartbeat>()).LastActivity;
    }
}
