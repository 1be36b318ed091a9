using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Tests.Hosting;
using McpFuzzer.Actors.Tests.Processes;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>The commands of the model runs, sent in parallel, on real threads and with a real clock.</summary>
public sealed class ExecutorRaceTests
{
    private const int Slots = 4;
    private const int Rounds = 300;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int _active;
    private int _most;

    [Fact]
    public async Task Should_reply_to_each_once_and_respect_its_slots_when_timeouts_retries_and_cancellations_race()
    {
        await using var node = await RunningNode.StartAsync(options =>
        {
            options.Host = new FakeHost();
            options.Executor.MaxConcurrency = Slots;
            options.Executor.RetryBudget.Burst = 100_000;
        });
        var executor = node.Registry.Get<ExecutorKey>();
        var random = new Random(1);
        var replies = new List<Task<IExecuteReply>>();
        var batches = new List<Task<IExecuteBatchReply>>();
        for (var round = 0; round < Rounds; round++)
        {
            var id = new RequestId($"{round}");
            var retry = new RetryPolicy(random.Next(3), random.Next(3) * Millisecond, 3 * Millisecond);
            var timeout = random.Next(1, 5) * Millisecond;
            if (round % 3 == 0)
            {
                LocalOperation[] operations =
                [
                    .. Enumerable.Range(0, random.Next(40)).Select(_ => Operation(random.Next())),
                ];
                batches.Add(
                    executor.Ask<IExecuteBatchReply>(new ExecuteBatch(id, operations, timeout, Retry: retry), Patience)
                );
            }
            else
            {
                var execute = new Execute(id, Operation(random.Next()), timeout, 20 * Millisecond, retry);
                replies.Add(executor.Ask<IExecuteReply>(execute, Patience));
                replies.Add(executor.Ask<IExecuteReply>(execute, Patience));
            }

            executor.Tell(new CancelOperation(new RequestId($"{round - random.Next(4)}")));
        }

        var singles = await Task.WhenAll(replies);
        var completed = await Task.WhenAll(batches);

        Assert.All(singles, reply => Assert.IsType<OperationCompleted>(reply));
        Assert.All(singles.Chunk(2), pair => Assert.Same(pair[0], pair[1]));
        Assert.All(completed.Cast<BatchCompleted>(), InOrder);
        // If the machine stops for longer than the grace, an abandoned operation runs in addition to those that hold
        // slots.
        Assert.InRange(_most, 1, Slots + singles.Chunk(2).Count(WasGivenUp) + completed.Sum(GivenUp));
        var stats = await StatsWhenAllHaveEndedAsync(executor);
        Assert.Equal((0, 0, 0), (stats.Queued, stats.BackingOff, stats.Abandoned));
        Assert.Equal(
            (replies.Count / 2)
                + completed.Cast<BatchCompleted>().Sum(batch => batch.Results.Count + batch.Errors.Count),
            stats.Succeeded + stats.Failed + stats.TimedOut + stats.Cancelled
        );
    }

    private static bool WasGivenUp(IExecuteReply[] pair) =>
        pair[0]
            is OperationCompleted
            {
                Outcome: OperationOutcome.TimedOut { Abandoned: true } or OperationOutcome.Cancelled { Abandoned: true }
            };

    private static int GivenUp(IExecuteBatchReply batch) =>
        ((BatchCompleted)batch).Errors.Count(error => error.Message.EndsWith("given up", StringComparison.Ordinal));

    private static async Task<ExecutorStats> StatsWhenAllHaveEndedAsync(IActorRef executor)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var stats = await executor.Ask<ExecutorStats>(new GetExecutorStats(), Patience);
            if (stats.Abandoned == 0 || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                return stats;
            }

            await Task.Yield();
        }
    }

    private static void InOrder(BatchCompleted batch)
    {
        var (results, errors) = (batch.Results.Select(each => each.Index), batch.Errors.Select(each => each.Index));
        Assert.Equal(results.Order(), results);
        Assert.Equal(errors.Order(), errors);
        Assert.Equal(Enumerable.Range(0, batch.Results.Count + batch.Errors.Count), results.Concat(errors).Order());
    }

    // Operations that end with their token, so that none is abandoned on a machine that keeps up, and each holds a slot
    // while it runs.
    private LocalOperation Operation(int kind) =>
        async cancellation =>
        {
            var active = Interlocked.Increment(ref _active);
            for (var most = _most; most < active; most = _most)
            {
                Interlocked.CompareExchange(ref _most, active, most);
            }

            try
            {
                switch (kind % 4)
                {
                    case 0:
                        return kind;
                    case 1:
                        throw new InvalidOperationException();
                    case 2:
                        await Task.Yield();
                        return kind;
                    default:
                        await new TaskCompletionSource().Task.WaitAsync(Patience, cancellation);
                        return null;
                }
            }
            finally
            {
                Interlocked.Decrement(ref _active);
            }
        };
}
