using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>No target is left after any orderly end of a node.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class NodeEndTests : IDisposable
{
    // A target that ignores SIGTERM, with a grandchild that does too and has left its session.
    private const string Stubborn =
        "trap '' TERM; setsid sh -c \"trap '' TERM; while :; do sleep 600; done\" & while :; do sleep 600; done";

    private readonly ClusterGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    [Trait("Hazard", "41")]
    public async Task Should_leave_nothing_when_it_gets_SIGTERM()
    {
        var node = await _ground.StartAsync();
        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address);
        await StartTargetsAsync(member, node);

        var (code, error) = await node.TerminateAsync();

        Assert.Equal((0, ""), (code, error));
        _ground.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Hazard", "41")]
    public async Task Should_leave_nothing_when_another_node_makes_it_leave()
    {
        var node = await _ground.StartAsync();
        var other = await _ground.StartAsync("--join", node.HostAndPort, "--role", "worker", "--role", "spare");
        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address);
        await StartTargetsAsync(member, node);
        var spared = await (await member.RuntimeOfAsync(other.Address)).Manager.Ask<ProcessStarted>(
            new StartProcess(new ProcessSpec { Command = ["sleep", "600"] }),
            FuzzingMember.Patience
        );

        member.Cluster.Leave(node.Address);
        var (code, error) = await node.EndAsync();

        Assert.Equal((0, ""), (code, error));
        var still = await (await member.RuntimeOfAsync(other.Address)).Manager.Ask<ProcessSnapshot>(
            new GetProcess(spared.Key),
            FuzzingMember.Patience
        );
        Assert.Equal(ProcessPhase.Running, still.Phase);
        Assert.Equal(0, (await other.TerminateAsync()).Code);
        _ground.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Hazard", "41")]
    public async Task Should_leave_nothing_and_report_it_when_the_cluster_declares_it_lost()
    {
        var node = await _ground.StartAsync();
        await using var member = await FuzzingMember.JoinAsync(_ground, node.Address);
        await StartTargetsAsync(member, node);

        member.Cluster.Down(node.Address);
        var (code, error) = await node.EndAsync();

        Assert.Equal(4, code);
        Assert.Contains("the cluster took this node for lost", error, StringComparison.Ordinal);
        _ground.AssertNothingIsLeft();
    }

    private static async Task StartTargetsAsync(FuzzingMember member, ClusterProcess node)
    {
        var runtime = await member.RuntimeOfAsync(node.Address);
        for (var target = 0; target < 2; target++)
        {
            var started = await runtime.Manager.Ask<IStartReply>(
                new StartProcess(
                    new ProcessSpec
                    {
                        Command = ["sh", "-c", $"{Stubborn}"],
                        StopLadder = new StopLadder(
                            TimeSpan.Zero,
                            TimeSpan.FromMilliseconds(500),
                            TimeSpan.FromSeconds(5)
                        ),
                    }
                ),
                FuzzingMember.Patience
            );
            Assert.IsType<ProcessStarted>(started);
        }
    }
}
