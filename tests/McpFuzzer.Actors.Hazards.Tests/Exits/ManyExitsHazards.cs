using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Exits;

/// <summary>A thousand exits at once.</summary>
public sealed class ManyExitsHazards : HazardTest
{
    private const int Children = 1000;

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group, NodeLevel.Portable)]
    [Trait("Hazard", "22")]
    public async Task Should_report_each_exit_once_when_all_exit_together(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        // They wait until the other end is opened.
        var gate = Path.Combine(Scratch, "gate");
        await node.StartAsync($"mkfifo '{gate}'", new("gate"));
        Assert.Equal(new ProcessExit.Code(0), (await node.ExitAsync(new("gate"))).Exit);
        await Task.WhenAll(
            Enumerable.Range(0, Children).Select(child => node.StartAsync(Child(node, gate, child), KeyOf(child)))
        );

        await using var opened = new FileStream(gate, FileMode.Open, FileAccess.Write);

        await log.WaitForAsync<ProcessStopped>(Children + 1);
        var exits = log.Of<ProcessExited>().ToLookup(exited => exited.Key, exited => exited.Exit);
        Assert.All(
            Enumerable.Range(0, Children),
            child => Assert.Equal(new ProcessExit.Code(child % 100), Assert.Single(exits[KeyOf(child)]))
        );
        Assert.Equal(Children + 1, log.Of<ProcessStopped>().Count());
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group, NodeLevel.Portable)]
    [Trait("Hazard", "33")]
    public async Task Should_lose_no_reply_when_a_thousand_are_started_and_then_stopped_at_once(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        var sleeper = node.Marked(
            new ProcessSpec
            {
                Command = ["sleep", "1000"],
                Stdout = StdioMode.Null,
                Stderr = StdioMode.Null,
                // On a slow machine the first are silent for long before the last have started.
                AutoKill = false,
            }
        );

        var starts = await Task.WhenAll(
            Enumerable.Range(0, Children).Select(child => node.StartAsync(sleeper, KeyOf(child)))
        );
        var stops = await Task.WhenAll(
            Enumerable.Range(0, Children).Select(child => node.StopAsync(KeyOf(child), grace: 60))
        );

        Assert.Equal(Children, starts.Select(started => started.Pid).Distinct().Count());
        Assert.All(stops, stopped => Assert.Equal((node.Died(15), false), (stopped.Exit, stopped.Escalated)));
        await log.WaitForAsync<ProcessStopped>(Children);
        Assert.Equal((Children, Children), (log.Of<ProcessExited>().Count(), log.Of<ProcessStopped>().Count()));
        AssertNoneLeft(promised: true);
    }

    private static ProcessSpec Child(HazardNode node, string gate, int child) =>
        node.Marked(
            new ProcessSpec
            {
                Command = ["sh", "-c", $": <\"$0\"; exit {child % 100}", gate],
                Stdout = StdioMode.Null,
                Stderr = StdioMode.Null,
                // On a slow machine the first are silent for long before the last have started.
                AutoKill = false,
            }
        );

    private static ProcessKey KeyOf(int child) => new($"child-{child}");
}
