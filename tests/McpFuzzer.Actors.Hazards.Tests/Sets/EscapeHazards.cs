using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>Descendants that leave the group, the session, their parents or their environment behind: known from the level session on.</summary>
public sealed class EscapeHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "5")]
    public async Task Should_find_what_escapes_by_setsid_and_hit_nobody_else(NodeLevel level)
    {
        var node = await NodeAsync(level);
        using var stranger = System.Diagnostics.Process.Start("sleep", "1000");
        await EndAllAsync(
            node,
            "setsid sleep 1000 & echo ready; wait",
            "setsid sleep 1000 & echo ready; exit 3",
            "(setsid sh -c '(setsid sleep 1000 &); sleep 1000' &); echo ready; exit 3"
        );

        Assert.False(stranger.HasExited);
        stranger.Kill();
        await stranger.WaitForExitAsync();
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
            $"env -i setsid sleep {argument} & echo ready; exit 3",
            $"env -i setsid sh -c '(setsid sleep {argument} &); exit 0' & echo ready; wait",
            $"(env -i setsid sh -c '(env -i setsid sleep {argument} >/dev/null 2>&1 &)' &); echo ready; sleep 1000"
        );

        AssertNoneLeft(KnowsEscapees(level));
        // At the portable level they carry nothing at all.
        Leftovers.EndByHand(() => OtherProcesses.WithArgument(argument));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    [Trait("Hazard", "5")]
    [Trait("Hazard", "6")]
    public async Task Should_end_a_chain_that_forks_and_exits_for_ever(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await File.WriteAllTextAsync(Path.Combine(Scratch, "chain"), "setsid sh \"$0\" & exit 0");
        await EndAllAsync(node, $"cd '{Scratch}'; echo ready; sh ./chain; exit 0");

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_reach_into_a_pid_namespace_of_the_target_own(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // Where no namespace may be made, what would run in it runs without.
        await EndAllAsync(
            node,
            "unshare -Urpf sh -c '(setsid sleep 1000 &); sleep 1000' || sleep 1000 & sleep 0.1; echo ready; wait"
        );

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone)]
    public async Task Should_end_what_a_target_adopts_that_is_a_subreaper_itself(NodeLevel level)
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
    [At(NodeLevel.Cgroup)]
    public async Task Should_find_by_the_tags_what_moves_itself_out_of_its_control_group(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await EndAllAsync(
            node,
            "m=$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo);"
                + " echo $$ >\"$m/cgroup.procs\" && grep -q '^0::/$' /proc/self/cgroup || exit 9;"
                + " (env -i setsid sleep 1000 &); echo ready; exit 3"
        );

        AssertNoneLeft(promised: true);
    }

    private static async Task EndAllAsync(HazardNode node, params string[] scripts)
    {
        for (var index = 0; index < scripts.Length; index++)
        {
            await node.StartReadyAsync(scripts[index], new ProcessKey($"e{index}"));
        }

        var stops = scripts.Select((_, index) => node.StopAsync(new ProcessKey($"e{index}"), grace: 0.5));
        Assert.All(await Task.WhenAll(stops), stopped => Assert.IsNotType<ProcessExit.Unknown>(stopped.Exit));
    }

    private static bool KnowsEscapees(NodeLevel level) => level >= NodeLevel.SessionAlone;
}
