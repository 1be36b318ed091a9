using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>The executor's rows of the table of hazards, in virtual time.</summary>
public sealed class ExecutorHazards : ExecutorKit
{
    [Fact]
    [Trait("Hazard", "36")]
    public void Should_spread_the_retries_when_500_operations_fail_together()
    {
        const int Many = 500;
        var executor = NewExecutor("max-concurrency = 100");
        WorkerCount = 100;
        List<TimeSpan> begun = [];
        var origin = Clock.GetTimestamp();
        var retry = new RetryPolicy(3, Second, 10 * Second, Jitter: 0.5);
        for (var n = 0; n < Many; n++)
        {
            var execute = new Execute(
                new RequestId($"{n}"),
                _ =>
                {
                    lock (begun)
                    {
                        begun.Add(Clock.GetElapsedTime(origin));
                    }

                    throw new IOException("down");
                },
                Retry: retry
            );
            Execute(executor, execute);
        }

        // The budget: 100 at the start, and one more for every five operations that start.
        AwaitCondition(
            () => Stats(executor) is var now && now.BackingOff + now.Failed == Many,
            TimeSpan.FromSeconds(30)
        );
        var retried = Stats(executor).BackingOff;
        Assert.InRange(retried, 100, 200);
        Assert.Equal(Many - retried, Stats(executor).RetriesDenied);
        for (var n = 0; n < 50; n++)
        {
            AdvanceAndSettle(executor, TimeSpan.FromMilliseconds(20));
            // Everything that was due has started and ended at this moment, not later.
            AwaitCondition(() => Stats(executor) is { Queued: 0, Running: 0 }, TimeSpan.FromSeconds(30));
        }

        // Each waits for half a second to a second, spread out: only a few of them are due at any moment.
        AwaitCondition(() => begun.Count >= Many + retried, TimeSpan.FromSeconds(30));
        var again = begun.Skip(Many).ToArray();
        Assert.Equal(retried, again.Length);
        Assert.All(again, at => Assert.InRange(at.TotalSeconds, 0.5, 1));
        Assert.InRange(again.GroupBy(at => at).Max(moment => moment.Count()), 1, retried / 4);
        for (var n = 0; n < 13; n++)
        {
            AdvanceAndSettle(executor, Second);
        }

        var replies = ReceiveN(Many, TimeSpan.FromSeconds(30)).Cast<OperationCompleted>().ToArray();
        Assert.Equal(Many, replies.Select(reply => reply.RequestId).Distinct().Count());
        Assert.All(
            replies,
            reply => Assert.Equal(new OperationOutcome.Failed("System.IO.IOException", "down"), reply.Outcome)
        );
        // The rest at the end, and ten for each second; without the budget it would be 1500.
        Assert.InRange(Stats(executor).Retries, retried, 200 + (14 * 10));
    }

    [Fact]
    [Trait("Hazard", "36")]
    public void Should_retry_as_often_as_the_policy_allows_when_few_operations_fail()
    {
        var executor = NewExecutor();
        for (var n = 0; n < 20; n++)
        {
            Execute(
                executor,
                new Execute(
                    new RequestId($"{n}"),
                    _ => throw new IOException(),
                    Retry: new RetryPolicy(3, Second, Second)
                )
            );
        }

        for (var n = 0; n < 3; n++)
        {
            AwaitCondition(() => Stats(executor).BackingOff == 20, TimeSpan.FromSeconds(30));
            AdvanceAndSettle(executor, Second);
        }

        Assert.All(ReceiveN(20).Cast<OperationCompleted>(), reply => Assert.Equal(4, reply.Attempts));
        Assert.Equal((60L, 0L), (Stats(executor).Retries, Stats(executor).RetriesDenied));
    }

    [Fact]
    [Trait("Hazard", "38")]
    public async Task Should_end_at_once_without_a_retry_when_it_is_cancelled_during_back_off()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        var retry = new RetryPolicy(3, 10 * Second, 10 * Second);
        Execute(executor, new Execute(new RequestId("a"), operation.Delegate, Retry: retry));
        await operation.BegunAsync();
        operation.Throw(new IOException());
        AwaitCondition(() => Stats(executor).BackingOff == 1, TimeSpan.FromSeconds(30));

        executor.Tell(new CancelOperation(new RequestId("a")));

        var completed = ExpectCompleted("a");
        Assert.Equal((new OperationOutcome.Cancelled(Abandoned: false), 1), (completed.Outcome, completed.Attempts));
        AdvanceAndSettle(executor, 20 * Second);
        Assert.False(operation.HasBegun());
    }

    [Fact]
    [Trait("Hazard", "39")]
    public async Task Should_time_out_and_release_the_slot_when_an_operation_ignores_its_cancellation()
    {
        var executor = NewExecutor("max-concurrency = 1");
        WorkerCount = 1;
        var stuck = new SteeredOperation();
        var next = new SteeredOperation();
        Execute(executor, new Execute(new RequestId("stuck"), stuck.Delegate, Timeout: 5 * Second));
        await stuck.BegunAsync();
        Execute(executor, "next", next);

        AdvanceAndSettle(executor, 5 * Second);
        AwaitCondition(() => stuck.IsCancelled, TimeSpan.FromSeconds(30));
        Assert.False(HasMessages);
        AdvanceAndSettle(executor, Second);

        var completed = ExpectCompleted("stuck");
        Assert.Equal(new OperationOutcome.TimedOut(5 * Second, Abandoned: true), completed.Outcome);
        Assert.Equal(6 * Second, completed.Elapsed);
        await next.BegunAsync();
        Assert.Equal((1, 1), (Stats(executor).Running, Stats(executor).Abandoned));
        stuck.Return();
        next.Return();
        ExpectCompleted("next");
    }

    [Fact]
    [Trait("Hazard", "43")]
    public async Task Should_return_the_first_result_when_the_reply_came_after_the_Ask_had_timed_out()
    {
        var executor = NewExecutor();
        var operation = new SteeredOperation();
        var execute = new Execute(new RequestId("a"), operation.Delegate);
        await Assert.ThrowsAsync<AskTimeoutException>(() =>
            executor.Ask<IExecuteReply>(execute, TimeSpan.FromMilliseconds(1))
        );
        await operation.BegunAsync();

        var again = executor.Ask<IExecuteReply>(execute, TimeSpan.FromSeconds(30));
        Settle(executor);
        operation.Return("first");

        Assert.Equal(new OperationOutcome.Succeeded("first"), Assert.IsType<OperationCompleted>(await again).Outcome);
        var later = await executor.Ask<IExecuteReply>(execute, TimeSpan.FromSeconds(30));
        Assert.Same(await again, later);
        Assert.False(operation.HasBegun());
    }
}
