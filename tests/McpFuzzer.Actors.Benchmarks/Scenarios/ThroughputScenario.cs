using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>Short-lived children per second.</summary>
internal sealed class ThroughputScenario : IProcessScenario
{
    private static readonly int Threads = Math.Min(2, Environment.ProcessorCount);

    private const string BySetsid = $"{Contestant.Process} by setsid";

    public string Name => "throughput";

    public string Title => "Start to end of /bin/true, many at once";

    public string About =>
        """
            Children per second with 8 and with 64 in flight, with three pipes, both outputs read to their end, and the
            exit read. For this system it is `StartProcess` to `ProcessStopped`, between an actor and the manager, with
            the set verified empty. The C program gives each child a session, as this system does, and runs on two
            threads with an epoll each; on one thread it is slower. The others give none. A session from .NET costs a
            `setsid` before the command, which has its own row.

            The last table shows the work of this system beyond that of C. From the order to the proof that the set is
            empty, its threads pass a child on by waking each other. C does all of it on the thread that waits. Where an
            idle processor has to be woken too, as in most virtual machines, a wake costs more than the work that
            follows.
            """;

    public string Limits =>
        """
            Samples of the thread that starts (perf, 64 at once): 62 % of its time is the kernel's, and 34 % passes
            while `posix_spawn` waits for the child's exec. An actor for each child and the manager's work on it are 15
            %, waking other threads 12 %. The proof that a set is empty and the watch, which the others do not have,
            take 78 µs of each child, as much as C takes for everything. Within 1.2 × Process they would leave 190 µs
            for a start, three pipes and an exit, for which Process alone takes 224.
            Tried: the start on the thread of the actor instead of a separate thread, and the environment encoded once.
            What is left to try is fewer wakes between the three threads, on a machine whose processors need not be
            woken for each.
            """;

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("throughput.8", "8 at once", "/s"),
        new("throughput.64", "64 at once", "/s"),
        new("processor.8", "processor time of the starting process, one child of 8 at once", "µs"),
        new("processor.64", "processor time of the starting process, one child of 64 at once", "µs"),
    ];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.C, null, $"throughput {Times.MeasuredMilliseconds} {Threads} 8 64", Contestant.C),
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.C),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.C),
        new(BySetsid, PeerNames.SystemProcessBySetsid, "", Contestant.C),
        new(Contestant.CliWrap, PeerNames.CliWrap, "", Contestant.C),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("throughput.8", Contestant.ThisSystem, Contestant.C, AtLeast: true, 0.75),
        new("throughput.8", Contestant.ThisSystem, Contestant.CliWrap, AtLeast: true, 1),
        new("throughput.8", Contestant.ThisSystem, BySetsid, AtLeast: true, 1.5),
        new("throughput.64", Contestant.ThisSystem, Contestant.C, AtLeast: true, 0.75),
        new("throughput.64", Contestant.ThisSystem, Contestant.CliWrap, AtLeast: true, 1),
        new("throughput.64", Contestant.ThisSystem, BySetsid, AtLeast: true, 1.5),
        new("processor.8", Contestant.ThisSystem, Contestant.Process, AtLeast: false, 1.2),
        new("processor.64", Contestant.ThisSystem, Contestant.Process, AtLeast: false, 1.2),
    ];

    public IReadOnlyList<Part> Parts { get; } =
    [
        new(
            "mcp-fuzzer.proc",
            "processor time per child: manager, actor per process, ordering actor, and the start until the exec"
        ),
        new("process-events", "the thread that reads pipes and exits"),
        new("process-sets", "the thread that finds sets empty, and reaps"),
        new("mcp-fuzzer.watc", "the watchdog, at each start and each exit"),
        new(".NET TP Worker", "the thread pool"),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await RunAsync(peer, 8, Times.WarmUp);
        var before = ThreadTimes.Read();
        var ofEight = await RunAsync(peer, 8, Times.Measured);
        var after = ThreadTimes.Read();
        var ofMany = await RunAsync(peer, 64, Times.Measured);
        var figures = new Dictionary<string, double>
        {
            ["throughput.8"] = ofEight.PerSecond,
            ["throughput.64"] = ofMany.PerSecond,
            ["processor.8"] = ofEight.Processor,
            ["processor.64"] = ofMany.Processor,
        };
        foreach (var part in Parts)
        {
            figures[part.Key] = after.MicrosecondsSince(before, part.Key) / ofEight.Count;
        }

        return figures;
    }

    private static async Task<(int Count, double PerSecond, double Processor)> RunAsync(
        IPeer peer,
        int atOnce,
        TimeSpan length
    )
    {
        var processor = Environment.CpuUsage.TotalTime;
        var begin = Stopwatch.GetTimestamp();
        var count = await peer.RunManyAsync(ChildOrder.Of("/bin/true"), atOnce, length);
        var took = Stopwatch.GetElapsedTime(begin);
        var used = Environment.CpuUsage.TotalTime - processor;
        return (count, count / took.TotalSeconds, used.TotalMicroseconds / count);
    }
}
