using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Native;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>How soon an exit is told.</summary>
internal sealed class ExitScenario : IProcessScenario
{
    private const string Blocked = "blocked";
    private const int BlockedThreads = 64;
    private const int Batch = 20;
    private const int SettleMilliseconds = 5;

    /// <summary>An exit that is not told by then counts as this long.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public string Name => "exit";

    public string Title => "The exit of a child, told";

    public string About =>
        $"""
            From SIGKILL, sent to a sleeping child, to the moment at which its exit is known: of this system `ProcessExited` at an actor that watches, of C the return of `waitpid`, of Process its `Exited` event, of CliWrap the end of its task. The kernel's part, which is most of it, is everybody's. The second half of the table is the same with {BlockedThreads} threads of the pool blocked and more such work waiting: {LongestWait.TotalSeconds:0} s there means that the exit was not told as long as the pool stood.

            From the kernel to whoever watches it is two threads here, woken one after the other: the one of pipes and exits, and one of the actors'; of C it is the one that waits. The distance between the two is what that second wake costs.
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
            var told = child.Exited.Wait(LongestWait);
            samples.Add(
                begin,
                told ? child.Exited.Result : begin + (long)(LongestWait.TotalSeconds * Stopwatch.Frequency)
            );
            // What it still has to do about this one should not stand in the way of the next.
            child.Ended.Wait(Between);
        }
    }

    private static string OnBlocked(string title) => $"{title}, pool blocked";
}
