using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>How many short-lived children a second.</summary>
internal sealed class ThroughputScenario : IScenario
{
    private static readonly int Threads = Math.Min(2, Environment.ProcessorCount);

    public string Name => "throughput";

    public string Title => "Start to end of /bin/true, many at once";

    public string About =>
        """
            Children per second with 8 and with 64 in flight: three pipes, both outputs read to their end, the exit read. Of this system it is `StartProcess` to `ProcessStopped`, told by and to an actor, the set verified empty. The C program gives each child a session, as this system does, and runs on two threads with an epoll each; on one thread it is slower. The others give none: a session from .NET costs a `setsid` before the command, which is the row of its own.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("throughput.8", "8 at once", "/s"),
        new("throughput.64", "64 at once", "/s"),
        new("processor.8", "processor time of the starting process, one child of 8 at once", "µs"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.C, null, $"throughput {Times.MeasuredMilliseconds} {Threads} 8 64", Contestant.C),
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.C),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.C),
        new($"{Contestant.Process} by setsid", PeerNames.SystemProcessBySetsid, "", Contestant.C),
        new(Contestant.CliWrap, PeerNames.CliWrap, "", Contestant.C),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("throughput.8", Contestant.ThisSystem, Contestant.C, AtLeast: true, 0.75),
        new("throughput.8", Contestant.ThisSystem, Contestant.CliWrap, AtLeast: true, 1),
        new("throughput.64", Contestant.ThisSystem, Contestant.C, AtLeast: true, 0.75),
        new("throughput.64", Contestant.ThisSystem, Contestant.CliWrap, AtLeast: true, 1),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await RunAsync(peer, 8, Times.WarmUp);
        var (rateOf8, processorOf8) = await RunAsync(peer, 8, Times.Measured);
        var (rateOf64, _) = await RunAsync(peer, 64, Times.Measured);
        return new Dictionary<string, double>
        {
            ["throughput.8"] = rateOf8,
            ["throughput.64"] = rateOf64,
            ["processor.8"] = processorOf8,
        };
    }

    private static async Task<(double PerSecond, double Processor)> RunAsync(IPeer peer, int atOnce, TimeSpan length)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var begin = Stopwatch.GetTimestamp();
        var count = await peer.RunManyAsync(ChildOrder.Of("/bin/true"), atOnce, length);
        var took = Stopwatch.GetElapsedTime(begin);
        var used = Environment.CpuUsage.TotalTime - processor;
        return (count / took.TotalSeconds, used.TotalMicroseconds / count);
    }
}
