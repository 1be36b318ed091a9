using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Nodes;

/// <summary>A node that is itself a target of another node, and has its own targets.</summary>
public sealed class NestedNodeHazards : HazardTest
{
    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_end_the_targets_of_an_inner_node_when_it_is_killed(NodeLevel level)
    {
        var outer = await NodeAsync(level);
        var inner = await StartInnerAsync(outer);

        await outer.AskAsync<SignalSent>(new SignalProcess(HazardNode.Key, 9));

        Assert.Equal(outer.Killed, (await outer.ExitAsync()).Exit);
        await outer.StopAsync();
        Assert.All(inner, pid => Assert.False(ProcessStat.TryRead(pid, out var stat) && stat.IsAlive));
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_let_an_inner_node_stop_its_own_targets_when_the_outer_stops_it(NodeLevel level)
    {
        var outer = await NodeAsync(level);
        await StartInnerAsync(outer);

        var stopped = await outer.StopAsync(grace: 60);

        Assert.Equal((new ProcessExit.Code(0), false), (stopped.Exit, stopped.Escalated));
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_end_an_inner_node_and_its_targets_when_the_outer_stops_it_by_force(NodeLevel level)
    {
        var outer = await NodeAsync(level);
        await StartInnerAsync(outer);

        await outer.StopAsync(force: true);

        // A target of the inner node without an environment carries no tag of the outer node. Where the outer node
        // adopts, it ends such a target at its next search, once every earlier target is gone. The inner node's
        // guardian died with it.
        if (level == NodeLevel.Session)
        {
            Assert.True(SpinWait.SpinUntil(() => Living().Count == 0, Patience.Long));
        }

        AssertNoneLeft(level != NodeLevel.SessionAlone);
    }

    private async Task<int[]> StartInnerAsync(HazardNode outer)
    {
        var settings = new NodeSettings(outer.Level, FolderFor("state-inner"))
        {
            Count = 4,
            Scripts =
            [
                "trap '' TERM; echo ready; while :; do sleep 1; done",
                "(env -i setsid sleep 1000 &); echo ready; sleep 1000",
            ],
        };
        var spec = outer.Marked(
            new ProcessSpec
            {
                Command = NodeProgram.Command(settings),
                Stdin = StdioMode.Piped,
                Stdout = StdioMode.Piped,
                StopLadder = StopLadder.Default with { CloseStdin = TimeSpan.Zero },
            }
        );
        var started = await outer.StartAsync(spec);
        var streams = await outer.AskAsync<Client.Local.StdioAttached>(
            new Client.Local.AttachStdio(started.Key, started.Incarnation)
        );
        var line = await HazardNode.ReadLineAsync(streams);
        Assert.StartsWith("READY ", line, StringComparison.Ordinal);
        return [.. line[6..].Split(',').Select(int.Parse)];
    }
}
