using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Transport;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ListToolsResult = McpFuzzer.Actors.Mcp.Sessions.ListToolsResult;

namespace McpFuzzer.Actors.Mcp.Tests.RealProcesses;

[Collection(nameof(OneAtATime))]
public sealed class RealSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Runtime _runtime = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _runtime.DisposeAsync();

    [Fact]
    public async Task Should_list_call_and_leave_nothing_even_if_the_server_left_a_child_that_ignores_SIGTERM()
    {
        var session = await _runtime.OpenAsync(
            _runtime.Spec(ShellServer.Command(atStart: "(trap '' TERM; sleep 300) </dev/null >/dev/null 2>&1 &"))
        );

        var tools = Assert.IsType<ListToolsResult.Listed>(
            await session.ListToolsAsync(Timeout, CancellationToken.None)
        );
        Assert.Equal(["act"], tools.Tools.Select(tool => tool.Name));
        Assert.IsType<McpReply.Result>(await CallAsync(session));
        Assert.True((await session.ProbeAsync(Timeout, CancellationToken.None)).Answered);

        await session.DisposeAsync();
        Assert.Empty(_runtime.Observer.Anomalies);
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_report_the_signal_when_a_call_ends_the_server()
    {
        var session = await _runtime.OpenAsync(_runtime.Spec(ShellServer.Command(onCall: "kill -SEGV $$")));

        Assert.Equal(new McpReply.Lost(Written: true), await CallAsync(session));
        var exited = Assert.IsType<ProcessExited>(await session.Exited.WaitAsync(Timeout));
        Assert.Equal(11, Assert.IsType<ProcessExit.Signal>(exited.Exit).Number);

        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    [Trait("Hazard", "11")]
    public async Task Should_report_one_oversized_line_and_read_the_frame_after_100_MB()
    {
        var session = await _runtime.OpenAsync(
            _runtime.Spec(ShellServer.Command(onCall: "head -c 100000000 /dev/zero; echo; reply '{\"good\":true}'"))
        );

        var result = Assert.IsType<McpReply.Result>(await CallAsync(session));

        Assert.True(result.Value.GetProperty("good").GetBoolean());
        Assert.Equal([StreamAnomalyKind.Oversized], _runtime.Observer.Kinds);
        Assert.Contains("100000000 bytes", _runtime.Observer.Anomalies[0].Detail, StringComparison.Ordinal);
        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_report_half_a_frame_together_with_the_exit()
    {
        var session = await _runtime.OpenAsync(_runtime.Spec(ShellServer.Command(onCall: "printf '{\"a\":'; exit 3")));

        Assert.Equal(new McpReply.Lost(Written: true), await CallAsync(session));
        var exited = Assert.IsType<ProcessExited>(await session.Exited.WaitAsync(Timeout));

        Assert.Equal(new ProcessExit.Code(3), exited.Exit);
        Assert.Equal([StreamAnomalyKind.InvalidJson], _runtime.Observer.Kinds);
        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_report_invalid_UTF8_and_NUL_as_noise_and_accept_frames_with_CRLF()
    {
        var session = await _runtime.OpenAsync(
            _runtime.Spec(
                ShellServer.Command(
                    onCall: """printf '\377\000{}\r\n'; printf '{"jsonrpc":"2.0","id":%s,"result":{}}\r\n' "$id" """
                )
            )
        );

        Assert.IsType<McpReply.Result>(await CallAsync(session));
        Assert.Equal([StreamAnomalyKind.Noise], _runtime.Observer.Kinds);
        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_fail_a_call_as_unwritten_when_the_server_never_reads_ten_megabytes()
    {
        var session = await _runtime.OpenAsync(_runtime.Spec(ShellServer.Command(onCall: "sleep 300")));
        var stuck = session.CallToolAsync(new ToolCall("act", "{}"u8.ToArray()), CancellationToken.None);
        var arguments = new byte[10_000_000];
        arguments.AsSpan().Fill((byte)' ');
        "{}"u8.CopyTo(arguments);

        var reply = await session.CallToolAsync(new ToolCall("act", arguments), CancellationToken.None);

        Assert.Equal(new McpReply.Lost(Written: false), reply);
        await session.DisposeAsync();
        Assert.Equal(new McpReply.Lost(Written: true), await stuck);
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_initialize_on_a_fresh_process_when_discover_ends_the_first()
    {
        var session = await _runtime.OpenAsync(_runtime.Spec(ShellServer.Command(onDiscover: "exit 1")));

        Assert.Equal(2, session.Incarnation);
        Assert.IsType<McpReply.Result>(await CallAsync(session));
        Assert.Empty(_runtime.Observer.Anomalies);
        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData("refuse", 1)]
    [InlineData(":", 1)]
    [InlineData("exit 1", 2)]
    [InlineData("reply '{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}'", 2)]
    public async Task Should_find_the_era_of_a_server_that_starts_slowly(string onDiscover, int incarnation)
    {
        // By the time it reads, both questions are there.
        var session = await _runtime.OpenAsync(
            _runtime.Spec(ShellServer.Command(atStart: "sleep 2.5", onDiscover: onDiscover))
        );

        Assert.Equal(incarnation, session.Incarnation);
        Assert.Equal(
            onDiscover.Contains("2026", StringComparison.Ordinal) ? "2026-07-28" : "2025-11-25",
            session.Server.ProtocolRevision
        );
        Assert.Empty(_runtime.Observer.Anomalies);
        await session.DisposeAsync();
        await _runtime.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_serve_the_client_of_the_SDK()
    {
        var transport = new ManagedStdioTransport(_runtime.Manager, _runtime.Spec(ShellServer.Command()));
        await using (var client = await McpClient.CreateAsync(transport))
        {
            Assert.Equal("shell", client.ServerInfo?.Name);
            Assert.Equal(["act"], (await client.ListToolsAsync()).Select(tool => tool.Name));
            var result = await client.CallToolAsync("act");
            Assert.Equal("done", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        }

        await _runtime.AssertNothingIsLeftAsync();
    }

    private static Task<McpReply> CallAsync(IMcpSession session) =>
        session.CallToolAsync(new ToolCall("act", "{}"u8.ToArray()), CancellationToken.None);
}
