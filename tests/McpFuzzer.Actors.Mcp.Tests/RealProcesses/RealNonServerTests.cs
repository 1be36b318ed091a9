using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.RealProcesses;

[Collection(nameof(OneAtATime))]
public sealed class RealNonServerTests : IAsyncLifetime
{
    private readonly Runtime _runtime = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _runtime.DisposeAsync();

    [Theory]
    [InlineData("cat", "the target is not an MCP server: it sent our own request back")]
    [InlineData(
        "while :; do echo y; done",
        "the target is not an MCP server: it writes lines that are not messages (not JSON: y)"
    )]
    [InlineData("exec 1>&-; sleep 300", "the target closed its stdout without answering")]
    [InlineData(
        "printf '{\"a\":'; read -r line; exit 3",
        "the target exited before it answered: exit code 3; it wrote instead: half a line at the end of the stream: "
            + "{\"a\":"
    )]
    public async Task Should_explain_in_one_line_what_is_wrong_with_it(string script, string message)
    {
        var failed = await FailAsync(_runtime.Spec("sh", "-c", script));

        Assert.Equal(message, failed.Message);
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    public async Task Should_report_how_it_ended_when_it_exits_at_once(string command, int code)
    {
        var failed = await FailAsync(_runtime.Spec(command));

        Assert.StartsWith("the target exited before ", failed.Message, StringComparison.Ordinal);
        Assert.Equal(new ProcessExit.Code(code), failed.Exit);
    }

    [Fact]
    public async Task Should_show_the_tail_of_stderr_when_it_fails()
    {
        var failed = await FailAsync(_runtime.Spec("sh", "-c", "echo no licence >&2; exit 2"));

        Assert.Equal("no licence\n"u8.ToArray(), failed.StderrTail.Bytes.ToArray());
    }

    [Fact]
    public async Task Should_report_that_there_is_no_such_command()
    {
        var failed = await FailAsync(_runtime.Spec("no-such-command-anywhere"));

        Assert.StartsWith("the target could not be started: ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-command-anywhere", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_report_silence_when_the_start_timeout_expires()
    {
        var failed = await FailAsync(_runtime.Spec("sleep", "300"), TimeSpan.FromSeconds(1));

        Assert.Equal(
            "no answer to server/discover or initialize within 1s; a longer --start-timeout may help",
            failed.Message
        );
    }

    [Fact]
    public async Task Should_leave_nothing_when_the_connection_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var connecting = _runtime.ConnectAsync(_runtime.Spec("sleep", "300"), cancellation: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await _runtime.AssertNothingIsLeftAsync();
    }

    private async Task<ConnectResult.Failed> FailAsync(ProcessSpec target, TimeSpan? timeout = null)
    {
        var failed = Assert.IsType<ConnectResult.Failed>(await _runtime.ConnectAsync(target, timeout));
        Assert.DoesNotContain('\n', failed.Message);
        await _runtime.AssertNothingIsLeftAsync();
        return failed;
    }
}
