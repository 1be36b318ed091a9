using System.Diagnostics;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Exits;

/// <summary>Other code in the node's process that starts and reaps its own children, or ours.</summary>
public sealed class ForeignReaperHazards : HazardTest
{
    private const int Pairs = 100;
    private const int P_PID = 1;

    [Theory]
    [At]
    [Trait("Hazard", "21")]
    public async Task Should_give_each_owner_its_own_exits_when_process_is_used_beside_it(NodeLevel level)
    {
        var node = await NodeAsync(level);

        await Task.WhenAll(
            Enumerable
                .Range(0, Pairs)
                .SelectMany<int, Task>(index => [OurExitAsync(node, index), TheirExitAsync(index)])
        );

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.SessionAlone, NodeLevel.Group)]
    [Trait("Hazard", "21")]
    public async Task Should_report_a_status_as_unknown_when_other_code_has_taken_it(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var log = await node.WatchAsync();
        for (var round = 0; round < 20; round++)
        {
            var streams = await node.StartReadyAsync(
                node.Shell("echo ready; read line; exit 3") with
                {
                    Stdin = StdioMode.Piped,
                }
            );
            await log.WaitForAsync<ProcessStarted>(round + 1);
            var pid = log.Of<ProcessStarted>().Last().Pid;
            var thief = Task.Factory.StartNew(
                () => Steal(pid),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            await streams.Stdin!.CompleteAsync();

            var stopped = await node.StopAsync(grace: 60);

            await thief.WaitAsync(Patience.Long);
            Assert.True(stopped.Exit is ProcessExit.Code(3) or ProcessExit.Unknown, stopped.ToString());
        }

        await log.WaitForAsync<ProcessStopped>(20);
        Assert.Equal((20, 20), (log.Of<ProcessExited>().Count(), log.Of<ProcessStopped>().Count()));
        AssertNoneLeft(promised: true);
    }

    private static async Task OurExitAsync(HazardNode node, int index)
    {
        var key = new ProcessKey($"ours-{index}");
        await node.StartAsync($"exit {index}", key);
        Assert.Equal(new ProcessExit.Code(index), (await node.ExitAsync(key)).Exit);
        await node.StopAsync(key);
    }

    private static async Task TheirExitAsync(int index)
    {
        using var theirs = Process.Start("sh", ["-c", $"exit {100 + index}"]);
        await theirs.WaitForExitAsync().WaitAsync(Patience.Long);
        Assert.Equal(100 + index, theirs.ExitCode);
    }

    private static unsafe void Steal(int pid)
    {
        var info = stackalloc byte[128];
        _ = Libc.waitid(P_PID, pid, info, Libc.WEXITED);
    }
}
