using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Tests.Fakes;
using McpFuzzer.Actors.Mcp.Transport;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpFuzzer.Actors.Mcp.Tests.Transport;

/// <summary>The official SDK's client on our transport, against the official SDK's server.</summary>
public sealed class ManagedStdioTransportTests : TestKit
{
    private static readonly ProcessSpec Target = new() { Command = ["server"], Name = "sdk-server" };

    private FakeManager.Log _log = new();

    [Theory]
    [InlineData("2026-07-28", null)]
    [InlineData("2025-11-25", "2025-11-25")]
    [InlineData("2025-03-26", "2025-03-26")]
    public async Task Should_connect_list_call_and_disconnect(string negotiated, string? pinned)
    {
        var options = new McpClientOptions { ProtocolVersion = pinned };
        var client = await McpClient.CreateAsync(Transport(SdkServer.RunAsync), options);

        Assert.Equal(negotiated, client.NegotiatedProtocolVersion);
        Assert.Equal(["add"], (await client.ListToolsAsync()).Select(tool => tool.Name));
        var arguments = new Dictionary<string, object?> { ["a"] = 2, ["b"] = 40 };
        var result = await client.CallToolAsync("add", arguments);
        Assert.Equal("42", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);

        await client.DisposeAsync();
        Assert.Equal(_log.Started, _log.Stopped);
    }

    [Fact]
    public async Task Should_pipe_both_streams_and_keep_the_tail_of_stderr_for_any_spec()
    {
        await using (await Transport(SdkServer.RunAsync).ConnectAsync()) { }

        var spec = Assert.Single(_log.Specs);
        Assert.Equal(
            (StdioMode.Piped, StdioMode.Piped, StdioMode.CapturedTail),
            (spec.Stdin, spec.Stdout, spec.Stderr)
        );
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Should_end_an_idle_server_only_where_the_spec_says_so(bool? given, bool autoKill)
    {
        await using (await Transport(SdkServer.RunAsync, Target with { AutoKill = given }).ConnectAsync()) { }

        Assert.Equal(autoKill, Assert.Single(_log.Specs).AutoKill);
    }

    [Fact]
    public async Task Should_throw_one_line_when_the_target_does_not_start()
    {
        _log = new FakeManager.Log
        {
            RejectStart = new CommandRejected(
                RejectReason.SpawnFailed,
                "command not found: x",
                SpawnError.CommandNotFound
            ),
        };

        var error = await Assert.ThrowsAsync<IOException>(() => Transport(FakeServer.Silent).ConnectAsync());

        Assert.Equal("sdk-server could not be started: command not found: x", error.Message);
    }

    [Fact]
    public async Task Should_skip_lines_that_are_not_messages_and_go_on()
    {
        await using var session = await Transport(
                async (peer, _) =>
                {
                    await peer.SayAsync("Welcome!");
                    await peer.SayAsync("{\"half\":");
                    await peer.SayAsync("""{"jsonrpc":"2.0","method":"notifications/message","params":{}}""");
                    return null;
                }
            )
            .ConnectAsync();

        var message = await session.MessageReader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("notifications/message", Assert.IsType<JsonRpcNotification>(message).Method);
    }

    [Fact]
    public async Task Should_report_how_the_target_ended_when_it_dies()
    {
        await using var session = await Transport(FakeServer.Exiting(new ProcessExit.Code(3))).ConnectAsync();

        var closed = await Assert.ThrowsAsync<ClientTransportClosedException>(() =>
            session.MessageReader.Completion.WaitAsync(TimeSpan.FromSeconds(30))
        );

        var details = Assert.IsType<StdioClientCompletionDetails>(closed.Details);
        Assert.Equal((3, 1001), (details.ExitCode, details.ProcessId));
        Assert.Equal(["last words"], details.StandardErrorTail);
        Assert.EndsWith("has ended: exit code 3", closed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_stop_the_target_even_if_it_floods_a_client_that_reads_nothing()
    {
        var session = await Transport(FloodAsync).ConnectAsync();

        await session.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([1], _log.Stopped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Should_reject_options_out_of_range(long maxFrameBytes)
    {
        var options = new ManagedStdioOptions { MaxFrameBytes = maxFrameBytes };

        var error = Assert.Throws<ArgumentException>(() => new ManagedStdioTransport(TestActor, Target, options));

        Assert.Contains(nameof(ManagedStdioOptions.MaxFrameBytes), error.Message, StringComparison.Ordinal);
    }

    private ManagedStdioTransport Transport(TargetBehaviour behaviour, ProcessSpec? target = null) =>
        new(Sys.ActorOf(Props.Create(() => new FakeManager(behaviour, _log))), target ?? Target);

    private static async Task<ProcessExit?> FloodAsync(ScriptedPeer peer, int incarnation)
    {
        try
        {
            while (true)
            {
                await peer.SayAsync("""{"jsonrpc":"2.0","method":"notifications/message","params":{}}""");
            }
        }
        catch (InvalidOperationException)
        {
            // The pipe was closed under us, as SIGPIPE would tell a real target.
            return null;
        }
    }
}
