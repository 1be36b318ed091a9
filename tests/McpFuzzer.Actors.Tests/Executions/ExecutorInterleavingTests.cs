using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>Interleavings with another thread, forced by holding that thread.</summary>
public sealed class ExecutorInterleavingTests : ExecutorKit
{
    [Fact]
    public async Task Should_send_the_last_reply_before_the_end_when_a_shutdown_comes_between_its_count_and_it()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        var sender = new HeldSender(TestActor, Sys);
        executor.Tell(new Execute(new RequestId("a"), operation.Delegate), sender);
        await operation.BegunAsync();
        executor.Tell(new ShutdownExecutor(), TestActor);
        Settle(executor);
        operation.Return();
        await sender.Reply.ReachedAsync();

        Assert.Equal(1, Stats(executor).Succeeded);
        Assert.False(HasMessages);
        sender.Reply.LetGo();

        ExpectCompleted("a");
        ExpectMsg(new ExecutorStopped(Finished: 1, Cancelled: 0, Abandoned: 0));
    }

    [Fact]
    public async Task Should_reply_to_a_sender_that_joins_while_the_first_gets_its_reply()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        var sender = new HeldSender(TestActor, Sys);
        executor.Tell(new Execute(new RequestId("a"), operation.Delegate), sender);
        await operation.BegunAsync();
        operation.Return();
        await sender.Reply.ReachedAsync();

        var second = CreateTestProbe();
        executor.Tell(new Execute(new RequestId("a"), operation.Delegate), second);
        Settle(executor);
        sender.Reply.LetGo();

        Assert.Same(ExpectCompleted("a"), second.ExpectMsg<OperationCompleted>());
        Assert.False(operation.HasBegun());
    }

    [Fact]
    public async Task Should_end_an_attempt_at_its_timeout_even_if_its_worker_checked_just_before_it_took_the_slot()
    {
        var timeout = TimeSpan.FromMilliseconds(100);
        var steered = new SteeredOperation(heedsCancellation: true);
        var time = new HaltingTime(Clock);
        var surroundings = SurroundingsWith(time);
        var operation = NewOperation(new Execute(new RequestId("a"), steered.Delegate, timeout), surroundings);
        var chunk = new Chunk([operation], isSwift: false, surroundings);
        var worker = Sys.ActorOf(ExecutorWorker.Props(Clock));
        // The loop reads the clock when it starts, and again when the operation starts.
        var begins = time.Reading = new Halt(at: 2);
        worker.Tell(new ExecutorProtocol.Run(chunk));
        await begins.ReachedAsync();
        Assert.Same(operation, chunk.Current);

        Scheduler.Advance(timeout);
        Settle(worker);
        begins.LetGo();
        await steered.BegunAsync();
        Assert.False(steered.IsCancelled);
        Scheduler.Advance(timeout);

        Assert.Equal(new OperationOutcome.TimedOut(timeout, Abandoned: false), ExpectCompleted("a").Outcome);
    }

    [Fact]
    public async Task Should_leave_no_timer_when_an_attempt_ends_while_its_grace_timer_is_created()
    {
        var time = new HaltingTime(Clock) { Making = new Halt(at: 1) };
        var execute = new Execute(
            new RequestId("a"),
            _ => throw new IOException(),
            Retry: new RetryPolicy(1, Second, Second)
        );
        var operation = NewOperation(execute, SurroundingsWith(time));
        var attempt = operation.TryBegin(new CancellationTokenSource());
        var stopping = Task.Run(() => operation.Apply(new OperationInput.TimeUp(attempt, Second)));
        await time.Making.ReachedAsync();
        var ended = operation.EndAttempt(attempt, new Operation.AttemptResult(null, new IOException()));
        Assert.Equal(OperationPhase.Ending, ended);
        time.Making.LetGo();
        await stopping;
        Assert.Equal((OperationPhase.BackingOff, 1), (operation.State.Phase, time.Timers));

        operation.Apply(new OperationInput.CancelRequested());

        ExpectCompleted("a");
        Assert.Equal(0, time.Timers);
    }

    [Fact]
    public void Should_give_the_next_operation_a_new_token_when_one_was_stopped_as_it_returned()
    {
        Operation stopped = null!;
        var tokens = new List<CancellationToken>();
        // One thread, so that the first token is cancelled after the second operation has its own.
        var surroundings = SurroundingsWith(Clock, WatchdogActor.DispatcherPath);
        stopped = NewOperation(
            "stopped",
            token =>
            {
                tokens.Add(token);
                stopped.Apply(new OperationInput.TimeUp(1, Second));
            },
            surroundings
        );
        var next = NewOperation("next", tokens.Add, surroundings);

        new Chunk([stopped, next], isSwift: false, surroundings).Start(TestActor);

        Assert.IsType<OperationOutcome.TimedOut>(ExpectCompleted("stopped").Outcome);
        Assert.IsType<OperationOutcome.Succeeded>(ExpectCompleted("next").Outcome);
        Assert.True(tokens[0].WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        Assert.False(tokens[1].IsCancellationRequested);
    }

    [Fact]
    public void Should_drop_registrations_on_a_token_when_the_next_operation_takes_it_over()
    {
        var tokens = new List<CancellationToken>();
        var isNotified = false;
        Operation stopped = null!;
        var surroundings = SurroundingsWith(Clock);
        var listening = NewOperation(
            "listening",
            token =>
            {
                tokens.Add(token);
                token.Register(() => isNotified = true);
            },
            surroundings
        );
        stopped = NewOperation(
            "stopped",
            token =>
            {
                tokens.Add(token);
                stopped.Apply(new OperationInput.TimeUp(1, Second));
                token.WaitHandle.WaitOne();
            },
            surroundings
        );

        new Chunk([listening, stopped], isSwift: false, surroundings).Start(TestActor);

        Assert.IsType<OperationOutcome.Succeeded>(ExpectCompleted("listening").Outcome);
        Assert.IsType<OperationOutcome.TimedOut>(ExpectCompleted("stopped").Outcome);
        Assert.Equal(tokens[0], tokens[1]);
        Assert.False(isNotified);
    }

    private Operation NewOperation(string id, Action<CancellationToken> run, ExecutorSurroundings surroundings) =>
        NewOperation(
            new Execute(
                new RequestId(id),
                token =>
                {
                    run(token);
                    return default;
                }
            ),
            surroundings
        );

    private Operation NewOperation(Execute execute, ExecutorSurroundings surroundings) =>
        new Request.Single(Submission.Of(execute), 1, execute.Timeout ?? Second, TestActor, surroundings).Operation;

    private ExecutorSurroundings SurroundingsWith(
        TimeProvider time,
        string dispatcher = ExecutorSettings.DispatcherPath
    ) =>
        new(
            CreateTestProbe(),
            Sys.Dispatchers.Lookup(dispatcher),
            time,
            Seed: 1,
            new RetryAllowance(new RetryBudget(1, 1, 1), Clock),
            new ExecutorCounters(),
            Sys.Log
        );
}
