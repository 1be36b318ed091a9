using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>How soon a start is known to have succeeded.</summary>
internal sealed class AnswerScenario : IProcessScenario
{
    public string Name => "answer";

    public string Title => "The answer to a start, one at a time";

    public string About =>
        """
            From the order to the knowledge that the exec has succeeded, `/bin/true` with three pipes; each child has ended before the next is started. Of this system it is an Ask of `StartProcess` until its answer is in the caller's hands, of C the pipes, `posix_spawn` and `pidfd_open`, of the others the call that starts.

            The last table has two parts of the way, each tried alone: to the manager and back, and the start beneath the actors. The thread that runs the actors carries out the start itself, and answers before it wakes any other but the caller's: while the new child takes a processor for itself, a thread that is woken may have to wait for one.
            """;

    public string Limits =>
        """
            Of what it is slower than Process, an Ask that only goes to the manager and back is 8 µs already; an actor for the child, its session, both tags and the watchers' news are the rest. The kernel's part, from the spawn to the exec, is the same for all and more than half of it.
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
        new(
            "host",
            "p50 of a start by the host alone, without an actor: one thread is woken, and `posix_spawn` waits for the exec"
        ),
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

    // On a thread that sleeps until it is told: one of the pool would spin meanwhile, and take the processor that the new child needs.
    private static Task<double> TimeAsync(Func<Task<IAsyncDisposable?>> part) =>
        Task.Factory.StartNew(
            () => Time(part),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static double Time(Func<Task<IAsyncDisposable?>> part)
    {
        var told = SleepingSemaphore.Create();
        var samples = new Samples(Times.WarmUp);
        while (samples.AreWanted)
        {
            var begin = Stopwatch.GetTimestamp();
            var doing = part();
            _ = doing.ContinueWith(
                _ => told.Release(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            told.Wait();
            samples.Add(begin, Stopwatch.GetTimestamp());
            doing.Result?.DisposeAsync().AsTask().Wait();
        }

        return samples.Microseconds(50);
    }

    /// <summary>One after the other for a while.</summary>
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
