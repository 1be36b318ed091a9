using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Registry;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Tests.Hosting;
using McpFuzzer.Actors.Tests.Processes;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>The executor's rows of the table of hazards, on a node with real threads.</summary>
public sealed class ExecutorLoadHazards
{
    private const int Million = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    [Trait("Hazard", "35")]
    public async Task Should_complete_or_reject_each_of_a_million_operations_while_the_watchdog_ticks_on()
    {
        var host = new FakeHost();
        await using var node = await RunningNode.StartAsync(options =>
        {
            options.Host = host;
            options.Watchdog.CheckInterval = TimeSpan.FromMilliseconds(10);
        });
        var executor = node.Registry.Get<ExecutorKey>();
        var watchdog = node.Registry.Get<WatchdogKey>();
        var counted = new TaskCompletionSource<(int Completed, int Rejected)>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        var counter = node.System.ActorOf(Props.Create(() => new Counter(Million, counted)));
        var looks = 0;
        for (var n = 0; n < Million; n++)
        {
            executor.Tell(new Execute(new RequestId($"{n}"), _ => default), counter);
            if (n % (Million / 20) == 0)
            {
                AssertOnTime(await watchdog.Ask<WatchdogStats>(new GetWatchdogStats(), Patience));
                looks++;
            }
        }

        var (completed, rejected) = await counted.Task.WaitAsync(Patience);

        var last = await watchdog.Ask<WatchdogStats>(new GetWatchdogStats(), Patience);
        Assert.NotNull(last.SinceLastTick);
        AssertOnTime(last);
        Assert.Equal((Million, 20), (completed + rejected, looks));
        Assert.InRange(completed, 1, Million);
        var stats = await executor.Ask<ExecutorStats>(new GetExecutorStats(), Patience);
        Assert.Equal((completed, rejected), (stats.Succeeded, stats.Rejected));
        Assert.Equal((0, 0, 0), (stats.Running, stats.Queued, stats.BackingOff));
    }

    [Fact]
    [Trait("Hazard", "40")]
    public async Task Should_end_at_its_bound_and_reply_to_others_when_it_shuts_down_with_a_stuck_thread()
    {
        var gate = new ManualResetEventSlim();
        await using var node = await RunningNode.StartAsync(options => options.Host = new FakeHost());
        var executor = node.Registry.Get<ExecutorKey>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = executor.Ask<IExecuteReply>(
            new Execute(
                RequestId.New(),
                _ =>
                {
                    begun.SetResult();
                    gate.Wait(CancellationToken.None);
                    return default;
                }
            ),
            Patience
        );
        await begun.Task.WaitAsync(Patience);

        var stopping = executor.Ask<ExecutorStopped>(new ShutdownExecutor(TimeSpan.FromMilliseconds(100)), Patience);
        // In the meantime, the node and the executor still answer.
        var rejected = await executor.Ask<IExecuteReply>(new Execute(RequestId.New(), _ => default), Patience);
        Assert.Equal(RejectReason.ShuttingDown, Assert.IsType<OperationRejected>(rejected).Reason);
        await node.AskAsync<ManagerStats>(new GetManagerStats());

        Assert.Equal(new ExecutorStopped(Finished: 0, Cancelled: 1, Abandoned: 1), await stopping);
        Assert.Equal(
            new OperationOutcome.Cancelled(Abandoned: true),
            Assert.IsType<OperationCompleted>(await stuck).Outcome
        );
        gate.Set();
    }

    // By its own measure: from 5 s on, it assumes that it was stopped. If it were starved, it would be late by as long
    // as the million operations take.
    private static void AssertOnTime(WatchdogStats stats) =>
        Assert.InRange(stats.SinceLastTick ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(5));

    private sealed class Counter : UntypedActor
    {
        private readonly int _wanted;
        private readonly TaskCompletionSource<(int Completed, int Rejected)> _counted;
        private readonly HashSet<RequestId> _ids = [];
        private int _completed;

        public Counter(int wanted, TaskCompletionSource<(int Completed, int Rejected)> counted)
        {
            _wanted = wanted;
            _counted = counted;
        }

        protected override void OnReceive(object message)
        {
            if (message is not IExecuteReply reply)
            {
                Unhandled(message);
                return;
            }

            _completed += reply is OperationCompleted ? 1 : 0;
            if (!_ids.Add(reply.RequestId))
            {
                _counted.TrySetException(new InvalidOperationException($"{reply.RequestId} was answered twice"));
            }

            if (_ids.Count == _wanted)
            {
                _counted.TrySetResult((_completed, _wanted - _completed));
            }
        }
    }
}
