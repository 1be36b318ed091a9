using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class RegisteredOperationTests : ExecutorKit
{
    [Fact]
    public void Should_run_the_handler_of_its_type()
    {
        Handlers.Add<Sum>((sum, _) => new ValueTask<object?>(sum.A + sum.B));
        var executor = NewExecutor();

        executor.Tell(new ExecuteOperation(new RequestId("a"), new Sum(2, 3)), TestActor);

        Assert.Equal(new OperationOutcome.Succeeded(5), ExpectCompleted("a").Outcome);
    }

    [Fact]
    public void Should_reject_a_type_without_a_handler_and_name_it()
    {
        Handlers.Add<Sum>((sum, _) => new ValueTask<object?>(sum.A + sum.B));
        var executor = NewExecutor();

        executor.Tell(new ExecuteOperation(new RequestId("a"), new Other()), TestActor);
        Assert.Equal(
            new OperationRejected(
                new RequestId("a"),
                RejectReason.InvalidSpec,
                $"Operation = a {typeof(Other).FullName}: must have a handler that is registered on this node"
            ),
            ExpectMsg<IExecuteReply>()
        );
        executor.Tell(new ExecuteOperations(new RequestId("b"), [new Sum(1, 1), new Other()]), TestActor);
        Assert.StartsWith("Operations[1] = a ", ExpectMsg<OperationRejected>().Message, StringComparison.Ordinal);
        executor.Tell(new ExecuteOperation(new RequestId("c"), null!), TestActor);
        Assert.Equal("Operation: must not be null", ExpectMsg<OperationRejected>().Message);
        executor.Tell(new ExecuteOperations(new RequestId("d"), [new Sum(1, 1), null!]), TestActor);
        Assert.Equal("Operations[1]: must not be null", ExpectMsg<OperationRejected>().Message);
    }

    [Fact]
    public void Should_run_a_batch_of_registered_operations_and_report_each_by_its_index()
    {
        Handlers
            .Add<Sum>((sum, _) => new ValueTask<object?>(sum.A + sum.B))
            .Add<Other>((_, _) => throw new IOException("no"));
        var executor = NewExecutor();

        executor.Tell(
            new ExecuteOperations(new RequestId("a"), [new Sum(1, 2), new Other(), new Sum(3, 4)]),
            TestActor
        );

        var completed = ExpectMsg<BatchCompleted>();
        Assert.Equal([new BatchResult(0, 3), new BatchResult(2, 7)], completed.Results);
        Assert.Equal([new BatchError(1, BatchErrorKind.Failed, "System.IO.IOException", "no")], completed.Errors);
    }

    [Fact]
    public async Task Should_cancel_the_token_of_the_handler_at_the_timeout()
    {
        var operation = new SteeredOperation(heedsCancellation: true);
        Handlers.Add<Other>((_, cancellation) => operation.Delegate(cancellation));
        var executor = NewExecutor();
        executor.Tell(new ExecuteOperation(new RequestId("a"), new Other(), Timeout: Second), TestActor);
        await operation.BegunAsync();

        AdvanceAndSettle(executor, Second);

        Assert.Equal(new OperationOutcome.TimedOut(Second, Abandoned: false), ExpectCompleted("a").Outcome);
    }

    [Fact]
    public void Should_ask_the_registration_whether_it_may_be_retried()
    {
        Handlers.Add<Sum>((_, _) => throw new IOException("sent"), mayRetry: (sum, _) => sum.A > 0);
        var executor = NewExecutor();
        var retry = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero);

        executor.Tell(new ExecuteOperation(new RequestId("a"), new Sum(0, 0), Retry: retry), TestActor);

        Assert.Equal(1, ExpectCompleted("a").Attempts);
    }

    [Fact]
    public void Should_accept_one_handler_for_each_type()
    {
        Handlers.Add<Sum>((_, _) => default);

        Assert.Contains(
            nameof(Sum),
            Assert.Throws<ArgumentException>(() => Handlers.Add<Sum>((_, _) => default)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentNullException>(() => Handlers.Add<Other>(null!));
        Assert.Equal([typeof(Sum)], Handlers.Types);
    }

    private sealed record Sum(int A, int B) : IOperation;

    private sealed record Other : IOperation;
}
