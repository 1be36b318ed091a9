using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

public sealed class ExecutorResizeTests : ExecutorKit
{
    [Fact]
    public async Task Should_run_more_at_once_when_it_grows()
    {
        var executor = NewExecutor("max-concurrency = 1");
        var operations = Fill(executor, 4);
        await operations[0].BegunAsync();

        Resize(executor, 3);

        Assert.Equal(new ExecutorResized(3, Before: 1), ExpectMsg<IResizeReply>());
        await operations[1].BegunAsync();
        await operations[2].BegunAsync();
        WorkerCount = 3;
        SettleAll(executor);
        Assert.False(operations[3].HasBegun());
        Assert.Equal((3, 3, 1), (Stats(executor).MaxConcurrency, Stats(executor).Running, Stats(executor).Queued));
    }

    [Fact]
    public async Task Should_start_nothing_beyond_the_new_bound_when_it_shrinks_and_finish_what_runs()
    {
        var executor = NewExecutor("max-concurrency = 3");
        WorkerCount = 3;
        var operations = Fill(executor, 5);
        await operations[0].BegunAsync();
        await operations[1].BegunAsync();
        await operations[2].BegunAsync();

        Resize(executor, 1);
        ExpectMsg(new ExecutorResized(1, Before: 3));
        foreach (var n in new[] { 0, 1 })
        {
            operations[n].Return();
            ExpectCompleted($"{n}");
            SettleAll(executor);
            Assert.False(operations[3].HasBegun());
        }

        operations[2].Return();
        ExpectCompleted("2");
        await operations[3].BegunAsync();
        SettleAll(executor);
        Assert.False(operations[4].HasBegun());
        Resize(executor, 2);
        ExpectMsg(new ExecutorResized(2, Before: 1));
        await operations[4].BegunAsync();
    }

    [Fact]
    public async Task Should_take_back_unstarted_operations_from_workers_when_it_shrinks()
    {
        var executor = NewExecutor("max-concurrency = 2");
        WorkerCount = 2;
        var first = Fill(executor, 2);
        await first[0].BegunAsync();
        await first[1].BegunAsync();
        var waiting = Fill(executor, 16, from: 2);
        SettleAll(executor);
        // Its worker has a chunk of two: 2 is running, and 3 waits behind it.
        first[0].Return();
        ExpectCompleted("0");
        await waiting[0].BegunAsync();

        Resize(executor, 1);
        ExpectMsg<ExecutorResized>();
        waiting[0].Return();
        ExpectCompleted("2");
        SettleAll(executor);
        Assert.False(waiting[1].HasBegun());

        first[1].Return();
        ExpectCompleted("1");
        await waiting[1].BegunAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_025)]
    [InlineData(int.MaxValue)]
    public void Should_reject_a_size_out_of_range_and_name_what_is_allowed(int size)
    {
        var executor = NewExecutor();

        Resize(executor, size);

        Assert.Equal(
            new CommandRejected(
                RejectReason.InvalidSpec,
                $"MaxConcurrency = {size}: must be a whole number from 1 to 1024"
            ),
            ExpectMsg<IResizeReply>()
        );
        Assert.Equal(5, Stats(executor).MaxConcurrency);
    }

    [Fact]
    public void Should_reject_a_resize_when_it_is_shutting_down()
    {
        var executor = NewExecutor();
        executor.Tell(new ShutdownExecutor(), CreateTestProbe());

        Resize(executor, 3);

        Assert.Equal(RejectReason.ShuttingDown, ExpectMsg<CommandRejected>().Reason);
    }

    [Fact]
    public async Task Should_scale_the_limit_of_abandoned_operations_with_its_size()
    {
        var executor = NewExecutor("max-concurrency = 5");
        WorkerCount = 5;
        Resize(executor, 1);
        ExpectMsg<ExecutorResized>();
        for (var n = 0; n < 4; n++)
        {
            var stuck = new SteeredOperation();
            Execute(executor, new Execute(new RequestId($"{n}"), stuck.Delegate, Timeout: Second));
            await stuck.BegunAsync();
            AdvanceAndSettle(executor, Second);
            AdvanceAndSettle(executor, Second);
            ExpectCompleted($"{n}");
        }

        Execute(executor, "late", new SteeredOperation());
        ExpectRejected("late", RejectReason.Overloaded);
        Resize(executor, 2);
        ExpectMsg<ExecutorResized>();
        Execute(executor, new Execute(new RequestId("later"), _ => default));
        ExpectCompleted("later");
    }

    private void Resize(IActorRef executor, int size) => executor.Tell(new ResizeExecutor(size), TestActor);

    private SteeredOperation[] Fill(IActorRef executor, int count, int from = 0)
    {
        var operations = Enumerable.Range(0, count).Select(_ => new SteeredOperation()).ToArray();
        for (var n = 0; n < count; n++)
        {
            Execute(executor, $"{from + n}", operations[n]);
        }

        return operations;
    }
}
