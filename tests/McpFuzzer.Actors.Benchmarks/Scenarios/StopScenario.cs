using System.Diagnostics;
using System.Globalization;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The time until a stop has verifiably ended a process set.</summary>
internal sealed class StopScenario : IProcessScenario
{
    private const int Grandchildren = 20;
    private const string Polite = "polite";
    private const string Stubborn = "stubborn";
    private const string Forced = "forced";

    private static readonly TimeSpan ShortGrace = TimeSpan.FromMilliseconds(100);

    public string Name => "stop";

    public string Title => $"The stop of a child with {Grandchildren} children";

    public string About =>
        $"""
            The time from `StopProcess` to its reply, which says that the set is empty. Polite: all of them end at
            SIGTERM. Stubborn: they ignore it, so that the grace ({ShortGrace.TotalMilliseconds:0} ms) is used up, and
            is subtracted. Forced: no grace. `Kill(entireProcessTree)` is there for contrast and proves nothing: it
            misses re-parented processes, and does not wait for the others to end. Left over is the number of processes
            that were alive at the reply.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [new("stop.p50", "beyond the grace, p50", "ms"), new("stop.left", "left over", "", HasRatio: false)];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Named(Polite), PeerNames.Own, Polite),
        new(Named(Stubborn), PeerNames.Own, Stubborn),
        new(Named(Forced), PeerNames.Own, Forced),
        new($"{Contestant.Process}, Kill(entireProcessTree)", PeerNames.SystemProcess, Forced),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        .. new[] { Polite, Stubborn, Forced }.SelectMany(manner =>
            new Aim[]
            {
                new("stop.p50", Named(manner), To: null, AtLeast: false, 10),
                new("stop.left", Named(manner), To: null, AtLeast: false, 0),
            }
        ),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await MeasureAsync(peer, variant, Times.WarmUp);
        var (samples, left) = await MeasureAsync(peer, variant, Times.Measured);
        var used = variant == Stubborn ? ShortGrace.TotalMilliseconds : 0;
        return new Dictionary<string, double>
        {
            ["stop.p50"] = (samples.Microseconds(50) / 1000) - used,
            ["stop.left"] = left,
        };
    }

    private static async Task<(Samples Samples, int Left)> MeasureAsync(IPeer peer, string variant, TimeSpan length)
    {
        var trap = variant == Stubborn ? "trap '' TERM; " : "";
        var script = $"{trap}i=0; while [ $i -lt {Grandchildren} ]; do sleep 600 & i=$((i+1)); done; wait";
        var order = new ChildOrder(
            ["/bin/sh", "-c", script],
            variant == Stubborn ? ShortGrace : TimeSpan.FromSeconds(5)
        );
        var samples = new Samples(length);
        var left = 0;
        while (samples.AreWanted)
        {
            await using var child = await peer.StartAsync(order);
            var grandchildren = await FindGrandchildrenAsync(child.Pid);
            var begin = Stopwatch.GetTimestamp();
            await child.StopAsync(force: variant == Forced);
            samples.Add(begin, Stopwatch.GetTimestamp());
            left += grandchildren.Count(IsAlive);
        }

        return (samples, left);
    }

    private static async Task<int[]> FindGrandchildrenAsync(int pid)
    {
        while (true)
        {
            var text = await File.ReadAllTextAsync($"/proc/{pid}/task/{pid}/children");
            var pids = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // The last child too must have become a sleep.
            if (pids.Length == Grandchildren && Array.TrueForAll(pids, IsSleep))
            {
                return [.. pids.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            }

            await Task.Delay(1);
        }
    }

    private static bool IsSleep(string pid) =>
        File.ReadAllText($"/proc/{pid}/comm").StartsWith("sleep", StringComparison.Ordinal);

    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Named(string manner) => $"{Contestant.ThisSystem}, {manner}";
}
