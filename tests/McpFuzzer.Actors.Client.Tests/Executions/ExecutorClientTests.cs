using Akka.Actor;
using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Client.Tests.Executions;

public sealed class ExecutorClientTests : ClientKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ExecutorClient _client;

    public ExecutorClientTests() => _client = new ExecutorClient(Actor);

    [Fact]
    public async Task Should_send_a_delegate_with_its_limits_and_return_its_value()
    {
        var call = _client.ExecuteAsync(_ => Task.FromResult("success"), 2 * Second, 3 * Second);
        var sent = await ReceiveAsync<Execute>();

        Assert.Equal((2 * Second, 3 * Second, null), (sent.Timeout, sent.Deadline, sent.Retry));
        Assert.NotEmpty(sent.RequestId.Value);
        var value = await sent.Operation(CancellationToken.None);
        Complete(sent.RequestId, new OperationOutcome.Succeeded(value));
        Assert.Equal("success", await call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_pass_the_token_of_the_attempt_to_the_delegate()
    {
        using var attempt = new CancellationTokenSource();
        CancellationToken seen = default;
        _ = _client.ExecuteAsync(token =>
        {
            seen = token;
            return Task.FromResult(0);
        });

        await (await ReceiveAsync<Execute>()).Operation(attempt.Token);

        Assert.Equal(attempt.Token, seen);
    }

    [Fact]
    public async Task Should_throw_type_message_and_attempts_with_the_inner_exception_of_the_delegate()
    {
        var thrown = new InvalidOperationException("broken");
        var call = _client.ExecuteWithRetryAsync<int>(_ => throw thrown);
        var sent = await ReceiveAsync<Execute>();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sent.Operation(CancellationToken.None));
        Complete(
            sent.RequestId,
            new OperationOutcome.Failed("System.InvalidOperationException", "broken"),
            attempts: 2
        );

        var failed = await Assert.ThrowsAsync<OperationFailedException>(() => call.WaitAsync(Patience));

        Assert.Equal(
            ("System.InvalidOperationException", "broken", 2),
            (failed.Type, failed.FailureMessage, failed.Attempts)
        );
        Assert.Same(thrown, failed.InnerException);
    }

    [Fact]
    public async Task Should_throw_each_outcome_as_its_own_exception()
    {
        var timedOut = await EndAsync<OperationTimedOutException>(
            new OperationOutcome.TimedOut(Second, Abandoned: true)
        );
        Assert.Equal((Second, true, 1), (timedOut.After, timedOut.Abandoned, timedOut.Attempts));
        Assert.IsAssignableFrom<TimeoutException>(timedOut);

        var cancelled = await EndAsync<OperationCancelledException>(new OperationOutcome.Cancelled(Abandoned: true));
        Assert.True(cancelled.Abandoned);
        Assert.IsAssignableFrom<OperationCanceledException>(cancelled);

        var failed = await EndAsync<OperationFailedException>(new OperationOutcome.Failed("T", "m"));
        Assert.Null(failed.InnerException);
    }

    [Fact]
    public async Task Should_throw_the_reason_when_an_operation_is_not_admitted()
    {
        var call = _client.ExecuteAsync(_ => Task.FromResult(0));
        var sent = await ReceiveAsync<Execute>();
        Actor.Reply(new OperationRejected(sent.RequestId, RejectReason.Overloaded, "full"));

        var rejected = await Assert.ThrowsAsync<OperationRejectedException>(() => call.WaitAsync(Patience));

        Assert.Equal((RejectReason.Overloaded, "full"), (rejected.Reason, rejected.Message));
        Assert.IsAssignableFrom<CommandRejectedException>(rejected);
    }

    [Fact]
    public async Task Should_throw_when_a_value_is_not_of_the_expected_type()
    {
        var number = _client.ExecuteAsync<int>(new Sum(1, 2));
        Complete((await ReceiveAsync<ExecuteOperation>()).RequestId, new OperationOutcome.Succeeded("text"));
        var wrong = await Assert.ThrowsAsync<InvalidCastException>(() => number.WaitAsync(Patience));
        Assert.Equal("the operation returned String, where Int32 was asked for", wrong.Message);

        var text = _client.ExecuteAsync<string?>(new Sum(1, 2));
        Complete((await ReceiveAsync<ExecuteOperation>()).RequestId, new OperationOutcome.Succeeded(null));
        Assert.Null(await text.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_take_the_default_policy_for_parts_that_a_retry_leaves_out()
    {
        _ = _client.ExecuteWithRetryAsync(_ => Task.FromResult(0));
        Assert.Equal(new RetryPolicy(1, Second, 30 * Second, Jitter: 0.2), (await ReceiveAsync<Execute>()).Retry);

        _ = _client.ExecuteWithRetryAsync(_ => Task.FromResult(0), retryCount: 3, retryDelay: 0.5 * Second);
        Assert.Equal(new RetryPolicy(3, 0.5 * Second, 30 * Second, Jitter: 0.2), (await ReceiveAsync<Execute>()).Retry);

        _ = _client.ExecuteWithRetryAsync<int>(new Sum(1, 2), retryDelay: 60 * Second);
        Assert.Equal(
            new RetryPolicy(1, 60 * Second, 60 * Second, Jitter: 0.2),
            (await ReceiveAsync<ExecuteOperation>()).Retry
        );

        var own = new RetryPolicy(7, Second, 2 * Second, Jitter: 0.5);
        var client = new ExecutorClient(Actor, new ClientOptions { Retry = own });
        _ = client.ExecuteWithRetryAsync(_ => Task.FromResult(0));
        Assert.Equal(own, (await ReceiveAsync<Execute>()).Retry);
    }

    [Fact]
    public async Task Should_let_the_operation_decide_what_may_be_retried()
    {
        Func<Exception, bool> mayRetry = _ => false;
        _ = _client.ExecuteWithRetryAsync(_ => Task.FromResult(0), mayRetry: mayRetry);

        Assert.Same(mayRetry, (await ReceiveAsync<Execute>()).MayRetry);
    }

    [Fact]
    public async Task Should_send_a_registered_operation_to_another_node_and_reject_a_delegate()
    {
        var client = new ExecutorClient(Elsewhere());
        var call = client.ExecuteAsync<int>(new Sum(1, 2), Second, 2 * Second);
        var sent = await ReceiveAsync<ExecuteOperation>();
        Assert.Equal(new ExecuteOperation(sent.RequestId, new Sum(1, 2), Second, 2 * Second), sent);
        Complete(sent.RequestId, new OperationOutcome.Succeeded(3));
        Assert.Equal(3, await call.WaitAsync(Patience));

        foreach (
            var refused in new Func<Task>[]
            {
                () => client.ExecuteAsync(_ => Task.FromResult(0)),
                () => client.ExecuteWithRetryAsync(_ => Task.FromResult(0)),
                () => client.ExecuteBatchAsync<int>([_ => Task.FromResult(0)]),
            }
        )
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(refused);
            Assert.Contains("IOperation", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_cancel_and_wait_for_the_outcome_when_the_token_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.ExecuteAsync(_ => Task.FromResult(0), cancellationToken: cancelling.Token);
        var sent = await ReceiveAsync<Execute>();
        var sender = Actor.LastSender;

        await cancelling.CancelAsync();
        Assert.Equal(new CancelOperation(sent.RequestId), await ReceiveAsync<CancelOperation>());
        Assert.False(call.IsCompleted);
        sender.Tell(Completed(sent.RequestId, new OperationOutcome.Cancelled(Abandoned: false)));

        var cancelled = await Assert.ThrowsAsync<OperationCancelledException>(() => call.WaitAsync(Patience));
        Assert.Equal(cancelling.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Should_still_return_what_succeeded_before_its_cancellation_came()
    {
        using var cancelling = new CancellationTokenSource();
        var call = _client.ExecuteAsync(_ => Task.FromResult(0), cancellationToken: cancelling.Token);
        var sent = await ReceiveAsync<Execute>();
        var sender = Actor.LastSender;

        await cancelling.CancelAsync();
        sender.Tell(Completed(sent.RequestId, new OperationOutcome.Succeeded(42)));

        Assert.Equal(42, await call.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_send_no_command_when_the_token_is_already_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _client.ExecuteAsync(_ => Task.FromResult(0), cancellationToken: new CancellationToken(canceled: true))
        );

        await _client.CancelAsync(new RequestId("next"));
        Assert.Equal(new CancelOperation(new RequestId("next")), await ReceiveAsync<CancelOperation>());
    }

    [Fact]
    public async Task Should_wait_for_an_execution_as_long_as_the_executor_answers_and_then_cancel_it()
    {
        var call = new ExecutorClient(Actor, Steered).ExecuteAsync(_ => Task.FromResult(0));
        var sent = await ReceiveAsync<Execute>();
        await Time.MeetNextAsync();
        await ReceiveAsync<GetExecutorStats>();
        Actor.Reply(Stats());
        Assert.Same(sent, await ReceiveAsync<Execute>());
        await Time.MeetNextAsync();
        await ReceiveAsync<GetExecutorStats>();
        await Time.MeetNextAsync();

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Patience));

        Assert.Contains("Execute", late.Message, StringComparison.Ordinal);
        Assert.Equal(new CancelOperation(sent.RequestId), await ReceiveAsync<CancelOperation>());
    }

    [Fact]
    public async Task Should_resize_report_counts_and_shut_down()
    {
        Assert.Equal(
            new ExecutorResized(8, 5),
            await AnswerAsync(_client.ResizeAsync(8), new ExecutorResized(8, 5), new ResizeExecutor(8))
        );
        var refused = await Assert.ThrowsAsync<CommandRejectedException>(() =>
            AnswerAsync<ResizeExecutor, ExecutorResized>(
                _client.ResizeAsync(0),
                new CommandRejected(RejectReason.InvalidSpec, "no")
            )
        );
        Assert.Equal(RejectReason.InvalidSpec, refused.Reason);

        var stats = Stats();
        Assert.Same(stats, await AnswerAsync(_client.GetStatsAsync(), stats, new GetExecutorStats()));
        Assert.Equal(
            new ExecutorStopped(1, 2, 3),
            await AnswerAsync(_client.ShutdownAsync(Second), new ExecutorStopped(1, 2, 3), new ShutdownExecutor(Second))
        );
    }

    private async Task<TException> EndAsync<TException>(OperationOutcome outcome)
        where TException : Exception
    {
        var call = _client.ExecuteAsync(_ => Task.FromResult(0));
        Complete((await ReceiveAsync<Execute>()).RequestId, outcome);
        return await Assert.ThrowsAsync<TException>(() => call.WaitAsync(Patience));
    }

    private void Complete(RequestId id, OperationOutcome outcome, int attempts = 1) =>
        Actor.Reply(Completed(id, outcome, attempts));

    private static OperationCompleted Completed(RequestId id, OperationOutcome outcome, int attempts = 1) =>
        new(id, outcome, attempts, TimeSpan.Zero);

    private static ExecutorStats Stats() =>
        new()
        {
            MaxConcurrency = 5,
            Running = 1,
            Queued = 0,
            BackingOff = 0,
            Abandoned = 0,
            Succeeded = 0,
            Failed = 0,
            TimedOut = 0,
            Cancelled = 0,
            Rejected = 0,
            Retries = 0,
            RetriesDenied = 0,
        };

    private sealed record Sum(int A, int B) : IOperation;
}
