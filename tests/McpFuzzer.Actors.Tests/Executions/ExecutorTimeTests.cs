using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorTimeTests : ExecutorKit
{
    [Fact]
    public async Task Should_time_out_when_the_timeout_of_the_executor_expires_and_the_operation_observes_its_token()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation(heedsCancellation: true);
        Execute(executor, "a", operation);
        await operation.BegunAsync();

        AdvanceAndSettle(executor, 30 * Second - TimeSpan.FromTicks(1));
        Assert.False(operation.IsCancelled);
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(1));

        Assert.Equal(new OperationOutcome.TimedOut(30 * Second, Abandoned: false), ExpectCompleted("a").Outcome);
        Assert.Equal((0, 1L), (Stats(executor).Abandoned, Stats(executor).TimedOut));
    }

    [Fact]
    public async Task Should_count_the_timeout_from_when_the_slot_is_taken()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var first = new SteeredOperation();
        var second = new SteeredOperation(heedsCancellation: true);
        Execute(executor, "first", first);
        await first.BegunAsync();
        Execute(executor, new Execute(new RequestId("second"), second.Delegate, Timeout: 10 * Second));
        AdvanceAndSettle(executor, 20 * Second);
        first.Return();
        ExpectCompleted("first");
        await second.BegunAsync();

        AdvanceAndSettle(executor, 9 * Second);
        Assert.False(second.IsCancelled);
        AdvanceAndSettle(executor, Second);

        var completed = ExpectCompleted("second");
        Assert.Equal(new OperationOutcome.TimedOut(10 * Second, Abandoned: false), completed.Outcome);
        Assert.Equal(10 * Second, completed.Elapsed);
    }

    [Fact]
    public async Task Should_release_the_slot_when_an_operation_ignores_its_cancellation()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var stuck = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("stuck"), stuck.Delegate, Timeout: Second));
        await stuck.BegunAsync();
        Execute(executor, new Execute(new RequestId("next"), _ => new ValueTask<object?>("ran")));

        AdvanceAndSettle(executor, Second);
        Assert.Equal((1, 1), (Stats(executor).Running, Stats(executor).Queued));
        AdvanceAndSettle(executor, Second);

        Assert.Equal(new OperationOutcome.TimedOut(Second, Abandoned: true), ExpectCompleted("stuck").Outcome);
        Assert.Equal(new OperationOutcome.Succeeded("ran"), ExpectCompleted("next").Outcome);
        Assert.Equal(1, Stats(executor).Abandoned);

        stuck.Return();
        AwaitCondition(() => Stats(executor).Abandoned == 0, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Should_release_the_slot_when_an_operation_blocks_its_thread()
    {
        var gate = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var blocking = new Execute(
            new RequestId("blocks"),
            _ =>
            {
                begun.SetResult();
                gate.Wait(CancellationToken.None);
                return new ValueTask<object?>();
            },
            Timeout: Second
        );
        Execute(executor, blocking);
        await begun.Task;
        Execute(executor, new Execute(new RequestId("next"), _ => new ValueTask<object?>("ran")));

        AdvanceAndSettle(executor, Second);
        AdvanceAndSettle(executor, Second);

        Assert.Equal(new OperationOutcome.TimedOut(Second, Abandoned: true), ExpectCompleted("blocks").Outcome);
        Assert.Equal(new OperationOutcome.Succeeded("ran"), ExpectCompleted("next").Outcome);
        gate.Set();
        AwaitCondition(() => Stats(executor).Abandoned == 0, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Should_reject_when_too_many_operations_were_abandoned()
    {
        var executor = NewExecutor("abandoned-limit = 1");
        var stuck = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("stuck"), stuck.Delegate, Timeout: Second));
        await stuck.BegunAsync();
        AdvanceAndSettle(executor, Second);
        AdvanceAndSettle(executor, Second);
        ExpectCompleted("stuck");

        Execute(executor, "late", new SteeredOperation());
        ExpectRejected("late", RejectReason.Overloaded);

        stuck.Return();
        AwaitCondition(() => Stats(executor).Abandoned == 0, TimeSpan.FromSeconds(20));
        Execute(executor, new Execute(new RequestId("later"), _ => new ValueTask<object?>()));
        ExpectCompleted("later");
    }

    [Fact]
    public async Task Should_end_at_its_deadline_when_it_waits_or_runs_or_backs_off()
    {
        var executor = NewExecutor("max-concurrency = 2");
        WorkerCount = 2;
        var runs = new SteeredOperation(heedsCancellation: true);
        Execute(executor, new Execute(new RequestId("runs"), runs.Delegate, Deadline: 5 * Second));
        await runs.BegunAsync();
        var fails = new SteeredOperation();
        var retry = new RetryPolicy(1, 20 * Second, 20 * Second);
        Execute(executor, new Execute(new RequestId("fails"), fails.Delegate, Deadline: 6 * Second, Retry: retry));
        await fails.BegunAsync();
        fails.Throw(new IOException());
        AwaitCondition(() => Stats(executor).BackingOff == 1, TimeSpan.FromSeconds(20));
        var blocker = new SteeredOperation();
        Execute(executor, "blocker", blocker);
        await blocker.BegunAsync();
        Execute(executor, new Execute(new RequestId("waits"), new SteeredOperation().Delegate, Deadline: 4 * Second));
        SettleAll(executor);

        AdvanceAndSettle(executor, 4 * Second);
        Assert.Equal((new OperationOutcome.TimedOut(4 * Second, false), 0), Outcome("waits"));
        AdvanceAndSettle(executor, Second);
        Assert.Equal((new OperationOutcome.TimedOut(5 * Second, false), 1), Outcome("runs"));
        AdvanceAndSettle(executor, Second);
        Assert.Equal((new OperationOutcome.TimedOut(6 * Second, false), 1), Outcome("fails"));
        Assert.Equal((1, 0, 0), (Stats(executor).Running, Stats(executor).Queued, Stats(executor).BackingOff));
    }

    [Fact]
    public async Task Should_return_operations_that_wait_behind_a_slow_one()
    {
        var executor = NewExecutor("max-concurrency = 2");
        WorkerCount = 2;
        var first = new SteeredOperation();
        var second = new SteeredOperation();
        Execute(executor, "first", first);
        Execute(executor, "second", second);
        await first.BegunAsync();
        await second.BegunAsync();
        var waiting = Enumerable.Range(0, 16).Select(_ => new SteeredOperation()).ToArray();
        for (var n = 0; n < waiting.Length; n++)
        {
            Execute(executor, $"{n}", waiting[n]);
        }

        // In virtual time the first took no time, so its worker gets a chunk of two: 0 is running, and 1 waits behind
        // it.
        SettleAll(executor);
        first.Return();
        ExpectCompleted("first");
        await waiting[0].BegunAsync();
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(20));
        second.Return();
        ExpectCompleted("second");

        // The other worker's next operation is 1, which was returned to the front; otherwise it would be 2.
        await waiting[1].BegunAsync();
        SettleAll(executor);
        Assert.False(waiting[2].HasBegun());
    }

    private (OperationOutcome Outcome, int Attempts) Outcome(string id)
    {
        var completed = ExpectCompleted(id);
        return (completed.Outcome, completed.Attempts);
    }
}
