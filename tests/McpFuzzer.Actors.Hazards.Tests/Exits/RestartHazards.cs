using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Exits;

/// <summary>A target that always fails.</summary>
public sealed class RestartHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "37")]
    public async Task Should_wait_longer_each_time_and_give_up_when_a_target_always_fails(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        var policy = new RestartPolicy
        {
            Mode = RestartMode.Always,
            MinBackoff = TimeSpan.FromMilliseconds(10),
            MaxBackoff = TimeSpan.FromMilliseconds(30),
            RandomFactor = 0,
            MaxRestarts = 3,
        };

        await node.StartAsync("sleep 1000 & exit 1", with: spec => spec with { Restart = policy });
        await log.WaitForAsync<ProcessFailed>(1);

        Assert.Equal([1, 2, 3, 4], log.Of<ProcessStarted>().Select(started => started.Incarnation));
        Assert.Equal([10, 20, 30], log.Of<ProcessRestarting>().Select(restarting => restarting.Delay.Milliseconds));
        Assert.All(log.Of<ProcessExited>(), exited => Assert.Equal(new ProcessExit.Code(1), exited.Exit));
        Assert.Equal(4, log.Of<ProcessStopped>().Count());
        var status = await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));
        Assert.Equal(ProcessPhase.Failed, status.Phase);
        // For each incarnation, before the next one began.
        AssertNoneLeft(level > NodeLevel.Portable);
    }
}
