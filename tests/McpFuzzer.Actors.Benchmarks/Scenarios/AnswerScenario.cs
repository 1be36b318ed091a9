using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The time until a start is known to have succeeded.</summary>
internal sealed class AnswerScenario : IProcessScenario
{
    public string Name => "answer";

    public string Title => "The answer to a start, one at a time";

    public string About =>
        """
            The time from the order until the caller knows that the exec has succeeded. The child is `/bin/true` with
            three pipes, and each has ended before the next is started. For this system it is an Ask of `StartProcess`,
            for C the pipes, `posix_spawn` and `pidfd_open`, for the others the call that starts.

            The last table measures two parts alone: the way to the manager and back, and the start without actors. The
            thread that runs the actors carries out the start itself. It replies before it wakes any thread but the
            caller's: while the new child takes a processor, a thread that is woken may have to wait for one.
            """;

    public string Limits =>
        """
            This system is slower than Process. An Ask that only goes to the manager and back takes 8 µs of the
            difference. The rest is an actor for the child, its session, both tags and the events for subscribers. The
            kernel's part, from the spawn to the exec, is the same for all, and more than half of the whole.
            """;

    public IReadOnlyList<Metric> Metrics { get; } = [new("answer.p50", "p50", "µs"), new("answer.p99", "p99", "µs")];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.C, null, $"answer {Times.MeasuredMilliseconds}", Contestant.C),
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.C),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.C),
        new(Contestant.CliWrap, PeerNames.CliWrap, "", Contestant.C),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("answer.p50", Contestant.ThisSystem, Contestant.C, AtLeast: false, 2),
        new("answer.p50", Contestant.ThisSystem, Contestant.Process, AtLeast: false, 1),
    ];

    public IReadOnlyList<Part> Parts { get; } =
    [
        new("ask", "p50 of an Ask that the manager answers at once: two threads are woken"),
        new("host", "p50 of a start by the host alone: one thread is woken, and `posix_spawn` waits for the exec"),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await RunAsync(peer, Times.WarmUp);
        var figures = (await RunAsync(peer, Times.Measured)).Percentiles("answer");
        if (peer is IPartedPeer parted)
        {
            figures["ask"] = await TimeAsync(parted.AskAsync);
            figures["host"] = await TimeAsync(parted.StartByHostAsync);
        }

        return figures;
    }

    // On a thread that sleeps until it is woken. A thread of the pool would spin, and take the processor from the
    // child.
    private static Task<double> TimeAsync(Func<Task<IAsyncDisposable?>> part) =>
        Task.Factory.StartNew(
            () => Time(part),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static double Time(Func<Task<IAsyncDisposable?>> part)
    {
        var replied = SleepingSemaphore.Create();
        var samples = new Samples(Times.WarmUp);
        while (samples.AreWanted)
        {
            var begin = Stopwatch.GetTimestamp();
            var doing = part();
            _ = doing.ContinueWith(
                _ => replied.Release(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            replied.Wait();
            samples.Add(begin, Stopwatch.GetTimestamp());
            doing.Result?.DisposeAsync().AsTask().Wait();
        }

        return samples.Microseconds(50);
    }

    /// <summary>Measures one start after the other, for a time.</summary>
    internal static async Task<Samples> RunAsync(IPeer peer, TimeSpan length)
    {
        var order = ChildOrder.Of("/bin/true");
        var samples = new Samples(length);
        while (samples.AreWanted)
        {
            var begin = Stopwatch.GetTimestamp();
            await using var child = await peer.StartAsync(order);
            samples.Add(begin, Stopwatch.GetTimestamp());
            await child.Ended;
        }

        return samples;
    }
}
