using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class RepeatedExecutionTests : ExecutorKit
{
    private static readonly LocalOperation Never = _ => throw new InvalidOperationException("run twice");

    [Fact]
    public async Task Should_reply_to_every_sender_with_the_first_reply_and_run_it_once_while_it_runs()
    {
        var (executor, operation) = await BeginAsync();
        var second = CreateTestProbe();
        executor.Tell(new Execute(new RequestId("a"), Never), second);
        executor.Tell(new Execute(new RequestId("a"), Never), second);
        Settle(executor);

        operation.Return("once");

        var reply = ExpectCompleted("a");
        Assert.Equal(new OperationOutcome.Succeeded("once"), reply.Outcome);
        Assert.Same(reply, second.ExpectMsg<OperationCompleted>());
        Assert.Same(reply, second.ExpectMsg<OperationCompleted>());
        Assert.Equal((1L, 0L), (Stats(executor).Succeeded, Stats(executor).Failed));
    }

    [Fact]
    public void Should_return_the_first_reply_within_ten_minutes_and_run_again_after_them()
    {
        var executor = NewExecutor();
        Execute(executor, new Execute(new RequestId("a"), _ => new ValueTask<object?>(1)));
        var first = ExpectCompleted("a");
        SettleAll(executor);

        AdvanceAndSettle(executor, TimeSpan.FromMinutes(10) - Second);
        Execute(executor, new Execute(new RequestId("a"), Never));
        Assert.Same(first, ExpectCompleted("a"));
        AdvanceAndSettle(executor, Second);
        Execute(executor, new Execute(new RequestId("a"), _ => new ValueTask<object?>(2)));

        Assert.Equal(new OperationOutcome.Succeeded(2), ExpectCompleted("a").Outcome);
    }

    [Fact]
    public void Should_return_the_reply_of_a_batch_again()
    {
        var executor = NewExecutor();
        var batch = new ExecuteBatch(new RequestId("a"), [_ => new ValueTask<object?>(1)]);
        executor.Tell(batch, TestActor);
        var first = ExpectMsg<BatchCompleted>();
        executor.Tell(batch with { Operations = [Never] }, TestActor);

        Assert.Same(first, ExpectMsg<BatchCompleted>());
    }

    [Fact]
    public async Task Should_reject_another_kind_of_command_with_the_same_id_while_the_first_runs_and_afterwards()
    {
        var (executor, operation) = await BeginAsync();
        executor.Tell(new ExecuteBatch(new RequestId("a"), []), TestActor);
        ExpectRejected("a", RejectReason.AlreadyExists);
        operation.Return();
        ExpectCompleted("a");
        executor.Tell(new ExecuteBatch(new RequestId("a"), []), TestActor);

        Assert.Equal("RequestId a is that of a Execute", ExpectMsg<OperationRejected>().Message);
    }

    [Fact]
    public void Should_treat_a_request_as_new_when_it_was_rejected_before()
    {
        var executor = NewExecutor();
        Execute(executor, new Execute(new RequestId("a"), Never, Timeout: -Second));
        ExpectRejected("a", RejectReason.InvalidSpec);
        executor.Tell(new ExecuteBatch(new RequestId("a"), [_ => new ValueTask<object?>(1)]), TestActor);

        Assert.Single(ExpectMsg<BatchCompleted>().Results);
    }

    [Fact]
    public async Task Should_reply_to_joined_senders_even_if_another_operation_of_the_chunk_runs()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var first = new SteeredOperation();
        Execute(executor, "first", first);
        await first.BegunAsync();
        var waiting = Enumerable.Range(0, 8).Select(_ => new SteeredOperation()).ToArray();
        for (var n = 0; n < waiting.Length; n++)
        {
            Execute(executor, $"{n}", waiting[n]);
        }

        // In virtual time the first took no time, so its worker gets a chunk of two.
        SettleAll(executor);
        first.Return();
        ExpectCompleted("first");
        await waiting[0].BegunAsync();
        var second = CreateTestProbe();
        executor.Tell(new Execute(new RequestId("0"), Never), second);
        Settle(executor);
        waiting[0].Return();
        var reply = ExpectCompleted("0");
        await waiting[1].BegunAsync();

        Assert.Same(reply, second.ExpectMsg<OperationCompleted>());
    }

    [Fact]
    public void Should_hold_no_more_than_64_MiB_of_replies()
    {
        var executor = NewExecutor();
        for (var n = 0; n < 5; n++)
        {
            Execute(executor, new Execute(new RequestId($"{n}"), _ => new ValueTask<object?>(new byte[16 << 20])));
            ExpectCompleted($"{n}");
            SettleAll(executor);
        }

        Execute(executor, new Execute(new RequestId("4"), Never));
        Assert.IsType<OperationOutcome.Succeeded>(ExpectCompleted("4").Outcome);
        Execute(executor, new Execute(new RequestId("0"), _ => new ValueTask<object?>("anew")));
        Assert.Equal(new OperationOutcome.Succeeded("anew"), ExpectCompleted("0").Outcome);
    }

    [Fact]
    public async Task Should_reject_more_than_a_thousand_senders_that_join_one_request()
    {
        var (executor, operation) = await BeginAsync();
        for (var n = 0; n < 1_001; n++)
        {
            Execute(executor, new Execute(new RequestId("a"), Never));
        }

        ExpectRejected("a", RejectReason.Overloaded);
        operation.Return();
        Assert.Single(ReceiveN(1_001, TimeSpan.FromSeconds(30)).Distinct());
    }

    [Fact]
    public async Task Should_treat_a_request_as_new_when_it_was_admitted_and_then_rejected_and_reply_to_joined_senders()
    {
        var executor = NewExecutor("max-concurrency = 1, abandoned-limit = 1");
        WorkerCount = 1;
        var stuck = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("stuck"), stuck.Delegate, Timeout: Second));
        await stuck.BegunAsync();
        Execute(executor, new Execute(new RequestId("waits"), Never));
        var second = CreateTestProbe();
        executor.Tell(new Execute(new RequestId("waits"), Never), second);
        AdvanceAndSettle(executor, Second);
        AdvanceAndSettle(executor, Second);
        ExpectCompleted("stuck");
        ExpectRejected("waits", RejectReason.Overloaded);
        Assert.Equal(RejectReason.Overloaded, second.ExpectMsg<OperationRejected>().Reason);
        stuck.Return();
        AwaitCondition(() => Stats(executor).Abandoned == 0, TimeSpan.FromSeconds(20));

        Execute(executor, new Execute(new RequestId("waits"), _ => new ValueTask<object?>("ran")));

        Assert.Equal(new OperationOutcome.Succeeded("ran"), ExpectCompleted("waits").Outcome);
    }

    [Fact]
    public async Task Should_reply_to_joined_senders_when_it_is_stopped()
    {
        var (executor, operation) = await BeginAsync();
        var second = CreateTestProbe();
        executor.Tell(new Execute(new RequestId("a"), Never), second);
        Settle(executor);

        Sys.Stop(executor);

        Assert.Same(ExpectCompleted("a"), second.ExpectMsg<OperationCompleted>());
    }

    /// <summary>Has an executor begin one operation under the id <c>a</c>.</summary>
    private async Task<(IActorRef Executor, SteeredOperation Operation)> BeginAsync()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        Execute(executor, "a", operation);
        await operation.BegunAsync();
        return (executor, operation);
    }
}
