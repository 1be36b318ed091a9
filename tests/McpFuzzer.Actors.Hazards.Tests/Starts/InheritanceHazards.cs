using System.Text;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Starts;

/// <summary>What a target gets from the node that starts it, and what it does not get.</summary>
public sealed class InheritanceHazards : HazardTest
{
    // Read by the shell itself: while it starts a command, it blocks all signals for a moment.
    private const string Show = """
        ulimit -Sn
        umask
        nice
        while read -r line; do case $line in SigBlk*) echo "$line" ;; esac; done </proc/$$/status
        """;

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "49")]
    public async Task Should_start_a_target_as_the_node_was_started_with_default_signals(NodeLevel level)
    {
        await File.WriteAllTextAsync(Path.Combine(Scratch, "show"), Show);
        // The shell stays alive as the parent, like an interactive shell.
        var node = await NodeProcessAsync(
            new NodeSettings(level, FolderFor("state")),
            "sh",
            "-c",
            "trap '' USR1; ulimit -Sn 1024; umask 027; renice -n 3 $$ >/dev/null; cd \"$0\"; sh show >plain; \"$@\"; :",
            Scratch
        );

        await node.TellAsync($"start target cd '{Scratch}'; grep SigIgn /proc/$$/status >ignored; sh show >under");
        Assert.EndsWith("exit code 0", await node.TellAsync("wait target"), StringComparison.Ordinal);

        var plain = await ReadAsync("plain");
        Assert.StartsWith("1024\n0027\n", plain, StringComparison.Ordinal);
        Assert.Equal(plain, await ReadAsync("under"));
        Assert.Equal("SigIgn:\t0000000000000000\n", await ReadAsync("ignored"));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "51")]
    public async Task Should_close_the_descriptors_that_the_node_was_started_with(NodeLevel level)
    {
        var node = await NodeProcessAsync(
            new NodeSettings(level, FolderFor("state")),
            "sh",
            "-c",
            "exec 9</dev/zero; exec \"$@\"",
            "sh"
        );
        Assert.Equal("/dev/zero", File.ResolveLinkTarget($"/proc/{node.Pid}/fd/9", false)?.FullName);

        await node.TellAsync("start target [ ! -e /proc/$$/fd/9 ]");

        Assert.EndsWith("exit code 0", await node.TellAsync("wait target"), StringComparison.Ordinal);
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "51")]
    public async Task Should_pass_on_only_the_descriptors_that_were_given_when_that_is_requested(NodeLevel level)
    {
        var given = Libc.open("/dev/zero", 0);
        var node = await NodeAsync(level, PassingHost(level));
        var since = Libc.open("/dev/zero", 0);

        await node.StartAsync($"[ -e /proc/$$/fd/{given} ] && [ ! -e /proc/$$/fd/{since} ]");

        Assert.Equal(new ProcessExit.Code(0), (await node.ExitAsync()).Exit);
        await node.StopAsync();
        AssertNoneLeft(promised: true);
        Assert.Equal((0, 0), (Libc.close(given), Libc.close(since)));
    }

    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "52")]
    public async Task Should_hand_on_bytes_that_are_not_UTF8(NodeLevel level)
    {
        var node = await NodeAsync(level);
        // U+DC80 to U+DCFF stand for bytes that are not UTF-8.
        var folder = Path.Combine(Scratch, "d\uDCE9");
        await RunAsync(node, "mkdir \"$0\"", folder);

        var stopped = await RunAsync(
            node,
            "printf '%s|%s|%s' \"$0\" \"$X\" \"${PWD##*/}\"",
            "a\uDCFF",
            spec =>
                spec with
                {
                    WorkingDirectory = folder,
                    Environment = new Dictionary<string, string?>(spec.Environment) { ["X"] = "caf\uDCE9" },
                }
        );

        await RunAsync(node, "rmdir \"$0\"", folder);
        Assert.Equal(Encoding.Latin1.GetBytes("a\u00FF|caf\u00E9|d\u00E9"), stopped.StdoutTail.Bytes.ToArray());
        AssertNoneLeft(promised: true);
    }

    private static async Task<ProcessStopped> RunAsync(
        HazardNode node,
        string script,
        string argument,
        Func<ProcessSpec, ProcessSpec>? with = null
    )
    {
        var spec = node.Shell(script);
        spec = spec with { Command = [.. spec.Command, argument] };
        await node.StartAsync(with?.Invoke(spec) ?? spec);
        Assert.Equal(new ProcessExit.Code(0), (await node.ExitAsync()).Exit);
        return await node.StopAsync();
    }

    private LinuxProcessHost PassingHost(NodeLevel level) =>
        new(
            TimeProvider.System,
            new HostOptions
            {
                Containment = level.Containment(),
                Subreaper = level.IsSubreaper(),
                StateFolder = FolderFor("state-passing"),
                PassDescriptors = true,
            }
        );

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Scratch, file));
}
