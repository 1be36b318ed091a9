using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The effect of a large heap on starts.</summary>
internal sealed class HeapScenario : IProcessScenario
{
    private const int Mebibytes = 2048;
    private const string WithHeap = "heap";
    private const string Fork = "C, fork and exec";

    public string Name => "heap";

    public string Title => "A start beside a heap of 2 GiB";

    public string About =>
        """
            The time of a start as above, in a process that has touched 2 GiB of managed memory (C: of malloc's), in
            relation to the same without it. `fork` copies the page tables, `posix_spawn` shares them until the exec.
            """;

    public IReadOnlyList<Metric> Metrics { get; } = [new("heap.p50", "p50", "µs"), new("heap.p99", "p99", "µs")];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.ThisSystem),
        new(Large(Contestant.ThisSystem), PeerNames.Own, WithHeap, Contestant.ThisSystem),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.Process),
        new(Large(Contestant.Process), PeerNames.SystemProcess, WithHeap, Contestant.Process),
        new(Fork, null, $"heap {Times.MeasuredMilliseconds} 0", Fork),
        new(Large(Fork), null, $"heap {Times.MeasuredMilliseconds} {Mebibytes}", Fork),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [new("heap.p50", Large(Contestant.ThisSystem), Contestant.ThisSystem, AtLeast: false, 1, WithinNoise: true)];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        var heap = Allocate(variant == WithHeap ? Mebibytes : 0);
        await AnswerScenario.RunAsync(peer, Times.WarmUp);
        var samples = await AnswerScenario.RunAsync(peer, Times.Measured);
        GC.KeepAlive(heap);
        return samples.Percentiles("heap");
    }

    private static byte[][] Allocate(int mebibytes)
    {
        var blocks = new byte[mebibytes][];
        for (var index = 0; index < mebibytes; index++)
        {
            blocks[index] = new byte[1024 * 1024];
            blocks[index].AsSpan().Fill(1);
        }

        return blocks;
    }

    private static string Large(string title) => $"{title}, 2 GiB";
}
