using System.Diagnostics;
using McpFuzzer.Actors.Benchmarks.Peers;

namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>How soon a start is known to have succeeded.</summary>
internal sealed class AnswerScenario : IScenario
{
    public string Name => "answer";

    public string Title => "The answer to a start, one at a time";

    public string About =>
        """
            From the order to the knowledge that the exec has succeeded, `/bin/true` with three pipes; each child has ended before the next is started. Of this system it is an Ask of `StartProcess` until its answer is in the caller's hands, of C the pipes, `posix_spawn` and `pidfd_open`, of the others the call that starts.
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
    [new("answer.p50", Contestant.ThisSystem, Contestant.C, AtLeast: false, 2)];

    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IPeer peer, string variant)
    {
        await RunAsync(peer, Times.WarmUp);
        return (await RunAsync(peer, Times.Measured)).Percentiles("answer");
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
