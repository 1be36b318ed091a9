using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorEndTests : ExecutorKit
{
    [Fact]
    public async Task Should_cancel_a_running_operation_on_request_and_reply_when_it_has_ended()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation(heedsCancellation: true);
        Execute(executor, "a", operation);
        await operation.BegunAsync();

        executor.Tell(new CancelOperation(new RequestId("a")));

        var completed = ExpectCompleted("a");
        Assert.Equal((new OperationOutcome.Cancelled(Abandoned: false), 1), (completed.Outcome, completed.Attempts));
        Assert.Equal(1, Stats(executor).Cancelled);
    }

    [Fact]
    public async Task Should_cancel_a_waiting_operation_without_running_it()
    {
        var executor = NewExecutor("max-concurrency = 1");
        var running = new SteeredOperation();
        var waiting = new SteeredOperation();
        Execute(executor, "running", running);
        await running.BegunAsync();
        Execute(executor, "waiting", waiting);

        executor.Tell(new CancelOperation(new RequestId("waiting")));

        var completed = ExpectCompleted("waiting");
        Assert.Equal((new OperationOutcome.Cancelled(Abandoned: false), 0), (completed.Outcome, completed.Attempts));
        running.Return();
        ExpectCompleted("running");
        Assert.False(waiting.HasBegun());
    }

    [Fact]
    public async Task Should_abandon_an_operation_that_ignores_a_cancellation_after_a_second()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        Execute(executor, "a", operation);
        await operation.BegunAsync();
        executor.Tell(new CancelOperation(new RequestId("a")));
        SettleAll(executor);

        AdvanceAndSettle(executor, Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), (Stats(executor).Running, Stats(executor).Abandoned));
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(1));

        Assert.Equal(new OperationOutcome.Cancelled(Abandoned: true), ExpectCompleted("a").Outcome);
        Assert.Equal((0, 1), (Stats(executor).Running, Stats(executor).Abandoned));
    }

    [Fact]
    public async Task Should_wait_then_cancel_and_end_at_its_bound_when_it_is_shut_down()
    {
        var executor = NewExecutor("max-concurrency = 3");
        WorkerCount = 3;
        var ends = new SteeredOperation();
        var heeds = new SteeredOperation(heedsCancellation: true);
        var ignores = new SteeredOperation();
        Execute(executor, "ends", ends);
        Execute(executor, "heeds", heeds);
        Execute(executor, "ignores", ignores);
        await Task.WhenAll(ends.BegunAsync(), heeds.BegunAsync(), ignores.BegunAsync());
        Execute(executor, "waits", new SteeredOperation(heedsCancellation: true));
        var probe = CreateTestProbe();
        var second = CreateTestProbe();

        executor.Tell(new ShutdownExecutor(), probe);
        executor.Tell(new ShutdownExecutor(60 * Second), second);
        Execute(executor, "late", new SteeredOperation());
        ExpectRejected("late", RejectReason.ShuttingDown);
        ends.Return();
        ExpectCompleted("ends");
        AdvanceAndSettle(executor, 5 * Second);
        Assert.Equal(
            ["heeds", "waits"],
            ReceiveN(2).Cast<OperationCompleted>().Select(completed => completed.RequestId.Value).Order()
        );
        Assert.False(probe.HasMessages);
        AdvanceAndSettle(executor, Second);

        Assert.Equal(new OperationOutcome.Cancelled(Abandoned: true), ExpectCompleted("ignores").Outcome);
        var stopped = new ExecutorStopped(Finished: 1, Cancelled: 3, Abandoned: 1);
        probe.ExpectMsg(stopped);
        second.ExpectMsg(stopped);
        executor.Tell(new ShutdownExecutor(), probe);
        probe.ExpectMsg(stopped);
    }

    [Fact]
    public async Task Should_end_sooner_when_a_second_shutdown_waits_less()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation(heedsCancellation: true);
        Execute(executor, "a", operation);
        await operation.BegunAsync();
        executor.Tell(new ShutdownExecutor(60 * Second), TestActor);
        executor.Tell(new ShutdownExecutor(Second), TestActor);
        Settle(executor);

        AdvanceAndSettle(executor, Second);

        ExpectCompleted("a");
        ExpectMsg(new ExecutorStopped(0, 1, 0));
        ExpectMsg(new ExecutorStopped(0, 1, 0));
    }

    [Fact]
    public void Should_end_at_once_when_no_operation_is_running()
    {
        var executor = NewExecutor();

        executor.Tell(new ShutdownExecutor(), TestActor);

        ExpectMsg(new ExecutorStopped(0, 0, 0));
    }

    [Fact]
    public async Task Should_reply_to_every_running_operation_when_it_is_stopped()
    {
        var executor = NewExecutor("max-concurrency = 1");
        var running = new SteeredOperation();
        Execute(executor, "running", running);
        await running.BegunAsync();
        Execute(executor, "waiting", new SteeredOperation());
        Settle(executor);

        Sys.Stop(executor);

        var replies = ReceiveN(2).Cast<OperationCompleted>().ToDictionary(reply => reply.RequestId.Value);
        Assert.Equal(new OperationOutcome.Cancelled(Abandoned: true), replies["running"].Outcome);
        Assert.Equal(new OperationOutcome.Cancelled(Abandoned: false), replies["waiting"].Outcome);
        AwaitCondition(() => running.IsCancelled, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Should_lose_no_operation_when_its_worker_fails()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var running = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("running"), running.Delegate, Timeout: 10 * Second));
        await running.BegunAsync();
        Execute(executor, new Execute(new RequestId("waiting"), _ => new ValueTask<object?>("ran")));
        var worker = await Sys.ActorSelection(executor.Path / "w-0").ResolveOne(TimeSpan.FromSeconds(20));

        // A message without its chunk is a bug of the sender.
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => worker.Tell(new ExecutorProtocol.Run(null!)));
        SettleAll(executor);

        // It is watched again: its timeout applies, and the operations behind it run.
        AdvanceAndSettle(executor, 10 * Second);
        AdvanceAndSettle(executor, Second);
        Assert.Equal(new OperationOutcome.TimedOut(10 * Second, Abandoned: true), ExpectCompleted("running").Outcome);
        Assert.Equal(new OperationOutcome.Succeeded("ran"), ExpectCompleted("waiting").Outcome);
    }

    [Fact]
    public async Task Should_end_an_attempt_at_its_timeout_even_if_its_worker_has_failed()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var running = new SteeredOperation(heedsCancellation: true);
        Execute(executor, new Execute(new RequestId("running"), running.Delegate, Timeout: 10 * Second));
        await running.BegunAsync();
        AdvanceAndSettle(executor, 6 * Second);
        var worker = await Sys.ActorSelection(executor.Path / "w-0").ResolveOne(TimeSpan.FromSeconds(20));
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => worker.Tell(new ExecutorProtocol.Run(null!)));
        SettleAll(executor);

        AdvanceAndSettle(executor, 4 * Second);

        var completed = ExpectCompleted("running");
        Assert.Equal(new OperationOutcome.TimedOut(10 * Second, Abandoned: false), completed.Outcome);
        Assert.Equal(10 * Second, completed.Elapsed);
    }

    [Fact]
    public async Task Should_reply_overloaded_when_the_mailbox_of_a_worker_is_full()
    {
        var gate = new ManualResetEventSlim();
        var busy = CreateTestProbe();
        var executor = NewExecutor("max-concurrency = 1", () => StuckWorker.Props(gate, busy));
        var worker = await Sys.ActorSelection(executor.Path / "w-0").ResolveOne(TimeSpan.FromSeconds(20));
        // One message is being processed and the mailbox holds 64, so the next becomes a dead letter.
        worker.Tell("blocks");
        busy.ExpectMsg("blocks");
        for (var n = 0; n < 64; n++)
        {
            worker.Tell(n);
        }

        Execute(executor, new Execute(new RequestId("a"), _ => new ValueTask<object?>()));

        ExpectRejected("a", RejectReason.Overloaded);
        Assert.Equal((0, 1L), (Stats(executor).Queued, Stats(executor).Rejected));
        gate.Set();
    }

    private sealed class StuckWorker(ManualResetEventSlim gate, IActorRef busy) : UntypedActor
    {
        public static Props Props(ManualResetEventSlim gate, IActorRef busy) =>
            Akka
                .Actor.Props.Create(() => new StuckWorker(gate, busy))
                .WithMailbox(ExecutorSettings.WorkerMailboxPath)
                .WithDispatcher(ExecutorSettings.DispatcherPath);

        protected override void OnReceive(object message)
        {
            busy.Tell(message);
            gate.Wait();
        }
    }
}
