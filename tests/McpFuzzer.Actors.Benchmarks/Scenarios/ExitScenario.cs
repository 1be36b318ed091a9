using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Native;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>The time until an exit is reported.</summary>
internal sealed class ExitScenario : IProcessScenario
{
    private const string Blocked = "blocked";
    private const int BlockedThreads = 64;
    private const int Batch = 20;
    private const int SettleMilliseconds = 5;

    /// <summary>An exit that is not reported by then counts as this long.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public string Name => "exit";

    public string Title => "The exit of a child";

    public string About =>
        $"""
            The time from SIGKILL, sent to a sleeping child, until its exit is known. For this system that is
            `ProcessExited` at an actor that watches, for C the return of `waitpid`, for Process its `Exited` event, for
            CliWrap the end of its task. Most of it is the kernel's part, which all share. The second half of the table
            is the same with {BlockedThreads} threads of the pool blocked and more such work queued. There,
            {LongestWait.TotalSeconds:0} s means that the exit was not reported while the pool was blocked.

            In this system an exit passes two threads on its way to the actor that watches: that of pipes and exits,
            which the kernel wakes, and that of the actors, which the first one wakes. In C it passes the waiting thread
            alone. The difference between the two is the cost of the second wake.
            """;

    public IReadOnlyList<Metric> Metrics { get; } = [new("exit.p50", "p50", "µs"), new("exit.p99", "p99", "µs")];

    public IReadOnlyList<Contestant> Contestants { get; } =
    [
        new(Contestant.C, null, $"exit {Times.MeasuredMilliseconds} {SettleMilliseconds}", Contestant.C),
        new(Contestant.ThisSystem, PeerNames.Own, "", Contestant.C),
        new(Contestant.Process, PeerNames.SystemProcess, "", Contestant.C),
        new(Contestant.CliWrap, PeerNames.CliWrap, "", Contestant.C),
        new(OnBlocked(Contestant.ThisSystem), PeerNames.Own, Blocked, Contestant.C),
        new(OnBlocked(Contestant.Process), PeerNames.SystemProcess, Blocked, Contestant.C),
    ];

    public IReadOnlyList<Aim> Aims { get; } =
    [
        new("exit.p50", Contestant.ThisSystem, Contestant.C, AtLeast: false, 1.6),
        new("exit.p50", OnBlocked(Contestant.ThisSystem), Contestant.C, AtLeast: false, 1.6),
    ];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await MeasureAsync(peer, Times.WarmUp, blocked: false);
        var samples = await MeasureAsync(peer, Times.Measured, variant == Blocked);
        return samples.Percentiles("exit");
    }

    private static async Task<Samples> MeasureAsync(IPeer peer, TimeSpan length, bool blocked)
    {
        var samples = new Samples(length);
        while (samples.AreWanted)
        {
            var children = await Task.WhenAll(
                Enumerable.Range(0, Batch).Select(_ => peer.StartAsync(ChildOrder.Of("/bin/sleep", "600")))
            );
            await Task.Delay(SettleMilliseconds);
            // Not on the pool, which may be blocked.
            await Task.Factory.StartNew(
                () => KillEach(children, samples, blocked),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }

        return samples;
    }

    private static void KillEach(IChild[] children, Samples samples, bool blocked)
    {
        using var pool = blocked ? new BlockedPool(BlockedThreads) : null;
        foreach (var child in children.TakeWhile(_ => samples.AreWanted))
        {
            var begin = Stopwatch.GetTimestamp();
            Signals.Kill(child.Pid);
            var reported = child.Exited.Wait(LongestWait);
            samples.Add(
                begin,
                reported ? child.Exited.Result : begin + (long)(LongestWait.TotalSeconds * Stopwatch.Frequency)
            );
            // What the peer still does about this child must not delay the next.
            child.Ended.Wait(Between);
        }
    }

    private static string OnBlocked(string title) => $"{title}, pool blocked";
}
