using McpFuzzer.Actors.Node.Tests.EndToEnd;

namespace McpFuzzer.Actors.Node.Tests.Clusters;

/// <summary>Each wrong input to <c>node</c> gives one line with the cause, and leaves nothing behind.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class NodeBadInputTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("--port 65536", "--port = 65536: must be a whole number from 0 to 65535")]
    [InlineData("--join foo", "--join = foo: must be HOST:PORT")]
    [InlineData("--join nosuch.invalid:1", "--join = nosuch.invalid:1: no address of nosuch.invalid")]
    [InlineData("--hostname /", "--hostname = /: must be a host name")]
    [InlineData("--hostname 192.0.2.1 --port 0", "192.0.2.1:0: cannot listen there: this machine does not have")]
    [InlineData("--role a:b", "--role = a:b: must be")]
    [InlineData("--http 80", "--http: no such option")]
    [InlineData("word", "word: node takes options only")]
    [InlineData("-- sh", "node: takes no command")]
    [InlineData("--set mcp-fuzzer.process.state-folder=/dev/null", "mcp-fuzzer.process.state-folder: ")]
    [InlineData("--set mcp-fuzzer.watchdog.nosuch=1 --port 0", "mcp-fuzzer.watchdog.nosuch = 1: no such key")]
    public async Task Should_exit_2_with_one_line_when_it_cannot_be_a_node(string options, string named)
    {
        _program.Environment["XDG_STATE_HOME"] = Path.Combine(_program.Folder, "state");

        var result = await _program.RunAsync(["node", .. options.Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"mcpfuzzer: {named}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_exit_2_with_one_line_when_another_node_has_its_port()
    {
        using var ground = new ClusterGround();
        var node = await ground.StartAsync();

        var second = ground.Spawn("--port", $"{node.Address.Port}");
        var (code, error) = await second.EndAsync();

        Assert.Equal(2, code);
        Assert.Equal(
            $"mcpfuzzer: {node.HostAndPort}: cannot listen there: the port is in use; "
                + "--port 0 takes any that is free\n",
            error
        );
        Assert.Equal(0, (await node.TerminateAsync()).Code);
        ground.AssertNothingIsLeft();
    }
}
