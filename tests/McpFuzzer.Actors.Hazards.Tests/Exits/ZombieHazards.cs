using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Exits;

/// <summary>Processes that have exited, and have not been waited for.</summary>
public sealed class ZombieHazards : HazardTest
{
    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session)]
    [Trait("Hazard", "48")]
    public async Task Should_reap_the_helpers_that_a_living_target_forgets(NodeLevel level)
    {
        var node = await NodeAsync(level);
        await node.StartReadyAsync(
            "i=0; while [ $i -lt 20 ]; do i=$((i+1)); (sh -c true &); done; echo ready; exec sleep 1000"
        );
        var pid = await PidOfAsync(node);

        // A zombie is still a member of its session.
        await OtherProcesses.WaitAsync(() => SessionOf(pid).SequenceEqual([pid]), "zombies are left");

        await node.StopAsync();
        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "54")]
    public async Task Should_rest_while_an_exited_target_is_traced_and_report_its_exit_afterwards(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var streams = await node.StartReadyAsync(
            node.Shell("echo ready; read line; exit 7") with
            {
                Stdin = StdioMode.Piped,
            }
        );
        var pid = await PidOfAsync(node);
        using var tracer = await Tracer.AttachAsync(pid);
        await streams.Stdin!.CompleteAsync();
        await OtherProcesses.WaitAsync(() => IsZombie(pid), "the target has not exited");

        // While this thread works for so long, a thread of the node that spins would too.
        var before = TicksOfLoops();
        var own = TicksOf("thread-self");
        while (TicksOf("thread-self") - own < 20) { }

        Assert.InRange(TicksOfLoops() - before, 0, 5);
        Assert.Equal(ProcessPhase.Running, (await SnapshotOfAsync(node)).Phase);

        await tracer.LetGoAsync();
        Assert.Equal(new ProcessExit.Code(7), (await node.ExitAsync()).Exit);
        Assert.Equal(new ProcessExit.Code(7), (await node.StopAsync()).Exit);
        AssertNoneLeft(promised: true);
    }

    private static List<int> SessionOf(int leader) =>
        [.. ProcessStat.ListPids().Where(pid => ProcessStat.TryRead(pid, out var stat) && stat.Session == leader)];

    private static async Task<int> PidOfAsync(HazardNode node) => (await SnapshotOfAsync(node)).Pid!.Value;

    private static Task<ProcessSnapshot> SnapshotOfAsync(HazardNode node) =>
        node.AskAsync<ProcessSnapshot>(new GetProcess(HazardNode.Key));

    private static bool IsZombie(int pid) => ProcessStat.TryRead(pid, out var stat) && !stat.IsAlive;

    /// <summary>The processor time of the threads that read exits and pipes.</summary>
    private static long TicksOfLoops() =>
        Directory
            .GetDirectories("/proc/self/task")
            .Where(task => File.ReadAllText($"{task}/comm").TrimEnd() == "process-events")
            .Sum(task => TicksOf($"self/task/{Path.GetFileName(task)}"));

    /// <summary>User and system time, in hundredths of a second.</summary>
    private static long TicksOf(string task) =>
        ProcessStat.TryParse(0, File.ReadAllBytes($"/proc/{task}/stat"), out var stat) ? stat.CpuTicks : 0;
}
