using System.Diagnostics;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;
using Xunit.Abstractions;

namespace McpFuzzer.Actors.Hazards.Tests.Nodes;

/// <summary>A node that is killed by <c>kill -9</c>, with fifty targets of every kind.</summary>
public sealed class KilledNodeHazards(ITestOutputHelper output) : HazardTest
{
    private const int Targets = 50;
    private const int SIGKILL = 9;

    private static readonly string[] Stayers =
    [
        "echo ready; exec sleep 1000",
        "trap '' TERM HUP INT; echo ready; while :; do sleep 1000; done",
        "(trap '' TERM; sleep 1000) & (sleep 1000 &); echo ready; wait",
    ];

    private static readonly string[] Leavers =
    [
        .. Stayers,
        "setsid sleep 1000 & echo ready; wait",
        "(setsid sh -c '(setsid sleep 1000 &); sleep 1000' &); echo ready; sleep 1000",
        "env -i setsid sleep 1000 & (env -i setsid sh -c '(setsid sleep 1000 &)' &); echo ready; wait",
        "(env -i setsid sleep 1000 >/dev/null 2>&1 &); setsid sleep 1000 >/dev/null 2>&1 & echo ready; exit 3",
    ];

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone, NodeLevel.Group)]
    [Trait("Hazard", "26")]
    public async Task Should_leave_nothing_when_the_node_is_killed(NodeLevel level)
    {
        var node = await StartAsync(level);

        var took = await KillAsync(node);

        output.WriteLine($"{level}: none left after {took.TotalMilliseconds:F0} ms (promised: 2 s)");
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    [Trait("Hazard", "26")]
    public async Task Should_leave_nothing_when_the_guardian_was_killed_and_replaced_before(NodeLevel level)
    {
        var node = await StartAsync(level);
        var first = Assert.Single(node.Guardians());
        Assert.Equal(0, Libc.kill(first, SIGKILL));
        await OtherProcesses.WaitAsync(
            () => node.Guardians() is [var next] && next != first,
            "the guardian was not replaced"
        );

        await KillAsync(node);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "26")]
    public async Task Should_leave_nothing_to_the_next_start_when_node_and_guardian_die_together(NodeLevel level)
    {
        var settings = Settings(level);
        var node = await NodeProcessAsync(settings);
        var guardian = Assert.Single(node.Guardians());
        // Stopped first, so that neither sees the other's end.
        Assert.Equal(0, Libc.kill(guardian, 19));
        node.Signal(SIGKILL);
        await node.ExitAsync();
        Assert.Equal(0, Libc.kill(guardian, SIGKILL));
        Assert.True(Living().Count >= Targets);

        // It has swept before it reports readiness.
        await NodeProcessAsync(settings with { Count = 0, Scripts = [] });

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "27")]
    public async Task Should_leave_the_targets_of_another_node_alone_when_one_is_killed(NodeLevel level)
    {
        // They share a state folder, as two nodes of one user do.
        var killed = await StartAsync(level);
        var other = await NodeProcessAsync(Settings(level) with { Count = 5 });
        var third = await NodeAsync(level, stateFolder: "state");
        await third.StartReadyAsync("echo ready; exec sleep 1000");

        killed.Signal(SIGKILL);
        await killed.ExitAsync();
        await OtherProcesses.WaitAsync(() => killed.Targets.All(IsGone), "targets of the killed node are left");
        // A start sweeps too, and must spare living nodes.
        await NodeProcessAsync(Settings(level) with { Count = 0 });

        Assert.All(other.Targets, pid => Assert.False(IsGone(pid)));
        Assert.Equal("ALL 5", await other.TellAsync("stop-all"));
        Assert.Equal(third.Died(15), (await third.StopAsync()).Exit);
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group, NodeLevel.Portable)]
    [Trait("Hazard", "28")]
    public async Task Should_leave_nothing_when_it_is_terminated_among_starts(NodeLevel level)
    {
        var node = await NodeProcessAsync(new NodeSettings(level, FolderFor("state")));
        Assert.Equal("STORM 300", await node.TellAsync("storm 300 exec sleep 1000"));

        node.Signal(15);

        Assert.Equal(0, await node.ExitAsync());
        AssertNoneLeft(promised: true);
    }

    private Task<NodeProcess> StartAsync(NodeLevel level) => NodeProcessAsync(Settings(level));

    // From the level session on, a process that leaves its session is still found.
    private NodeSettings Settings(NodeLevel level) =>
        new(level, FolderFor("state")) { Count = Targets, Scripts = level == NodeLevel.Group ? Stayers : Leavers };

    private async Task<TimeSpan> KillAsync(NodeProcess node)
    {
        Assert.True(Living().Count >= Targets);
        var started = Stopwatch.GetTimestamp();
        node.Signal(SIGKILL);
        await node.ExitAsync();
        await OtherProcesses.WaitAsync(() => Living().Count == 0, "processes are left");
        return Stopwatch.GetElapsedTime(started);
    }

    private static bool IsGone(int pid) => !ProcessStat.TryRead(pid, out var stat) || !stat.IsAlive;
}
