using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorBatchTests : ExecutorKit
{
    private static readonly LocalOperation Returns = _ => new ValueTask<object?>("value");
    private static readonly LocalOperation Throws = _ => throw new IOException("no");

    [Fact]
    public async Task Should_reply_in_the_order_of_submission_with_the_index_of_each_item()
    {
        var executor = NewExecutor("max-concurrency = 3");
        var slow = new SteeredOperation();
        var late = new SteeredOperation();
        Batch(executor, [slow.Delegate, Throws, late.Delegate, Returns]);
        await slow.BegunAsync();
        await late.BegunAsync();
        late.Throw(new InvalidOperationException("late"));
        slow.Return(1);

        var completed = ExpectMsg<BatchCompleted>();

        Assert.Equal([new BatchResult(0, 1), new BatchResult(3, "value")], completed.Results);
        Assert.Equal(
            [
                new BatchError(1, BatchErrorKind.Failed, "System.IO.IOException", "no"),
                new BatchError(2, BatchErrorKind.Failed, "System.InvalidOperationException", "late"),
            ],
            completed.Errors
        );
        Assert.Equal((2L, 2L), (Stats(executor).Succeeded, Stats(executor).Failed));
    }

    [Theory]
    [InlineData(true, true, 1, 1)]
    [InlineData(true, false, 1, 0)]
    [InlineData(false, true, 0, 1)]
    [InlineData(false, false, 0, 0)]
    public void Should_omit_results_that_are_not_collected_and_still_run_the_items(
        bool collectResults,
        bool collectErrors,
        int results,
        int errors
    )
    {
        var executor = NewExecutor();
        executor.Tell(
            new ExecuteBatch(
                new RequestId("batch"),
                [Returns, Throws],
                CollectResults: collectResults,
                CollectErrors: collectErrors
            ),
            TestActor
        );

        var completed = ExpectMsg<BatchCompleted>();

        Assert.Equal((results, errors), (completed.Results.Count, completed.Errors.Count));
        Assert.Equal((1L, 1L), (Stats(executor).Succeeded, Stats(executor).Failed));
    }

    [Fact]
    public void Should_reply_to_an_empty_batch_without_results()
    {
        var executor = NewExecutor();
        Batch(executor, []);

        var completed = ExpectMsg<BatchCompleted>();
        Assert.Empty(completed.Results);
        Assert.Empty(completed.Errors);
    }

    [Fact]
    public void Should_reject_an_invalid_item_and_name_its_place()
    {
        var executor = NewExecutor();
        Batch(executor, [Returns, Returns, null!, Returns]);
        Assert.Equal("Operations[2]: must not be null", ExpectInvalid());
        Batch(executor, null!);
        Assert.Equal("Operations: must not be null", ExpectInvalid());
        executor.Tell(new ExecuteBatch(new RequestId("batch"), [Returns], Timeout: -Second), TestActor);
        Assert.StartsWith("Timeout = -1s: must be", ExpectInvalid(), StringComparison.Ordinal);
        executor.Tell(new ExecuteBatch(new RequestId(""), [Returns]), TestActor);
        Assert.StartsWith("RequestId = a text of 0 characters", ExpectInvalid(), StringComparison.Ordinal);
        executor.Tell(new ExecuteBatch(new RequestId("batch"), new Unreadable()), TestActor);
        Assert.Contains("NotSupportedException", ExpectInvalid(), StringComparison.Ordinal);

        Assert.Equal(0, Stats(executor).Succeeded);
        Batch(executor, [Returns]);
        ExpectMsg<BatchCompleted>();
    }

    [Fact]
    public async Task Should_cancel_every_item_and_report_it_when_the_batch_is_cancelled()
    {
        var executor = NewExecutor("max-concurrency = 2");
        WorkerCount = 2;
        var heeds = new SteeredOperation(heedsCancellation: true);
        var ignores = new SteeredOperation();
        var never = new SteeredOperation();
        Batch(executor, [heeds.Delegate, ignores.Delegate, never.Delegate, never.Delegate]);
        await heeds.BegunAsync();
        await ignores.BegunAsync();

        executor.Tell(new CancelOperation(new RequestId("batch")));
        SettleAll(executor);
        AdvanceAndSettle(executor, Second);

        var completed = ExpectMsg<BatchCompleted>();
        Assert.Empty(completed.Results);
        Assert.Equal([0, 1, 2, 3], completed.Errors.Select(error => error.Index));
        Assert.All(
            completed.Errors,
            error => Assert.Equal(("Cancelled", BatchErrorKind.Cancelled), (error.Type, error.Kind))
        );
        Assert.Equal(
            ["cancelled", "cancelled, and given up", "cancelled", "cancelled"],
            completed.Errors.Select(error => error.Message)
        );
        Assert.False(never.HasBegun());
        Assert.Equal((4L, 0), (Stats(executor).Cancelled, Stats(executor).Queued));
    }

    [Fact]
    public async Task Should_end_waiting_and_running_items_at_its_deadline()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var runs = new SteeredOperation(heedsCancellation: true);
        executor.Tell(
            new ExecuteBatch(new RequestId("batch"), [runs.Delegate, Returns], Deadline: 3 * Second),
            TestActor
        );
        await runs.BegunAsync();

        AdvanceAndSettle(executor, 3 * Second);

        var completed = ExpectMsg<BatchCompleted>();
        Assert.Equal(
            [(0, BatchErrorKind.TimedOut), (1, BatchErrorKind.TimedOut)],
            completed.Errors.Select(error => (error.Index, error.Kind))
        );
        Assert.Equal(0, Stats(executor).Succeeded);
    }

    [Fact]
    public async Task Should_retry_each_item_by_its_policy()
    {
        var executor = NewExecutor();
        var flaky = new SteeredOperation();
        executor.Tell(
            new ExecuteBatch(
                new RequestId("batch"),
                [Returns, flaky.Delegate],
                Retry: new RetryPolicy(1, Second, Second)
            ),
            TestActor
        );
        await flaky.BegunAsync();
        flaky.Throw(new IOException());
        AwaitCondition(() => Stats(executor).BackingOff == 1, TimeSpan.FromSeconds(20));
        AdvanceAndSettle(executor, Second);
        await flaky.BegunAsync();
        flaky.Return("at last");

        Assert.Equal([new BatchResult(0, "value"), new BatchResult(1, "at last")], ExpectMsg<BatchCompleted>().Results);
    }

    [Fact]
    public async Task Should_report_every_item_when_the_executor_shuts_down()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var runs = new SteeredOperation(heedsCancellation: true);
        Batch(executor, [runs.Delegate, Returns]);
        await runs.BegunAsync();

        executor.Tell(new ShutdownExecutor(TimeSpan.Zero), CreateTestProbe());
        Settle(executor);
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(1));

        Assert.Equal([0, 1], ExpectMsg<BatchCompleted>().Errors.Select(error => error.Index));
        Batch(executor, [Returns], "late");
        ExpectRejected("late", RejectReason.ShuttingDown);
    }

    private void Batch(IActorRef executor, IReadOnlyList<LocalOperation> operations, string id = "batch") =>
        executor.Tell(new ExecuteBatch(new RequestId(id), operations), TestActor);

    private string ExpectInvalid()
    {
        var rejected = ExpectMsg<OperationRejected>();
        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        return rejected.Message;
    }

    private sealed class Unreadable : IReadOnlyList<LocalOperation>
    {
        public int Count => throw new NotSupportedException();

        public LocalOperation this[int index] => throw new NotSupportedException();

        public IEnumerator<LocalOperation> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
