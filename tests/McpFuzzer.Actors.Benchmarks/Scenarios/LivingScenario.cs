using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of a living child in the process that watches it.</summary>
internal sealed class LivingScenario : IProcessScenario
{
    private const int Count = 500;
    private const int AtOnce = 8;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    public string Name => "living";

    public string Title => $"{Count} living children";

    public string About =>
        $"""
            {Count} times `sleep`, with stdin piped, both outputs read and the exit watched. This system keeps the last
            4 KiB of each output, in memory that grows on use. The figures are the growth of the resident memory of the
            watching process, with a compacting collection before and after, and the number of threads that were added.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [new("living.memory", "memory of one child", "KiB"), new("living.threads", "threads added", "", HasRatio: false)];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.ThisSystem),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.ThisSystem),
        new(Contestant.CliWrap, PeerNames.CliWrap, "", Contestant.ThisSystem),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("living.memory", Contestant.ThisSystem, To: null, AtLeast: false, 16),
        // The pool may add or end a few threads in any case.
        new("living.threads", Contestant.ThisSystem, To: null, AtLeast: false, 8),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await EndAsync(await StartAsync(peer, AtOnce * 10));
        var (memoryBefore, threadsBefore) = await LookAsync();
        var children = await StartAsync(peer, Count);
        var (memory, threads) = await LookAsync();
        await EndAsync(children);
        return new Dictionary<string, double>
        {
            ["living.memory"] = (memory - memoryBefore) / Count,
            ["living.threads"] = threads - threadsBefore,
        };
    }

    private static async Task<List<IChild>> StartAsync(IPeer peer, int count)
    {
        var order = ChildOrder.Of("/bin/sleep", "600");
        var children = new List<IChild>(count);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            children.AddRange(await Task.WhenAll(some.Select(_ => peer.StartAsync(order))));
        }

        return children;
    }

    private static async Task EndAsync(List<IChild> children)
    {
        foreach (var some in children.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(child => child.DisposeAsync().AsTask()));
        }
    }

    private static async Task<(double MemoryKibibytes, int Threads)> LookAsync()
    {
        await Task.Delay(Settle);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (ProcStatus.Number("self", "VmRSS:"), (int)ProcStatus.Number("self", "Threads:"));
    }
}
