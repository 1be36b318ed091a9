using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Containment;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Descendants that leave the group, the session, or their environment behind.</summary>
public abstract partial class LinuxProcessHostContract
{
    private bool KnowsEscapees => Host.Promises.Containment >= ContainmentLevel.Session;

    [Theory]
    [InlineData("setsid sleep 1000 & wait")]
    [InlineData("setsid sleep 1000 & exit 3")]
    [InlineData("setsid sh -c 'setsid sleep 1000 & setsid sleep 1000 & exit 0' & exit 3")]
    [InlineData("(setsid sh -c '(setsid sleep 1000 &) ; sleep 1000' &) ; exit 3")]
    public async Task Should_find_and_kill_a_process_that_escapes_by_setsid(string script)
    {
        var (handle, _) = await ShellAsync($"echo ready; {script}", Piped);
        await ReadLineAsync(handle.Stdout!);

        await EndAsync(handle);

        AssertEndOfEscapees();
    }

    [Theory]
    [InlineData("env -i setsid sleep 1000 & exit 3")]
    [InlineData("env -i setsid sh -c '(setsid sleep 1000 &) ; exit 0' & exit 3")]
    [InlineData("(env -i setsid sh -c '(env -i setsid sleep 1000 >/dev/null 2>&1 &)' &) ; exit 3")]
    public async Task Should_find_and_kill_daemons_that_cleared_their_environment(string script)
    {
        var mark = $"{1000 + Random.Shared.Next(1, 1_000_000)}.{Random.Shared.Next(1, 1_000_000)}";
        var (handle, recorder) = await ShellAsync(script.Replace("1000", mark, StringComparison.Ordinal));
        await recorder.Exit;

        await EndAsync(handle);

        if (KnowsEscapees)
        {
            Assert.Empty(WithArgument(mark));
        }
        else
        {
            // By the mark, which it carries from its birth. It may not have become sleep(1) yet.
            EndByHand(WithMarkOfHost);
        }
    }

    [Fact]
    public async Task Should_find_and_kill_a_chain_that_forks_and_exits_forever()
    {
        // Each link lasts for one fork, in its own session.
        var (handle, _) = await ShellAsync(
            "echo 'setsid sh \"$0\" & exit 0' > chain; echo ready; sh ./chain; exit 0",
            spec => Piped(spec) with { WorkingDirectory = Scratch }
        );
        await ReadLineAsync(handle.Stdout!);

        if (KnowsEscapees)
        {
            await EndAsync(handle);
            Assert.Empty(Living());
        }
        else
        {
            await EndAsync(handle);
            EndByBreakingTheChain();
        }
    }

    [Fact]
    public async Task Should_not_count_other_children_of_this_process_as_members()
    {
        using var unmanaged = System.Diagnostics.Process.Start("sleep", "1000");
        var (handle, recorder) = await ShellAsync("exit 0");
        await recorder.Exit;

        await EndAsync(handle);

        Assert.False(unmanaged.HasExited);
        unmanaged.Kill();
        await unmanaged.WaitForExitAsync();
        Assert.Equal(128 + SigKill, unmanaged.ExitCode);
    }

    private const int SigKill = 9;

    private void AssertEndOfEscapees()
    {
        if (KnowsEscapees)
        {
            Assert.Empty(Living());
        }
        else
        {
            // The level promises only the group: a process that left it stays alive.
            EndByBreakingTheChain();
        }
    }

    private void EndByBreakingTheChain()
    {
        File.Delete(Path.Combine(Scratch, "chain"));
        EndByHand(Living);
    }

    private List<int> WithMarkOfHost()
    {
        var nodeId = ((LinuxProcessHost)Host).Containment.Charge.NodeId;
        return
        [
            .. ProcessStat
                .ListPids()
                .Where(pid =>
                    SpawnMark.TryRead(pid, out var tags)
                    && tags.NodeId == nodeId
                    && ProcessStat.TryRead(pid, out var stat)
                    && stat.IsAlive
                ),
        ];
    }

    private static List<int> WithArgument(string argument) =>
        [.. ProcessStat.ListPids().Where(pid => ArgumentsOf(pid).Contains(argument, StringComparer.Ordinal))];

    private static string[] ArgumentsOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
