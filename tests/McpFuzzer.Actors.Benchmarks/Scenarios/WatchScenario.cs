using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The cost of the watchdog.</summary>
internal sealed class WatchScenario : IScenario
{
    private const int Few = 1_000;
    private const int Many = 10_000;
    private const string WithCallbacks = "callbacks";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public string Name => "watch";

    public string Title => "Registered processes, looked at ten times a second";

    public string About =>
        $"""
            A host that starts no process reports as many as the row says, each active at every check, so that no
            operating system is measured. Every actor exists and replies to its heartbeat checks, each at least once in
            {WatchedNode.HeartbeatInterval.TotalSeconds:0} s, at a check interval of
            {WatchedNode.CheckInterval.TotalMilliseconds:0} ms. With callbacks, each process has one that is called at
            each check, on the threads for callbacks. The measurement lasts until each was checked once. The first
            figure is the processor time of the whole process, less what it takes while the watchdog is stopped. (Akka's
            scheduler wakes a hundred times a second in any case.) The second is what the watchdog's thread has
            allocated per tick.
            The original system takes 14 % of a core for {Many:N0}, and 25 % with callbacks.
            """;

    public string Limits =>
        """
            With callbacks (perf, beside other work), a quarter of the time is threads that are woken and fall asleep. A
            callback runs on separate threads, so that one that hangs delays no other, and the call goes there
            and back. The queue of deadlines is 6 %. Tried, and kept: one timer for each callback that is reset instead
            of a new one for each check (139 KiB/s of garbage instead of 633), a flatter queue, and one message for
            everything that is due.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("watch.cpu", "processor time of the watch", "% of a core", HasRatio: false),
        new("watch.unwatched", "processor time of the node without it", "% of a core", HasRatio: false),
        new("watch.tick", "allocated in a tick", "B", HasRatio: false),
        new("watch.node", "allocated by the node", "KiB/s", HasRatio: false),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Named(Few, ""), PeerNames.Own, $"{Few}"),
        new(Named(Many, ""), PeerNames.Own, $"{Many}"),
        new(Named(Many, ", with callbacks"), PeerNames.Own, $"{Many} {WithCallbacks}"),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("watch.cpu", Named(Many, ""), To: null, AtLeast: false, 2),
        new("watch.cpu", Named(Many, ", with callbacks"), To: null, AtLeast: false, 1),
        // Only the cost of an Akka timer, for any number.
        new("watch.tick", Named(Few, ""), To: null, AtLeast: false, 100),
        new("watch.tick", Named(Many, ""), To: null, AtLeast: false, 100),
        new("watch.tick", Named(Many, ", with callbacks"), To: null, AtLeast: false, 100),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string peer, string variant)
    {
        var words = variant.Split(' ');
        await using var node = await WatchedNode.OpenAsync();
        await node.StartAsync(int.Parse(words[0]), withCallbacks: words.Contains(WithCallbacks));
        await Task.Delay(Settle);
        var ticks = WatchedNode.HeartbeatInterval / WatchedNode.CheckInterval;
        var watched = await MeasureAsync(node, WatchedNode.HeartbeatInterval);
        await node.UnwatchAsync();
        await Task.Delay(Settle);
        var unwatched = await MeasureAsync(node, WatchedNode.HeartbeatInterval / 2);
        return new Dictionary<string, double>
        {
            ["watch.cpu"] = watched.CpuPercent - unwatched.CpuPercent,
            ["watch.unwatched"] = unwatched.CpuPercent,
            ["watch.tick"] = watched.ByThread / ticks,
            ["watch.node"] = watched.ByNode / 1024.0 / WatchedNode.HeartbeatInterval.TotalSeconds,
        };
    }

    private static async Task<(double CpuPercent, long ByThread, long ByNode)> MeasureAsync(
        WatchedNode node,
        TimeSpan length
    )
    {
        GC.Collect();
        var byThread = await node.AllocatedByWatchdogAsync();
        var byNode = GC.GetTotalAllocatedBytes(precise: true);
        var used = Environment.CpuUsage.TotalTime;
        var begin = Stopwatch.GetTimestamp();
        await Task.Delay(length);
        var percent = (Environment.CpuUsage.TotalTime - used) / Stopwatch.GetElapsedTime(begin) * 100;
        return (
            percent,
            await node.AllocatedByWatchdogAsync() - byThread,
            GC.GetTotalAllocatedBytes(precise: true) - byNode
        );
    }

    private static string Named(int count, string how) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Contestant.ThisSystem}, {count:N0} registered{how}"
        );
}
