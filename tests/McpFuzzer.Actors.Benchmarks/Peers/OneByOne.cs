using System.Diagnostics;

namespace McpFuzzer.Actors.Benchmarks.Peers;

/// <summary>Runs loops in parallel, each of which starts a child, awaits its end, and starts the next.</summary>
internal static class OneByOne
{
    public static async Task<int> RunManyAsync(IPeer peer, ChildOrder order, int atOnce, TimeSpan length)
    {
        var begin = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(
            Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => RunAsync(peer, order, begin, length)))
        );
        return counts.Sum();
    }

    private static async Task<int> RunAsync(IPeer peer, ChildOrder order, long begin, TimeSpan length)
    {
        var count = 0;
        while (Stopwatch.GetElapsedTime(begin) < length)
        {
            await using var child = await peer.StartAsync(order);
            await child.Ended;
            count++;
        }

        return count;
    }
}
