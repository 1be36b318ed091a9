using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorBatchAdmissionTests : ExecutorKit
{
    private static readonly LocalOperation Returns = _ => new ValueTask<object?>("value");

    [Fact]
    public void Should_admit_a_batch_that_is_larger_than_the_queue()
    {
        const int Many = 100_000;
        var executor = NewExecutor();
        var operations = Enumerable
            .Range(0, Many)
            .Select(n => (LocalOperation)(_ => new ValueTask<object?>(n)))
            .ToArray();
        Batch(executor, operations);

        var completed = ExpectMsg<BatchCompleted>(TimeSpan.FromSeconds(60));

        Assert.Empty(completed.Errors);
        Assert.Equal(Enumerable.Range(0, Many), completed.Results.Select(result => result.Index));
        Assert.All(completed.Results, result => Assert.Equal(result.Index, result.Value));
        Assert.Equal((Many, 0, 0), (Stats(executor).Succeeded, Stats(executor).Running, Stats(executor).Queued));
    }

    [Fact]
    public async Task Should_reject_a_batch_but_admit_single_operations_while_as_many_of_earlier_batches_run()
    {
        var executor = NewExecutor("max-concurrency = 1, queue-capacity = 3");
        WorkerCount = 1;
        var first = Enumerable.Range(0, 4).Select(_ => new SteeredOperation()).ToArray();
        Batch(executor, [.. first.Select(operation => operation.Delegate)]);
        await first[0].BegunAsync();

        Batch(executor, [Returns, Returns], "second");
        ExpectRejected("second", RejectReason.Overloaded);
        Execute(executor, new Execute(new RequestId("single"), Returns));
        SettleAll(executor);
        Assert.Equal((4, 2L), (Stats(executor).Queued, Stats(executor).Rejected));

        first[0].Return();
        await first[1].BegunAsync();
        first[1].Return();
        await first[2].BegunAsync();
        Batch(executor, [Returns], "third");
        first[2].Return();
        await first[3].BegunAsync();
        first[3].Return();
        Assert.Equal(new RequestId("batch"), ExpectMsg<BatchCompleted>().RequestId);
        ExpectCompleted("single");
        Assert.Equal(new RequestId("third"), ExpectMsg<BatchCompleted>().RequestId);
    }

    [Fact]
    public async Task Should_reject_waiting_operations_when_too_many_were_abandoned()
    {
        var executor = NewExecutor("max-concurrency = 1, abandoned-limit = 1");
        WorkerCount = 1;
        var stuck = new SteeredOperation();
        executor.Tell(
            new ExecuteBatch(new RequestId("batch"), [stuck.Delegate, Returns, Returns], Timeout: Second),
            TestActor
        );
        await stuck.BegunAsync();
        AdvanceAndSettle(executor, Second);
        AdvanceAndSettle(executor, Second);

        var completed = ExpectMsg<BatchCompleted>();
        Assert.Equal(
            [BatchErrorKind.TimedOut, BatchErrorKind.Rejected, BatchErrorKind.Rejected],
            completed.Errors.Select(error => error.Kind)
        );
        Assert.Equal(("Overloaded", 2L), (completed.Errors[1].Type, Stats(executor).Rejected));
        Assert.Contains("abandoned-limit 1", completed.Errors[2].Message, StringComparison.Ordinal);
        stuck.Return();
    }

    private void Batch(IActorRef executor, IReadOnlyList<LocalOperation> operations, string id = "batch") =>
        executor.Tell(new ExecuteBatch(new RequestId(id), operations), TestActor);
}
