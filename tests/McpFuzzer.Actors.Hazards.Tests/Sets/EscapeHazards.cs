using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>
/// Descendants that leave the group, the session, their parents or their environment behind: found from the level
/// session on.
/// </summary>
public sealed class EscapeHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "5")]
    public async Task Should_find_a_process_that_escapes_by_setsid_and_signal_no_other(NodeLevel level)
    {
        var node = await NodeAsync(level);
        using var unmanaged = System.Diagnostics.Process.Start("sleep", "1000");
        await EndAllAsync(
            node,
            "setsid sleep 1000 & echo ready; wait",
            "setsid sleep 1000 & echo ready; read line; exit 3",
            "(setsid sh -c '(setsid sleep 1000 &); sleep 1000' &); echo ready; read line; exit 3"
        );

        Assert.False(unmanaged.HasExited);
        unmanaged.Kill();
        await unmanaged.WaitForExitAsync();
        AssertNoneLeft(KnowsEscapees(level));
    }

    [Theory]
    [At]
    [Trait("Hazard", "5")]
    public async Task Should_find_daemons_that_cleared_their_environment(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var argument = OtherProcesses.NewArgument();
        await EndAllAsync(
            node,
            $"env -i setsid sleep {argument} & echo ready; read line; exit 3",
            $"env -i setsid sh -c '(setsid sleep {argument} &); exit 0' & echo ready; wait; read line",
            $"(env -i setsid sh -c '(env -i setsid sleep {argument} >/dev/null 2>&1 &)' &); echo ready; sleep 1000"
        );

        AssertNoneLeft(KnowsEscapees(level));
        // At the portable level they carry no tag.
        Leftovers.EndByHand(() => OtherProcesses.WithArgument(argument));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    [Trait("Hazard", "5")]
    [Trait("Hazard", "6")]
    public async Task Should_end_a_chain_that_forks_and_exits_forever(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await File.WriteAllTextAsync(Path.Combine(Scratch, "chain"), "setsid sh \"$0\" & exit 0");
        await EndAllAsync(node, $"cd '{Scratch}'; echo ready; read line; sh ./chain; exit 0");

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_reach_into_a_pid_namespace_of_the_target(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // Where a namespace cannot be made, the script runs without one.
        await EndAllAsync(
            node,
            "unshare -Urpf sh -c '(setsid sleep 1000 &); sleep 1000' || sleep 1000 & sleep 0.1; echo ready; wait"
        );

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_end_what_a_target_adopts_when_it_is_a_subreaper_itself(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var spec = node.Marked(
            new ProcessSpec { Command = TestChild.Command("adopt", "(env -i setsid sh -c '(setsid sleep 1000 &)' &)") }
        );
        await node.StartReadyAsync(spec);

        var stopped = await node.StopAsync(force: true);

        Assert.Equal(node.Killed, stopped.Exit);
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_find_a_sibling_that_a_target_has_created(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var argument = OtherProcesses.NewArgument();
        var spec = new ProcessSpec { Command = TestChild.Command("sibling", argument), Stdin = StdioMode.Piped };
        // First its leader exits by itself, then it is killed with the leader.
        var streams = await node.StartReadyAsync(node.Marked(spec));
        await OtherProcesses.WaitForStartAsync("sleep", argument);
        await streams.Stdin!.CompleteAsync();
        var left = await node.StopAsync(grace: 0.2);
        Assert.Equal(new ProcessExit.Code(0), left.Exit);
        Assert.Empty(OtherProcesses.WithArgument(argument));

        await node.StartReadyAsync(node.Marked(spec));
        await OtherProcesses.WaitForStartAsync("sleep", argument);
        await node.StopAsync(force: true);
        Assert.Empty(OtherProcesses.WithArgument(argument));

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup)]
    public async Task Should_find_by_the_tags_a_process_that_leaves_its_control_group(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // On an order, since the node moves it into its group right after its start.
        var streams = await StartReadyAsync(
            node,
            "echo ready; read line; m=$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo);"
                + " echo $$ >\"$m/cgroup.procs\" && grep -q '^0::/$' /proc/self/cgroup || exit 9;"
                + " (env -i setsid sleep 1000 &); exit 3",
            HazardNode.Key
        );
        await streams.Stdin!.CompleteAsync();
        Assert.Equal(new ProcessExit.Code(3), (await node.ExitAsync()).Exit);

        await node.StopAsync(grace: 0.5);

        AssertNoneLeft(promised: true);
    }

    // Those that end by themselves do so at the end of their stdin, when all have started.
    private static async Task EndAllAsync(HazardNode node, params string[] scripts)
    {
        var keys = scripts.Select((_, index) => new ProcessKey($"e{index}")).ToArray();
        var started = new List<StdioAttached>();
        foreach (var (script, key) in scripts.Zip(keys))
        {
            started.Add(await StartReadyAsync(node, script, key));
        }

        foreach (var streams in started)
        {
            await streams.Stdin!.CompleteAsync();
        }

        var stopped = await Task.WhenAll(keys.Select(key => node.StopAsync(key, grace: 0.5)));
        Assert.All(stopped, each => Assert.IsNotType<ProcessExit.Unknown>(each.Exit));
    }

    private static Task<StdioAttached> StartReadyAsync(HazardNode node, string script, ProcessKey key) =>
        node.StartReadyAsync(node.Shell(script) with { Stdin = StdioMode.Piped }, key);

    private static bool KnowsEscapees(NodeLevel level) => level >= NodeLevel.SessionAlone;
}
