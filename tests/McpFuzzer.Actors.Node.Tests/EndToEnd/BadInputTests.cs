using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// Each wrong input gives one line with the cause and its exit code, and leaves no process and no folder.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class BadInputTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("fuzz --nosuch", "--nosuch: no such option")]
    [InlineData("fuzz true", "true: put -- before the command")]
    [InlineData("fuzz --runs 0", "--runs = 0: must be a whole number from 1")]
    [InlineData("fuzz --timeout 5", "--timeout = 5: must be a duration with a unit")]
    [InlineData("fuzz --config nosuch.conf", "--config nosuch.conf: ")]
    [InlineData("fuzz --set mcp-fuzzer.watchdog.check-interval=0s", "mcp-fuzzer.watchdog.check-interval = 0s: must be")]
    [InlineData("fuzz --set mcp-fuzzer.process.nosuch=1", "mcp-fuzzer.process.nosuch = 1: no such key")]
    [InlineData("fuzz --set mcp-fuzzer.executor.max-concurrency=x", "mcp-fuzzer.executor.max-concurrency = x: must be")]
    [InlineData(
        "fuzz --set mcp-fuzzer.campaign.oracle.slow-after=-1s",
        "mcp-fuzzer.campaign.oracle.slow-after = -1s: must be"
    )]
    [InlineData("fuzz --set mcp-fuzzer.node.log-level=loud", "mcp-fuzzer.node.log-level = loud: must be one of")]
    [InlineData("report nosuch", "nosuch: no such folder")]
    [InlineData("report .", ".: no journal.jsonl in it")]
    [InlineData("replay nosuch.json", "nosuch.json")]
    [InlineData("replay .", ".: a folder; name the findings.json in it")]
    public async Task Should_exit_2_when_usage_or_configuration_is_wrong(string arguments, string named)
    {
        var result = await _program.RunAsync(arguments.Split(' '));

        Assert.Equal(2, result.ExitCode);
        AssertOneLine(result, named);
    }

    [Theory]
    [InlineData("single-node.conf")]
    [InlineData("test.conf")]
    [InlineData("watchdog-debug.conf")]
    [InlineData("watchdog-high-frequency.conf")]
    [InlineData("watchdog-low-frequency.conf")]
    public async Task Should_start_the_target_when_the_profile_exists(string profile)
    {
        var path = Checkout.PathOf("hocon", profile);

        var result = await _program.RunAsync("fuzz", "--no-progress", "--config", path, "--", "nosuchcommand");

        Assert.Equal(3, result.ExitCode);
        AssertOneLine(result, "nosuchcommand");
    }

    [Fact]
    public async Task Should_exit_2_when_the_server_lacks_the_tool()
    {
        var result = await _program.RunAsync("fuzz", "--no-progress", "--tool", "nosuch");

        Assert.Equal(2, result.ExitCode);
        AssertOneLine(result, "no tool 'nosuch' (--tool); the server has echo, add");
    }

    [Theory]
    [InlineData("nosuchcommand", "nosuchcommand")]
    [InlineData("true", "exit")]
    [InlineData("cat", "our own request")]
    [InlineData("yes", "MCP")]
    public async Task Should_exit_3_when_the_command_is_not_an_MCP_server(string command, string named)
    {
        var result = await _program.RunAsync("fuzz", "--no-progress", "--", command);

        Assert.Equal(3, result.ExitCode);
        AssertOneLine(result, named);
    }

    [Fact]
    public async Task Should_show_the_stderr_of_the_target_when_it_dies_at_its_start()
    {
        var result = await _program.RunAsync(
            "fuzz",
            "--no-progress",
            "--",
            "sh",
            "-c",
            "printf 'no \\033[31mdatabase\\n' >&2; exit 7"
        );

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("7", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("  stderr: no \\u001b[31mdatabase", result.ErrorLines[1]);
        Assert.Equal(2, result.ErrorLines.Count);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("file/report")]
    [InlineData("file")]
    public async Task Should_exit_2_before_the_target_is_started_when_the_output_is_below_a_file(string output)
    {
        File.WriteAllText(Path.Combine(_program.Folder, "file"), "");

        var result = await _program.RunAsync("fuzz", "--no-progress", "--output", output, "--", "touch", "started");

        Assert.Equal(2, result.ExitCode);
        Assert.Single(result.ErrorLines);
        Assert.Contains("file", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_program.Folder, "started")));
        _program.AssertNothingIsLeft();
    }

    private void AssertOneLine(RunResult result, string named)
    {
        Assert.Single(result.ErrorLines);
        Assert.StartsWith("mcpfuzzer: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(named, result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_program.Folder));
        _program.AssertNothingIsLeft();
    }
}
