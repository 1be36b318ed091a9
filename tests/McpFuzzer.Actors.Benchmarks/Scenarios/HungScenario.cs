using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The time until many hung children are ended.</summary>
internal sealed class HungScenario : IProcessScenario
{
    private const int Count = 50;
    private const int AtOnce = 8;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    public string Name => "hung";

    public string Title => $"{Count} children that ignore SIGTERM become hung together";

    public string About =>
        $"""
            {Count} shells ignore SIGTERM, each with a `sleep` below it. All are active for the last time at the same
            moment, and may be ended after the timeout and the buffer. The figure is the time from then until the last
            of their sets is proven empty, less the grace ({Grace.TotalSeconds:0} s). The watchdog checks ten times a
            second. The original system ends them one by one, and takes 25 s.
            """;

    public IReadOnlyList<Metric> Metrics { get; } = [new("hung.all", "all gone, beyond the grace", "ms")];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [new(Contestant.ThisSystem, PeerNames.OwnWatchful, "", Contestant.ThisSystem)];

    public IReadOnlyList<Aim> Aims { get; } = [new("hung.all", Contestant.ThisSystem, To: null, AtLeast: false, 250)];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await EndAsync(peer, AtOnce, TimeSpan.FromMilliseconds(100));
        var took = await EndAsync(peer, Count, Grace);
        return new Dictionary<string, double>
        {
            ["hung.all"] = (took - Timeout - OwnPeer.Buffer - Grace).TotalMilliseconds,
        };
    }

    /// <summary>Returns the time from the last activity to the last end.</summary>
    private static async Task<TimeSpan> EndAsync(IPeer peer, int count, TimeSpan grace)
    {
        // It has no output. It is ready once it ignores SIGTERM, which is before its sleep begins.
        var order = new ChildOrder(["/bin/sh", "-c", "trap '' TERM; while :; do sleep 600; done"], grace, Timeout);
        var children = new List<IWatchedChild>(count);
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            var started = await Task.WhenAll(some.Select(_ => peer.StartAsync(order)));
            children.AddRange(started.Cast<IWatchedChild>());
            children.ForEach(child => child.ShowLife());
        }

        await Task.Delay(Timeout / 2);
        children.ForEach(child => child.ShowLife());
        var silentSince = Stopwatch.GetTimestamp();
        await Task.WhenAll(children.Select(child => child.Ended)).WaitAsync(LongestEnd);
        return Stopwatch.GetElapsedTime(silentSince);
    }
}
