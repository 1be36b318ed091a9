using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Starts;

/// <summary>A node without free descriptors, or whose user has no processes left.</summary>
public sealed class NoResourcesHazards : HazardTest
{
    private const int MostStarts = 200;

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "19")]
    public async Task Should_report_no_resources_and_continue_when_descriptors_run_out(NodeLevel level)
    {
        // .NET itself has about 150 open.
        var node = await NodeProcessAsync(
            new NodeSettings(level, FolderFor("state")),
            "sh",
            "-c",
            "ulimit -n 300; exec \"$@\"",
            "sh"
        );

        await ExhaustAsync(node);
    }

    [Theory]
    [At(NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "19")]
    public async Task Should_report_no_resources_and_continue_when_the_user_may_have_no_more_processes(NodeLevel level)
    {
        // RLIMIT_NPROC counts the threads of the user, and does not apply to root. So the node runs as another user.
        // Its own threads may be about 40.
        var asRoot = Environment.UserName == "root";
        var state = FolderFor("state");
        string[] prefix = asRoot
            ? ["prlimit", "--nproc=100", "setpriv", "--reuid=61234", "--regid=61234", "--clear-groups"]
            : ["prlimit", $"--nproc={ThreadsOfUser() + 100}"];
        if (asRoot)
        {
            File.SetUnixFileMode(Scratch, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(state, (UnixFileMode)0b111_111_111);
        }

        var node = await NodeProcessAsync(new NodeSettings(level, Path.Combine(state, "own")), prefix);

        await ExhaustAsync(node);
    }

    private async Task ExhaustAsync(NodeProcess node)
    {
        // The runtime ends a process that cannot have one more thread. So it first creates all threads of its pool.
        Assert.StartsWith("THREADS", await node.TellAsync("threads"), StringComparison.Ordinal);
        var answers = new List<string>();
        while (
            answers.Count < MostStarts
            && answers.Count(answer => answer.StartsWith("REJECTED", StringComparison.Ordinal)) < 3
        )
        {
            answers.Add(await node.TellAsync($"start r{answers.Count} exec sleep 1000"));
        }

        Assert.All(
            answers,
            answer =>
                Assert.True(
                    answer.StartsWith("STARTED", StringComparison.Ordinal)
                        || answer == "REJECTED SpawnFailed NoResources",
                    answer
                )
        );
        Assert.Equal(3, answers.Count(answer => answer == "REJECTED SpawnFailed NoResources"));

        var started = answers.Count - 3;
        Assert.Equal($"ALL {started}", await node.TellAsync("stop-all"));
        AssertNoneLeft(promised: true);
        Assert.StartsWith("STARTED", await node.TellAsync("start again exit 4"), StringComparison.Ordinal);
        Assert.EndsWith("exit code 4", await node.TellAsync("wait again"), StringComparison.Ordinal);
    }

    private static int ThreadsOfUser() =>
        Os
            .Linux.ProcessStat.ListPids()
            .Sum(pid =>
            {
                try
                {
                    return Directory.GetDirectories($"/proc/{pid}/task").Length;
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                {
                    return 0;
                }
            });
}
