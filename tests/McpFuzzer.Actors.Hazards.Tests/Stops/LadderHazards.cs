using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Stops;

/// <summary>Targets that ignore a stop, and two stops at once.</summary>
public sealed class LadderHazards : HazardTest
{
    private const string Stubborn = "trap '' TERM; echo ready; while :; do sleep 1; done";

    [Theory]
    [At]
    [Trait("Hazard", "1")]
    public async Task Should_reach_sigkill_when_a_target_ignores_sigterm(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync(Stubborn);

        var stopped = await node.StopAsync(grace: 0.3);

        Assert.Equal((node.Killed, ExitCause.Requested, true), (stopped.Exit, stopped.Cause, stopped.Escalated));
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    public async Task Should_end_a_target_by_sigterm_when_it_has_stopped_itself(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        // Another process reports that it has stopped: it could not do so itself.
        await node.StartReadyAsync(
            "trap 'exit 7' TERM; (until grep -q '^State:.T' /proc/$$/status; do :; done; echo ready) &"
                + " kill -STOP $$; while :; do sleep 0.1; done"
        );

        // The portable host does not send SIGCONT with it. SIGKILL ends a stopped process too.
        var stopped = await node.StopAsync(grace: level == NodeLevel.Portable ? 0.3 : 60);

        Assert.Equal(
            level == NodeLevel.Portable && stopped.Escalated ? node.Killed : new ProcessExit.Code(7),
            stopped.Exit
        );
        Assert.Single(log.Of<ProcessExited>());
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "30")]
    public async Task Should_run_one_ladder_and_give_one_reply_when_two_stops_come_at_once(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        await node.StartReadyAsync(Stubborn);

        var first = node.StopAsync(grace: 0.3);
        var second = node.StopAsync(grace: 0.3);

        Assert.Equal(await first, await second);
        Assert.Equal(await first, await node.StopAsync());
        await AssertOneEndAsync(log);
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "30")]
    public async Task Should_escalate_the_ladder_and_give_one_reply_when_a_forced_stop_joins(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        await node.StartReadyAsync(Stubborn);
        // By itself it would take an hour.
        var patient = node.StopAsync(grace: 3600);
        var alsoPatient = node.StopAsync(grace: 3600);

        var forced = await node.StopAsync(force: true);

        Assert.Equal(forced, await patient);
        Assert.Equal(forced, await alsoPatient);
        Assert.Equal(node.Killed, forced.Exit);
        await AssertOneEndAsync(log);
        AssertNoneLeft(promised: true);
    }

    private static async Task AssertOneEndAsync(EventLog log)
    {
        await log.WaitForAsync<ProcessStopped>(1);
        Assert.Equal((1, 1), (log.Of<ProcessExited>().Count(), log.Of<ProcessStopped>().Count()));
    }
}
