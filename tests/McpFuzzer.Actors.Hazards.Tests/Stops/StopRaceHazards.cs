using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Stops;

/// <summary>A stop and an exit within a millisecond.</summary>
public sealed class StopRaceHazards : HazardTest
{
    private const int Races = 1000;
    private const int SideBySide = 25;

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group, NodeLevel.Portable)]
    [Trait("Hazard", "31")]
    public async Task Should_keep_the_real_exit_and_report_it_once_when_a_stop_races_it(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();

        foreach (var batch in Enumerable.Range(0, Races).Chunk(SideBySide))
        {
            await Task.WhenAll(batch.Select(race => RaceAsync(node, new ProcessKey($"race-{race}"), race)));
        }

        await log.WaitForAsync<ProcessStopped>(Races);
        Assert.Equal(Races, log.Of<ProcessStarted>().Count());
        Assert.Equal(Races, log.Of<ProcessExited>().Select(exited => exited.Key).Distinct().Count());
        Assert.Equal(Races, log.Of<ProcessStopped>().Select(stopped => stopped.Key).Distinct().Count());
        Assert.Equal((Races, Races), (log.Of<ProcessExited>().Count(), log.Of<ProcessStopped>().Count()));
        AssertNoneLeft(promised: true);
    }

    private static async Task RaceAsync(HazardNode node, ProcessKey key, int race)
    {
        var ends = new ProcessSpec
        {
            Command = ["false"],
            Stdout = StdioMode.Null,
            Stderr = StdioMode.Null,
        };
        await node.StartAsync(node.Marked(ends), key);
        // From zero to about two milliseconds, the time that such a program takes.
        Thread.SpinWait(race % 40 * 1000);

        var stopped = await node.StopAsync(key, force: race % 2 == 0, grace: 60);

        var signal = race % 2 == 0 ? 9 : 15;
        if (stopped.Exit == node.Died(signal))
        {
            Assert.Equal(ExitCause.Requested, stopped.Cause);
        }
        else
        {
            Assert.Equal(new ProcessExit.Code(1), stopped.Exit);
        }

        var exited = await node.ExitAsync(key);
        Assert.Equal((stopped.Exit, stopped.Cause), (exited.Exit, exited.Cause));
    }
}
