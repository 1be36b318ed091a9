using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorRetryTests : ExecutorKit
{
    private static readonly RetryPolicy Twice = new(2, Second, 10 * Second);

    [Fact]
    public async Task Should_retry_after_a_delay_that_doubles_and_leave_the_slot_to_others_meanwhile()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var operation = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("a"), operation.Delegate, Retry: Twice));
        await operation.BegunAsync();
        FailAttempt(executor, operation);
        Execute(executor, new Execute(new RequestId("b"), _ => new ValueTask<object?>()));
        ExpectCompleted("b");

        AdvanceAndSettle(executor, Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Stats(executor).BackingOff);
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(1));
        await operation.BegunAsync();
        FailAttempt(executor, operation);
        AdvanceAndSettle(executor, 2 * Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Stats(executor).BackingOff);
        AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(1));
        await operation.BegunAsync();
        operation.Return("at last");

        var completed = ExpectCompleted("a");
        Assert.Equal((new OperationOutcome.Succeeded("at last"), 3), (completed.Outcome, completed.Attempts));
        Assert.Equal(3 * Second, completed.Elapsed);
        Assert.Equal(2, Stats(executor).Retries);
    }

    [Fact]
    public async Task Should_reply_with_the_last_failure_when_the_retries_are_used_up()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("a"), operation.Delegate, Retry: Twice with { RetryCount = 1 }));
        await operation.BegunAsync();
        FailAttempt(executor, operation);
        AdvanceAndSettle(executor, Second);
        await operation.BegunAsync();
        operation.Throw(new IOException("the last"));

        var completed = ExpectCompleted("a");
        Assert.Equal(
            (new OperationOutcome.Failed("System.IO.IOException", "the last"), 2),
            (completed.Outcome, completed.Attempts)
        );
    }

    [Fact]
    public void Should_run_once_without_a_policy()
    {
        var executor = NewExecutor();
        Execute(executor, new Execute(new RequestId("a"), _ => throw new IOException()));

        Assert.Equal(1, ExpectCompleted("a").Attempts);
    }

    [Fact]
    public void Should_ask_the_operation_whether_it_may_be_retried()
    {
        var executor = NewExecutor();
        List<Exception> asked = [];
        var once = new Execute(
            new RequestId("a"),
            _ => throw new IOException("sent"),
            Retry: Twice,
            MayRetry: exception =>
            {
                asked.Add(exception);
                return false;
            }
        );
        Execute(executor, once);

        Assert.Equal(1, ExpectCompleted("a").Attempts);
        Assert.Equal("sent", Assert.IsType<IOException>(Assert.Single(asked)).Message);
    }

    [Fact]
    public void Should_not_retry_when_the_predicate_throws()
    {
        var executor = NewExecutor();
        var execute = new Execute(
            new RequestId("a"),
            _ => throw new IOException("first"),
            Retry: Twice,
            MayRetry: _ => throw new InvalidOperationException()
        );
        EventFilter.Warning(contains: "MayRetry").ExpectOne(() => Execute(executor, execute));

        var completed = ExpectCompleted("a");
        Assert.Equal(
            (new OperationOutcome.Failed("System.IO.IOException", "first"), 1),
            (completed.Outcome, completed.Attempts)
        );
    }

    [Fact]
    public async Task Should_retry_after_a_timeout_and_report_it_to_the_operation()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation(heedsCancellation: true);
        Exception? asked = null;
        var execute = new Execute(
            new RequestId("a"),
            operation.Delegate,
            Timeout: 2 * Second,
            Retry: Twice,
            MayRetry: exception =>
            {
                asked = exception;
                return true;
            }
        );
        Execute(executor, execute);
        await operation.BegunAsync();

        AdvanceAndSettle(executor, 2 * Second);
        AwaitCondition(() => Stats(executor).BackingOff == 1, TimeSpan.FromSeconds(20));
        SettleAll(executor);
        AdvanceAndSettle(executor, Second);
        await operation.BegunAsync();
        operation.Return();

        Assert.Equal(2, ExpectCompleted("a").Attempts);
        Assert.IsType<TimeoutException>(asked);
    }

    [Fact]
    public async Task Should_cancel_at_once_without_a_retry_when_it_is_cancelled_during_back_off()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("a"), operation.Delegate, Retry: Twice));
        await operation.BegunAsync();
        FailAttempt(executor, operation);

        executor.Tell(new CancelOperation(new RequestId("a")));

        var completed = ExpectCompleted("a");
        Assert.Equal((new OperationOutcome.Cancelled(Abandoned: false), 1), (completed.Outcome, completed.Attempts));
        AdvanceAndSettle(executor, 10 * Second);
        Assert.False(operation.HasBegun());
        Assert.Equal(0, Stats(executor).BackingOff);
    }

    private void FailAttempt(IActorRef executor, SteeredOperation operation)
    {
        operation.Throw(new IOException());
        AwaitCondition(() => Stats(executor).BackingOff == 1, TimeSpan.FromSeconds(20));
        // The router's timer is set once it has processed the operation's message.
        SettleAll(executor);
    }
}
