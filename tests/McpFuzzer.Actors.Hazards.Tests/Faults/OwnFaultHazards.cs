using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Watch;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Faults;

/// <summary>Actors of the node that throw.</summary>
public sealed class OwnFaultHazards : HazardTest
{
    [Theory]
    [At]
    [Trait("Hazard", "44")]
    public async Task Should_kill_the_process_and_report_it_lost_when_its_actor_throws(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        await node.StartReadyAsync(
            "trap '' TERM; (trap '' TERM; sleep 1000) & echo ready; while :; do sleep 1000; done"
        );
        await node.StartReadyAsync("echo ready; exec sleep 1000", new("bystander"));
        var waiting = node.AskAsync<ProcessLost>(new WaitForExit(HazardNode.Key));
        var stopping = node.AskAsync<ProcessLost>(new StopProcess(HazardNode.Key, Grace: TimeSpan.FromHours(1)));

        // The actor does not survive a failure of the host.
        node.System.ActorSelection($"/user/mcp-fuzzer/manager/p-{HazardNode.Key}")
            .Tell(new HostFailed(new InvalidOperationException("a fault of the host")));

        var lost = await waiting;
        Assert.Equal((HazardNode.Key, 1), (lost.Key, lost.Incarnation));
        Assert.Equal(lost, await stopping);
        Assert.Equal(lost, await node.AskAsync<ProcessLost>(new StopProcess(HazardNode.Key)));
        await log.WaitForAsync<ProcessLost>(1);
        Assert.Empty(log.Of<ProcessStopped>());
        Assert.Equal(2, (await node.StartAsync("exit 0")).Incarnation);
        Assert.Equal(new ProcessExit.Code(0), (await node.ExitAsync()).Exit);
        await node.StopAsync();
        Assert.Equal(node.Died(15), (await node.StopAsync(new("bystander"))).Exit);
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "44")]
    public async Task Should_keep_its_processes_when_the_manager_throws(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        await node.StartReadyAsync("echo ready; exec sleep 1000");

        // The manager does not expect a list that throws when it is read.
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            node.AskAsync<IStartReply>(new StartProcess(new ProcessSpec { Command = new Unreadable() }))
        );

        var snapshot = await node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));
        Assert.Equal((ProcessPhase.Running, 1), (snapshot.Phase, snapshot.Incarnation));
        var stopped = await node.StopAsync();
        Assert.Equal((node.Died(15), ExitCause.Requested), (stopped.Exit, stopped.Cause));
        await log.WaitForAsync<ProcessStopped>(1);
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "44")]
    public async Task Should_watch_the_same_processes_when_the_watchdog_throws(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        var silent = node.Shell("echo ready; exec sleep 1000") with
        {
            Timeout = TimeSpan.FromSeconds(2),
            AutoKill = false,
        };
        await node.StartReadyAsync(silent);
        var watchdog = node.System.ActorSelection("/user/mcp-fuzzer/watchdog");

        // No caller of the public types can cause this.
        watchdog.Tell(new WatchdogProtocol.CompleteStats(null!, ActorRefs.Nobody));

        // Reported before or not: a restarted watchdog reports again.
        await log.WaitForAsync<ProcessUnresponsive>(log.Of<ProcessUnresponsive>().Count() + 1);
        var stats = await watchdog.Ask<WatchdogStats>(new GetWatchdogStats(), Patience.Long);
        Assert.Equal((true, 1, 1), (stats.Watching, stats.RegisteredCount, stats.Suspect));
        Assert.Equal(node.Died(15), (await node.StopAsync()).Exit);
        AssertNoneLeft(promised: true);
    }
}
