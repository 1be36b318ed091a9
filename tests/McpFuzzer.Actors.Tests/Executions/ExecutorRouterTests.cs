using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorRouterTests : ExecutorKit
{
    [Fact]
    public async Task Should_reply_with_the_value_when_an_operation_returns()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        Execute(executor, "a", operation);
        await operation.BegunAsync();
        Scheduler.Advance(3 * Second);
        operation.Return(42);

        Assert.Equal(
            new OperationCompleted(new RequestId("a"), new OperationOutcome.Succeeded(42), Attempts: 1, 3 * Second),
            ExpectCompleted("a")
        );
        Assert.Equal((0, 1L), (Stats(executor).Running, Stats(executor).Succeeded));
    }

    [Fact]
    public void Should_reply_with_type_and_message_when_an_operation_throws_at_once_or_later()
    {
        var executor = NewExecutor();
        Execute(executor, new Execute(new RequestId("a"), _ => throw new InvalidOperationException("at once")));
        Assert.Equal(
            new OperationOutcome.Failed("System.InvalidOperationException", "at once"),
            ExpectCompleted("a").Outcome
        );

        Execute(
            executor,
            new Execute(new RequestId("b"), _ => ValueTask.FromException<object?>(new IOException("later")))
        );
        Assert.Equal(new OperationOutcome.Failed("System.IO.IOException", "later"), ExpectCompleted("b").Outcome);
        Assert.Equal(2, Stats(executor).Failed);
    }

    [Fact]
    public void Should_reply_even_when_the_message_of_the_exception_throws()
    {
        var executor = NewExecutor();
        Execute(executor, new Execute(new RequestId("a"), _ => throw new SpitefulException()));

        Assert.Contains(
            "NotSupportedException",
            Assert.IsType<OperationOutcome.Failed>(ExpectCompleted("a").Outcome).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_run_no_more_at_once_than_there_are_slots()
    {
        var executor = NewExecutor("max-concurrency = 2");
        WorkerCount = 2;
        var operations = Enumerable.Range(0, 5).Select(_ => new SteeredOperation()).ToArray();
        for (var n = 0; n < operations.Length; n++)
        {
            Execute(executor, $"{n}", operations[n]);
        }

        await operations[0].BegunAsync();
        await operations[1].BegunAsync();
        for (var n = 0; n < operations.Length; n++)
        {
            SettleAll(executor);
            var left = operations.Length - n;
            Assert.Equal((Math.Min(2, left), Math.Max(0, left - 2)), (Stats(executor).Running, Stats(executor).Queued));
            Assert.DoesNotContain(operations.Skip(n + 2), operation => operation.HasBegun());
            operations[n].Return();
            ExpectCompleted($"{n}");
            if (n + 2 < operations.Length)
            {
                await operations[n + 2].BegunAsync();
            }
        }

        Assert.Equal(5, Stats(executor).Succeeded);
    }

    [Fact]
    public async Task Should_reject_at_once_when_the_queue_is_full()
    {
        var executor = NewExecutor("max-concurrency = 1, queue-capacity = 2");
        var running = new SteeredOperation();
        Execute(executor, "running", running);
        await running.BegunAsync();
        Execute(executor, "waits", new SteeredOperation());
        Execute(executor, "waits too", new SteeredOperation());
        Execute(executor, "too much", new SteeredOperation());

        ExpectRejected("too much", RejectReason.Overloaded);
        Assert.Equal((1, 2, 1L), (Stats(executor).Running, Stats(executor).Queued, Stats(executor).Rejected));
    }

    [Fact]
    public void Should_reject_a_value_out_of_range_by_its_name()
    {
        var executor = NewExecutor();
        var sound = new Execute(new RequestId("a"), _ => new ValueTask<object?>());
        foreach (
            var (name, execute) in new[]
            {
                ("Timeout", sound with { Timeout = TimeSpan.Zero }),
                ("Deadline", sound with { Deadline = -Second }),
                ("Retry.RetryCount", sound with { Retry = new RetryPolicy(-1, Second, Second) }),
                ("Operation", sound with { Operation = null! }),
                ("RequestId", sound with { RequestId = new RequestId("") }),
            }
        )
        {
            Execute(executor, execute);
            var rejected = ExpectMsg<OperationRejected>();
            Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
            Assert.StartsWith(name, rejected.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Should_reply_to_every_one_of_many_operations_once()
    {
        const int Many = 20_000;
        var executor = NewExecutor();
        for (var n = 0; n < Many; n++)
        {
            Execute(executor, new Execute(new RequestId($"{n}"), _ => new ValueTask<object?>()));
        }

        var replies = ReceiveN(Many, TimeSpan.FromSeconds(60)).Cast<IExecuteReply>().ToArray();

        Assert.Equal(Many, replies.Select(reply => reply.RequestId).Distinct().Count());
        var stats = Stats(executor);
        Assert.Equal(Many, stats.Succeeded + stats.Rejected);
        Assert.Equal((0, 0), (stats.Running, stats.Queued));
        Assert.All(replies.OfType<OperationRejected>(), reply => Assert.Equal(RejectReason.Overloaded, reply.Reason));
    }

    [Fact]
    public void Should_leave_messages_that_are_not_its_own_unhandled()
    {
        var executor = NewExecutor();
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        executor.Tell("nonsense");

        Assert.Equal("nonsense", unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Roslynator",
        "RCS1194",
        Justification = "Thrown here and nowhere else."
    )]
    private sealed class SpitefulException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
