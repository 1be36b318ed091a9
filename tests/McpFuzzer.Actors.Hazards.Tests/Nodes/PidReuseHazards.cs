using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Nodes;

/// <summary>
/// Reused pids, in a pid namespace whose next pid can be chosen. Where a namespace cannot be made (unshare(1) refuses),
/// the node runs outside, and the unmanaged process has another pid.
/// </summary>
public sealed class PidReuseHazards : HazardTest
{
    private const string Namespace =
        "unshare -Urpf --mount-proc true 2>/dev/null && exec unshare -Urpf --mount-proc \"$@\"; exec \"$@\"";

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "20")]
    public async Task Should_never_signal_an_unmanaged_process_that_has_the_pid_of_an_ended_target(NodeLevel level)
    {
        var node = await StartAsync(level);
        var pid = await StartTargetAsync(node, "old exit 3");
        Assert.EndsWith("exit code 3", await node.TellAsync("wait old"), StringComparison.Ordinal);
        Assert.StartsWith("STOPPED", await node.TellAsync("stop old"), StringComparison.Ordinal);

        var unmanaged = await UnmanagedAsync(node, pid);
        Assert.True(unmanaged == pid || !IsInNamespace(pid), $"{unmanaged} instead of {pid}");

        Assert.Equal("REJECTED NotRunning ", await node.TellAsync("signal old 9"));
        Assert.StartsWith("STOPPED", await node.TellAsync("kill old"), StringComparison.Ordinal);
        Assert.Equal("ALL 0", await node.TellAsync("stop-all"));
        Assert.Equal($"ALIVE {unmanaged}", await node.TellAsync("alive"));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "20")]
    public async Task Should_keep_the_pid_of_a_leader_taken_while_its_set_is_alive(NodeLevel level)
    {
        var node = await StartAsync(level);
        var pid = await StartTargetAsync(node, "old (trap '' TERM; sleep 1000; sleep 1000) & exit 3");
        Assert.EndsWith("exit code 3", await node.TellAsync("wait old"), StringComparison.Ordinal);

        // The leader has exited; the ladder runs for the rest.
        var unmanaged = await UnmanagedAsync(node, pid);
        Assert.NotEqual(pid, unmanaged);
        Assert.StartsWith("STOPPED", await node.TellAsync("kill old"), StringComparison.Ordinal);

        Assert.Equal($"ALIVE {unmanaged}", await node.TellAsync("alive"));
    }

    private Task<NodeProcess> StartAsync(NodeLevel level)
    {
        var settings = new NodeSettings(level, FolderFor("state"));
        return NodeProcessAsync(settings, "sh", "-c", Namespace, "sh");
    }

    // In a new namespace pids are small.
    private static bool IsInNamespace(int pid) => pid < 300;

    private static async Task<int> StartTargetAsync(NodeProcess node, string target)
    {
        var answer = await node.TellAsync($"start {target}");
        Assert.StartsWith("STARTED ", answer, StringComparison.Ordinal);
        return int.Parse(answer[8..]);
    }

    private static async Task<int> UnmanagedAsync(NodeProcess node, int pid) =>
        int.Parse((await node.TellAsync($"unmanaged {pid}"))["UNMANAGED ".Length..]);
}
