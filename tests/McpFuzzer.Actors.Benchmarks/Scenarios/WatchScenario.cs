using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>What it costs to watch.</summary>
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
            So many processes are started on a host that starts nothing and calls them active at each question, so that no operating system is measured, but every actor is there and answers its heartbeat checks: each at least once in {WatchedNode.HeartbeatInterval.TotalSeconds:0} s, at a check interval of {WatchedNode.CheckInterval.TotalMilliseconds:0} ms. With callbacks, each has one that is asked at each check, on the threads that are there for them. Measured for as long as it takes to ask each once: the processor time of the whole process, less what it takes when the watchdog is stopped (Akka's scheduler wakes a hundred times a second, whoever is watched); and what the watchdog's thread has allocated, by the tick.
            The system that this one was made after takes 14 % of a core for {Many:N0}, and 25 % with callbacks.
            """;

    public string Limits =>
        """
            Of the time with callbacks (perf, beside other work), a quarter is threads that are woken and fall asleep: a callback is run on threads of its own, so that one that hangs holds up no other, and goes there and back. The queue of deadlines is 6 %. Tried, and kept: one timer for each callback that is set anew instead of a new one for each check (139 KiB/s of garbage instead of 633), a flatter queue, telling all that is due at once.
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
        // Independent of their number: none, but for what a timer of Akka's costs.
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
