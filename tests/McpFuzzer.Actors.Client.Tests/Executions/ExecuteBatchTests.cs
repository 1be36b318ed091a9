using Akka.Actor;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Tests.Executions;

public sealed class ExecuteBatchTests : ClientKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly RetryPolicy Retry = new(2, Second, Second);
    private static readonly BatchError Error = new(1, BatchErrorKind.Failed, "T", "m");

    private readonly ExecutorClient _client;

    public ExecuteBatchTests() => _client = new ExecutorClient(Actor);

    [Fact]
    public async Task Should_send_delegates_with_every_option_and_return_both_lists()
    {
        Func<Exception, bool> mayRetry = _ => true;
        var call = _client.ExecuteBatchAsync(
            [_ => Task.FromResult("a"), _ => Task.FromResult("b")],
            collectResults: true,
            collectErrors: false,
            Second,
            2 * Second,
            Retry,
            mayRetry
        );
        var sent = await ReceiveAsync<ExecuteBatch>();

        Assert.Equal(
            new ExecuteBatch(sent.RequestId, sent.Operations, Second, 2 * Second, Retry, mayRetry, true, false),
            sent
        );
        Assert.Equal(2, sent.Operations.Count);
        var second = await sent.Operations[1](CancellationToken.None);
        Actor.Reply(new BatchCompleted(sent.RequestId, [new BatchResult(0, "a"), new BatchResult(1, second)], []));
        var results = await call.WaitAsync(Patience);
        Assert.Equal([new BatchValue<string>(0, "a"), new BatchValue<string>(1, "b")], results.Results);
        Assert.Empty(results.Errors);
    }

    [Fact]
    public async Task Should_also_send_registered_operations_to_another_node()
    {
        var call = new ExecutorClient(Elsewhere()).ExecuteBatchAsync<int>(
            [new Sum(1, 2), new Sum(3, 4)],
            collectResults: false,
            collectErrors: true,
            Second,
            2 * Second,
            Retry
        );
        var sent = await ReceiveAsync<ExecuteOperations>();
        Actor.Reply(new BatchCompleted(sent.RequestId, [], [Error]));

        Assert.Equal([new Sum(1, 2), new Sum(3, 4)], sent.Operations);
        Assert.Equal(
            new ExecuteOperations(sent.RequestId, sent.Operations, Second, 2 * Second, Retry, false, true),
            sent
        );
        Assert.Equal([Error], (await call.WaitAsync(Patience)).Errors);
    }

    [Fact]
    public async Task Should_throw_the_reason_when_a_batch_is_not_admitted()
    {
        var call = _client.ExecuteBatchAsync([_ => Task.FromResult(0)]);
        var sent = await ReceiveAsync<ExecuteBatch>();
        Actor.Reply(new OperationRejected(sent.RequestId, RejectReason.ShuttingDown, "no"));

        var rejected = await Assert.ThrowsAsync<OperationRejectedException>(() => call.WaitAsync(Patience));

        Assert.Equal(RejectReason.ShuttingDown, rejected.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_report_completed_work_in_the_exception_when_the_token_is_cancelled(bool collectErrors)
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.ExecuteBatchAsync(
            [_ => Task.FromResult(0), _ => Task.FromResult(1)],
            collectErrors: collectErrors,
            cancellationToken: cancelling.Token
        );
        var sent = await ReceiveAsync<ExecuteBatch>();
        var sender = Actor.LastSender;
        await cancelling.CancelAsync();
        Assert.Equal(new CancelOperation(sent.RequestId), await ReceiveAsync<CancelOperation>());
        BatchError[] errors = [new(1, BatchErrorKind.Cancelled, "Cancelled", "cancelled")];
        sender.Tell(new BatchCompleted(sent.RequestId, [new BatchResult(0, 0)], collectErrors ? errors : []));

        var cancelled = await Assert.ThrowsAsync<BatchCancelledException>(() => call.WaitAsync(Patience));

        Assert.Equal([new BatchResult(0, 0)], cancelled.Results);
        Assert.Equal(collectErrors ? errors : [], cancelled.Errors);
    }

    [Fact]
    public async Task Should_return_the_results_when_the_cancellation_comes_too_late_to_stop_any()
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.ExecuteBatchAsync([_ => Task.FromResult(0)], cancellationToken: cancelling.Token);
        var sent = await ReceiveAsync<ExecuteBatch>();
        var sender = Actor.LastSender;
        await cancelling.CancelAsync();

        sender.Tell(new BatchCompleted(sent.RequestId, [new BatchResult(0, 0)], []));

        Assert.Single((await call.WaitAsync(Patience)).Results);
    }

    private sealed record Sum(int A, int B) : IOperation;
}
