using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>A command inherits through <c>mcpfuzzer run</c> what it would inherit without it.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunInheritanceTests : IDisposable
{
    // Everything that a child inherits and /proc shows, except the mark of its set, which has no function, and SIGPIPE,
    // which this test's own runtime ignores.
    private const string Show = """
        grep -v locks /proc/self/limits
        grep -E '^(Umask|SigBlk|Cpus_allowed|NoNewPrivs|CapBnd|CapAmb)' /proc/self/status
        ignored=$(sed -n 's/^SigIgn:.//p' /proc/$$/status)
        echo $((0x$ignored & ~0x1000)) $(cat /proc/self/oom_score_adj /proc/self/timerslack_ns) $(nice)
        """;

    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("ulimit -Sn 1024")]
    [InlineData("ulimit -Sn 300; ulimit -Ss 4096; ulimit -Sc 0; ulimit -Su 4000")]
    [InlineData("ulimit -n 700")]
    [InlineData("umask 027; renice -n 3 $$ >/dev/null; taskset -pc 0 $$ >/dev/null")]
    [InlineData("trap '' HUP INT QUIT USR1 TSTP 40")]
    public async Task Should_inherit_the_settings_of_the_caller(string setUp)
    {
        await File.WriteAllTextAsync(Path.Combine(_program.Folder, "show"), Show);
        // The shell stays alive as the parent, like an interactive shell.
        var command = _program.StartShell(
            "bash",
            $"{setUp}\nbash show >plain\n\"$0\" run -- bash show >under\ndiff plain under && echo same"
        );

        var result = await command.EndAsync();

        Assert.Equal("same\n", Encoding.UTF8.GetString(result.Output));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("run -- touch started", 125)]
    [InlineData("fuzz --output started", 2)]
    [InlineData("node --insecure", 2)]
    public async Task Should_name_the_limit_when_the_address_space_is_too_small(string arguments, int exitCode)
    {
        var command = _program.StartShell("bash", $"ulimit -v 4000000; exec \"$0\" {arguments}");

        var result = await command.EndAsync();

        var line = Encoding.UTF8.GetString(result.Error);
        Assert.Equal((exitCode, ""), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        Assert.StartsWith(
            "mcpfuzzer: the limit of address space is 4000000 KiB (ulimit -v)",
            line,
            StringComparison.Ordinal
        );
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_program.Folder));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    public async Task Should_exit_as_the_command_did_when_sigchld_is_ignored(string script, int exitCode)
    {
        var command = _program.StartShell("bash", $"trap '' CHLD; exec \"$0\" run -- sh -c '{script}'");

        Assert.Equal(exitCode, (await command.EndAsync()).ExitCode);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_exit_as_the_command_did_when_sigchld_is_ignored_and_there_are_no_pidfds()
    {
        var child = string.Join(' ', TestChild.Command("without-pidfds"));
        var command = _program.StartShell("bash", $"trap '' CHLD; exec {child} \"$0\" run -- sh -c 'exit 7'");

        Assert.Equal(7, (await command.EndAsync()).ExitCode);
        _program.AssertNothingIsLeft();
    }
}
