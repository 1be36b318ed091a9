using System.Threading.RateLimiting;
using Akka.Actor;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of the executor itself, with operations that cost nothing.</summary>
internal sealed class BatchScenario : IScenario
{
    private const int Count = 100_000;
    private const int AtOnce = 5;
    private const string Polly = "Polly";
    private const string PollyTitle = "Polly, timeout, retry and concurrency limiter";
    private const string Loop = "loop";
    private const string LoopTitle = "Parallel.ForEachAsync, with neither";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public string Name => "batch";

    public string Title => $"A batch of {Count:N0} operations that do nothing";

    public string About =>
        $"""
            One delegate that returns at once runs {Count:N0} times, {AtOnce} at once, each with a timeout of 30 s and a
            retry policy. For this system it is an Ask of `ExecuteBatch` until `BatchCompleted` arrives with all
            results, on the reference configuration. Polly is a pipeline of concurrency limiter, retry and timeout,
            driven by `Parallel.ForEachAsync` of degree {AtOnce}. Alone, `Parallel.ForEachAsync` has neither timeout nor
            retry, and keeps no results. The allocated bytes include those of the caller.
            """;

    public string Limits =>
        """
            What is left is the operation itself, which carries timeout, retry and cancellation, and its result.
            `Parallel.ForEachAsync` has none of these and keeps nothing. Tried, and kept: one token source for many
            operations as long as none of them is cancelled, and one object for equal results (258 bytes before).
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("batch.pace", "operations, thousands", "/s"),
        new("batch.processor", "processor time for one operation", "µs"),
        new("batch.bytes", "allocated for one operation", "bytes"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Own, "", LoopTitle),
        new(PollyTitle, Polly, "", LoopTitle),
        new(LoopTitle, Loop, "", LoopTitle),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("batch.pace", Contestant.ThisSystem, To: null, AtLeast: true, 2_000),
        new("batch.pace", Contestant.ThisSystem, PollyTitle, AtLeast: true, 1),
        new("batch.bytes", Contestant.ThisSystem, To: null, AtLeast: false, 81),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        switch (peer)
        {
            case PeerNames.Own:
                await using (var own = await OwnExecutor.OpenAsync())
                {
                    return await Pace.MeasureAsync(Name, wanted => RunOwnAsync(own.Executor, wanted));
                }

            case Polly:
                var pipeline = Pipeline();
                return await Pace.MeasureAsync(
                    Name,
                    wanted => RunLoopAsync(wanted, cancellation => pipeline.ExecuteAsync(_ => default, cancellation))
                );
            case Loop:
                return await Pace.MeasureAsync(Name, wanted => RunLoopAsync(wanted, _ => default));
            default:
                throw new ArgumentException($"No such peer: {peer}", nameof(peer));
        }
    }

    private static async Task<long> RunOwnAsync(IActorRef executor, Func<bool> wanted)
    {
        var operations = Enumerable.Repeat<LocalOperation>(_ => default, Count).ToArray();
        var retry = new RetryPolicy(1, TimeSpan.FromSeconds(1), Limit);
        var done = 0L;
        do
        {
            var reply = await executor.Ask<IExecuteBatchReply>(
                new ExecuteBatch(RequestId.New(), operations, Limit, Retry: retry),
                OwnExecutor.Patience
            );
            done += reply is BatchCompleted { Results.Count: Count }
                ? Count
                : throw new InvalidOperationException($"{reply}");
        } while (wanted());

        return done;
    }

    private static async Task<long> RunLoopAsync(Func<bool> wanted, Func<CancellationToken, ValueTask> operation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        var done = 0L;
        do
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Count), options, (_, token) => operation(token));
            done += Count;
        } while (wanted());

        return done;
    }

    private static ResiliencePipeline Pipeline() =>
        new ResiliencePipelineBuilder()
            .AddConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Count })
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.FromSeconds(1) })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = Limit })
            .Build();
}
