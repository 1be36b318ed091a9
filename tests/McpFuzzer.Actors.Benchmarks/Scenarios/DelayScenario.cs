using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The real length of a delay of a millisecond.</summary>
internal sealed class DelayScenario : IScenario
{
    private const string TaskDelay = "task-delay";
    private const string TaskDelayTitle = "Task.Delay";
    private const string AkkaScheduler = "akka";
    private const string AkkaTitle = "Akka's scheduler";

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public string Name => "delay";

    public string Title => "Retry delays and timeouts of 1 ms";

    public string About =>
        """
            One operation at a time. Retry: from the failure of the first attempt to the start of the second, with a
            delay of 1 ms without jitter, and a retry budget that allows every retry. Timeout: from the start of an
            operation to the cancellation of its token. For the others it is the delay alone: an await of
            `Task.Delay(1)`, and a message to an actor by `ScheduleTellOnce`. One thread keeps all timers of this
            system.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("retry.p50", "retry, p50", "ms"),
        new("retry.p99", "retry, p99", "ms"),
        new("timeout.p50", "timeout, p50", "ms"),
        new("timeout.p99", "timeout, p99", "ms"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.ThisSystem),
        new(TaskDelayTitle, TaskDelay, "", Contestant.ThisSystem),
        new(AkkaTitle, AkkaScheduler, "", Contestant.ThisSystem),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("retry.p50", Contestant.ThisSystem, To: null, AtLeast: false, 1.5),
        new("timeout.p50", Contestant.ThisSystem, To: null, AtLeast: false, 1.5),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        switch (peer)
        {
            case PeerNames.Own:
                await using (var own = await OwnExecutor.OpenAsync(options => options.RetryBudget.Ratio = 1))
                {
                    return Figures(
                        await RunAsync(samples => RetryAsync(own.Executor, samples)),
                        await RunAsync(samples => TimeOutAsync(own.Executor, samples))
                    );
                }

            case TaskDelay:
                var byTask = await RunAsync(DelayAsync);
                return Figures(byTask, byTask);
            case AkkaScheduler:
                using (
                    var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka.loglevel = OFF"))
                )
                {
                    var receiver = system.ActorOf(Props.Create<Receiver>());
                    var byAkka = await RunAsync(samples => ScheduleAsync(system, receiver, samples));
                    return Figures(byAkka, byAkka);
                }

            default:
                throw new ArgumentException($"No such peer: {peer}", nameof(peer));
        }
    }

    private static Dictionary<string, double> Figures(Samples retry, Samples timeout) =>
        new()
        {
            ["retry.p50"] = retry.Microseconds(50) / 1_000,
            ["retry.p99"] = retry.Microseconds(99) / 1_000,
            ["timeout.p50"] = timeout.Microseconds(50) / 1_000,
            ["timeout.p99"] = timeout.Microseconds(99) / 1_000,
        };

    private static async Task<Samples> RunAsync(Func<Samples, Task> onceAsync)
    {
        for (var warmUp = new Samples(Times.WarmUp); warmUp.AreWanted; )
        {
            await onceAsync(warmUp);
        }

        var samples = new Samples(Times.Measured);
        while (samples.AreWanted)
        {
            await onceAsync(samples);
        }

        return samples;
    }

    private static async Task RetryAsync(IActorRef executor, Samples samples)
    {
        var failed = 0L;
        var begun = 0L;
        await ExecuteAsync(
            executor,
            new Execute(
                RequestId.New(),
                _ =>
                {
                    if (failed == 0)
                    {
                        failed = Stopwatch.GetTimestamp();
                        throw new InvalidOperationException();
                    }

                    begun = Stopwatch.GetTimestamp();
                    return default;
                },
                Retry: new RetryPolicy(1, Millisecond, Millisecond)
            )
        );
        samples.Add(failed, begun);
    }

    private static async Task TimeOutAsync(IActorRef executor, Samples samples)
    {
        var begun = 0L;
        var cancelled = 0L;
        await ExecuteAsync(
            executor,
            new Execute(
                RequestId.New(),
                async cancellation =>
                {
                    var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    await using var registration = cancellation.Register(() =>
                    {
                        cancelled = Stopwatch.GetTimestamp();
                        ended.SetResult();
                    });
                    begun = Stopwatch.GetTimestamp();
                    await ended.Task;
                    return null;
                },
                Timeout: Millisecond
            )
        );
        samples.Add(begun, cancelled);
    }

    private static async Task ExecuteAsync(IActorRef executor, Execute execute)
    {
        var reply = await executor.Ask<IExecuteReply>(execute, OwnExecutor.Patience);
        if (reply is not OperationCompleted)
        {
            throw new InvalidOperationException($"{reply}");
        }
    }

    private static async Task DelayAsync(Samples samples)
    {
        var begin = Stopwatch.GetTimestamp();
        await Task.Delay(Millisecond);
        samples.Add(begin, Stopwatch.GetTimestamp());
    }

    private static async Task ScheduleAsync(ActorSystem system, IActorRef receiver, Samples samples)
    {
        var at = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begin = Stopwatch.GetTimestamp();
        system.Scheduler.ScheduleTellOnce(Millisecond, receiver, at, ActorRefs.NoSender);
        samples.Add(begin, await at.Task);
    }

    private sealed class Receiver : UntypedActor
    {
        protected override void OnReceive(object message) =>
            ((TaskCompletionSource<long>)message).SetResult(Stopwatch.GetTimestamp());
    }
}
