using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>
/// Descendants that stay in their leader's group. The portable host promises only the leader: the test ends what it
/// leaves.
/// </summary>
public sealed class GroupHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "2")]
    public async Task Should_not_report_stopped_before_a_member_that_ignores_sigterm_is_dead(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync("(trap '' TERM; echo ready; while :; do sleep 1; done) & sleep 1000");

        var stopped = await node.StopAsync(grace: 0.3);

        AssertNoneLeft(KeepsGroups(level));
        if (KeepsGroups(level))
        {
            Assert.Equal((node.Died(15), true), (stopped.Exit, stopped.Escalated));
            Assert.InRange(stopped.SurvivorsKilled, 1, 2);
        }
    }

    [Theory]
    [At]
    [Trait("Hazard", "53")]
    public async Task Should_let_a_job_in_its_own_group_clean_up(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync(
            "set -m; sh -c 'trap \"exit 0\" TERM; echo ready; while :; do sleep 0.05; done' & wait"
        );

        // The portable host does not know the job.
        var stopped = await node.StopAsync(grace: KeepsGroups(level) ? 60 : 0.3);

        Assert.Equal((node.Died(15), false), (stopped.Exit, stopped.Escalated));
        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    [Trait("Hazard", "3")]
    public async Task Should_report_the_exit_and_kill_the_rest_when_the_leader_has_exited_before(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartAsync("sleep 1000 >/dev/null 2>&1 & exit 5");

        var exited = await node.ExitAsync();
        var stopped = await node.StopAsync();

        Assert.Equal(new ProcessExit.Code(5), exited.Exit);
        Assert.Equal(
            (new ProcessExit.Code(5), ExitCause.Exited, KeepsGroups(level) ? 1 : 0),
            (stopped.Exit, stopped.Cause, stopped.SurvivorsKilled)
        );
        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    [Trait("Hazard", "4")]
    public async Task Should_find_a_double_fork(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync("(sleep 1000 &); (sh -c '(sleep 1000 &)' &); echo ready; sleep 1000");

        await node.StopAsync();

        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    [Trait("Hazard", "6")]
    public async Task Should_kill_until_no_member_is_left_when_it_forks_while_it_is_killed(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // Each of twenty starts the next, ten times, whether or not it survives.
        await node.StartReadyAsync(
            "trap '' TERM; i=0; while [ $i -lt 20 ]; do i=$((i+1));"
                + " (n=0; while [ $n -lt 10 ]; do n=$((n+1)); sleep 1000 & sleep 0.01; done; wait) & done;"
                + " echo ready; wait"
        );

        var stopped = await node.StopAsync(force: true);

        Assert.Equal(node.Killed, stopped.Exit);
        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    [Trait("Hazard", "7")]
    public async Task Should_report_the_exit_at_once_when_a_grandchild_holds_stdout(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartAsync("trap '' TERM; sleep 1000 & exit 3");

        // If the node waited for the pipe, the exit would come after a thousand seconds.
        var exited = await node.ExitAsync();
        var stopped = await node.StopAsync(force: true);

        Assert.Equal((new ProcessExit.Code(3), ExitCause.Exited), (exited.Exit, exited.Cause));
        Assert.Equal(exited.Exit, stopped.Exit);
        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    public async Task Should_end_it_when_it_has_deleted_its_working_directory(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var folder = FolderFor("doomed");
        await node.StartReadyAsync(
            node.Shell("") with
            {
                Command = ["sh", "-c", "rmdir \"$0\"; echo ready; sleep 1000 & wait", folder],
                WorkingDirectory = folder,
            }
        );
        Assert.False(Directory.Exists(folder));

        var stopped = await node.StopAsync();

        Assert.Equal(node.Died(15), stopped.Exit);
        AssertNoneLeft(KeepsGroups(level));
    }

    [Theory]
    [At]
    public async Task Should_follow_a_target_that_others_replace(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync(
            "exec nice -n 5 sh -c 'exec env -u PATH /bin/sh -c \"echo ready; exec /bin/sleep 1000\"'"
        );

        var stopped = await node.StopAsync();

        Assert.Equal((node.Died(15), false), (stopped.Exit, stopped.Escalated));
        AssertNoneLeft(promised: true);
    }

    private static bool KeepsGroups(NodeLevel level) => level != NodeLevel.Portable;
}
