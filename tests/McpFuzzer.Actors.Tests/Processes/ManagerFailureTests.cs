using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>Events and replies when a part of the runtime fails, and when all of it ends.</summary>
public sealed class ManagerFailureTests : ManagerSpec
{
    [Fact]
    public async Task Should_end_the_set_and_reply_to_all_waiters_when_the_process_actor_throws()
    {
        var process = await StartAsync();
        var watcher = await WatcherAsync();
        var waiter = CreateTestProbe();
        Manager.Tell(new WaitForExit(Key), waiter);
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new StopProcess(Key), TestActor);

        var lost = await ExpectMsgAsync<ProcessLost>();
        Assert.Equal((Key, 1), (lost.Key, lost.Incarnation));
        Assert.Equal(lost, await waiter.ExpectMsgAsync<ProcessLost>());
        Assert.Equal(lost, await watcher.ExpectMsgAsync<ProcessLost>());
        Assert.Empty(process.Members);
        Assert.Equal(1, process.Disposals);
        Manager.Tell(new StopProcess(Key), TestActor);
        Assert.Equal(lost, await ExpectMsgAsync<ProcessLost>());
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        Assert.Equal(2, (await ExpectMsgAsync<ProcessStarted>()).Incarnation);
    }

    [Fact]
    public async Task Should_reply_to_the_sender_when_the_process_actor_throws()
    {
        var process = await StartAsync();
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new SignalProcess(Key, 10), TestActor);

        Assert.Equal(process.Fault, (await ExpectMsgAsync<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task Should_notice_that_an_actor_failed_even_if_a_command_was_sent_in_its_name()
    {
        var process = await StartAsync();
        var actor = await Sys.ActorSelection(Manager.Path / $"p-{Key}").ResolveOne(TimeSpan.FromSeconds(20));
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new UnwatchProcesses(), actor);
        Manager.Tell(new WatchProcesses(), actor);
        Manager.Tell(new StopProcess(Key), TestActor);

        Assert.Equal(Key, (await ExpectMsgAsync<ProcessLost>()).Key);
    }

    [Fact]
    public async Task Should_name_the_survivors_when_a_lost_process_cannot_be_ended()
    {
        var process = await StartAsync();
        Host.LeftByReaping = [4711];
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new StopProcess(Key), TestActor);

        Assert.Contains("4711", (await ExpectMsgAsync<ProcessLost>()).Detail, StringComparison.Ordinal);
        Assert.Equal(ProcessPhase.Unkillable, (await SettleAsync()).Phase);
    }

    [Fact]
    public async Task Should_end_the_set_when_the_actor_misses_its_heartbeats()
    {
        var process = await StartAsync();
        var watcher = await WatcherAsync();

        Manager.Tell(new WatchdogProtocol.HeartbeatsMissed(Key, 2), Watchdog);
        Manager.Tell(new WatchdogProtocol.HeartbeatsMissed(Key, 1), Watchdog);

        Assert.Contains("heartbeat", (await watcher.ExpectMsgAsync<ProcessLost>()).Detail, StringComparison.Ordinal);
        Assert.Empty(process.Members);
        await watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_reap_a_process_that_starts_after_its_actor_has_stopped()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Spec, Key), TestActor);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new WatchdogProtocol.HeartbeatsMissed(Key, 1), Watchdog);
        await SettleAsync();
        var process = start.Succeed();

        Assert.Equal(RejectReason.SpawnFailed, (await ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.Empty(process.Members);
        await process.Disposed;
    }

    [Fact]
    public async Task Should_reject_the_start_when_the_host_itself_fails()
    {
        Host.HoldStarts = true;
        Manager.Tell(new StartProcess(Spec, Key), TestActor);

        (await Host.NextHeldAsync()).Fault(new InvalidOperationException("a bug"));

        Assert.Equal(RejectReason.SpawnFailed, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_stop_all_processes_and_reject_starts_when_it_shuts_down()
    {
        var process = await StartAsync();
        var watcher = await WatcherAsync();
        var late = CreateTestProbe();

        Manager.Tell(new ShutdownManager(), TestActor);
        Manager.Tell(new StartProcess(Spec), late);
        Assert.Equal(RejectReason.ShuttingDown, (await late.ExpectMsgAsync<CommandRejected>()).Reason);
        Manager.Tell(new ShutdownManager(), late);
        await SettleAsync();
        process.Exit(Terminated);

        var stopped = Assert.IsType<ProcessStopped>(Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        Assert.Equal((ExitCause.NodeShutdown, Terminated), (stopped.Cause, stopped.Exit));
        Assert.Single((await late.ExpectMsgAsync<ManagerStopped>()).Outcomes);
        Assert.Equal(ExitCause.NodeShutdown, (await watcher.ExpectMsgAsync<ProcessExited>()).Cause);
        Manager.Tell(new ShutdownManager(), TestActor);
        Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes);
        Manager.Tell(new StartProcess(Spec), TestActor);
        Assert.Equal(RejectReason.ShuttingDown, (await ExpectMsgAsync<CommandRejected>()).Reason);
    }

    [Fact]
    public async Task Should_settle_a_start_in_flight_when_it_shuts_down()
    {
        Host.HoldStarts = true;
        var starter = CreateTestProbe();
        Manager.Tell(new StartProcess(Spec, Key), starter);
        var start = await Host.NextHeldAsync();

        Manager.Tell(new ShutdownManager(), TestActor);
        await SettleAsync();
        Assert.True(start.Cancellation.IsCancellationRequested);
        start.Cancel();

        Assert.Equal(RejectReason.ShuttingDown, (await starter.ExpectMsgAsync<CommandRejected>()).Reason);
        Assert.IsType<CommandRejected>(Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
    }

    [Fact]
    public async Task Should_finish_the_shutdown_when_a_process_is_lost_during_it()
    {
        var process = await StartAsync();
        process.Fault = new InvalidOperationException("a bug");

        Manager.Tell(new ShutdownManager(), TestActor);

        Assert.IsType<ProcessLost>(Assert.Single((await ExpectMsgAsync<ManagerStopped>()).Outcomes));
        Assert.Empty(process.Members);
    }

    [Fact]
    public async Task Should_reap_its_processes_when_the_manager_itself_is_stopped()
    {
        var process = await StartAsync();

        Sys.Stop(Manager);

        await process.Disposed.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(process.Members);
    }
}
