using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>Sets whose processes share most of their memory.</summary>
public sealed class SharedMemoryHazards : HazardTest
{
    private const long Mebibyte = 1024 * 1024;

    // A variable of 8 MiB, which a shell has, and which its forks share with it.
    private const string Fill = "x=0123456789abcdef; i=0; while [ $i -lt 19 ]; do x=$x$x; i=$((i+1)); done; ";

    // For safety, no process can have more than 1 GiB.
    private const string Grow = "ulimit -v 1048576; " + Fill + "y=$x$x; z=$y$y; w=$z$z; v=$w$w; sleep 1000 & wait";

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "50")]
    public async Task Should_count_shared_pages_once_against_a_limit_on_memory(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync(
            Limited(node, Fill + "for i in 1 2 3 4 5 6; do (sleep 1000; :) & done; echo ready; wait", 48)
        );
        var sharing = await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));

        // Both are checked by the same clock: when the second is ended, the first was checked and spared.
        await node.StartAsync(Limited(node, Grow, 48), new("growing"));
        var grown = await node.ExitAsync(new("growing"));

        Assert.Equal((ExitCause.Limit, LimitKind.Memory), (grown.Cause, grown.Breach?.Kind));
        Assert.InRange(sharing.ResidentBytes!.Value, 48 * Mebibyte, long.MaxValue);
        var spared = await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));
        Assert.Equal((ProcessPhase.Running, null), (spared.Phase, spared.Breach));
        await node.StopAsync(new("growing"), force: true);
        await node.StopAsync(force: true);
        AssertNoneLeft(promised: true);
    }

    private static ProcessSpec Limited(HazardNode node, string script, int mebibytes) =>
        node.Shell(script) with
        {
            Limits = new ResourceLimits { MemoryBytes = mebibytes * Mebibyte },
        };
}
