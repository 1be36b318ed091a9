using System.Text.Json;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.Sessions;

public sealed class McpConnectorTests : TestKit
{
    private static readonly ProcessSpec Target = new() { Command = ["server"] };
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly List<JsonElement> _heard = [];
    private FakeManager.Log _log = new();

    [Fact]
    public async Task Should_initialize_on_the_same_process_when_the_server_does_not_know_discover()
    {
        var session = await ConnectedAsync(FakeServer.Answering((method, _) => FakeServer.Old(method), _heard));

        Assert.Equal(new ServerIdentity("old", "1.2", "2025-06-18"), session.Server);
        Assert.True((await session.ProbeAsync(StartTimeout, CancellationToken.None)).Answered);
        Assert.Equal(["server/discover", "initialize", "notifications/initialized", "ping"], Methods());
        Assert.Equal(1, session.Incarnation);
        Assert.Empty(_observer.Anomalies);
        await session.DisposeAsync();
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_initialize_when_the_server_answers_discover()
    {
        var session = await ConnectedAsync(FakeServer.Answering((method, _) => FakeServer.New(method), _heard));

        Assert.Equal(new ServerIdentity("new", "3", "2026-07-28"), session.Server);
        Assert.True((await session.ProbeAsync(StartTimeout, CancellationToken.None)).Answered);
        Assert.Equal(["server/discover", "ping"], Methods());
        Assert.All(_heard, AssertMeta);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_initialize_after_two_seconds_when_discover_meets_silence()
    {
        var connecting = ConnectAsync(
            FakeServer.Answering((method, _) => method == "initialize" ? FakeServer.InitializeResult : null, _heard)
        );

        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));

        await using var session = Assert.IsType<ConnectResult.Connected>(await connecting).Session;
        Assert.Equal(1, session.Incarnation);
        Assert.DoesNotContain("notifications/cancelled", Methods());
    }

    [Fact]
    public async Task Should_not_ask_for_the_era_again_when_it_is_known_to_be_the_older_one()
    {
        var server = FakeServer.Answering(
            (method, _) => method == "initialize" ? FakeServer.InitializeResult : null,
            _heard
        );

        var result = await ConnectAsync(server, knownRevision: "2025-06-18");

        await Assert.IsType<ConnectResult.Connected>(result).Session.DisposeAsync();
        Assert.Equal("initialize", Methods()[0]);
    }

    [Fact]
    public async Task Should_wait_for_a_slow_start_when_the_era_is_known_to_be_the_newer_one()
    {
        async Task<ProcessExit?> Slow(ScriptedPeer peer, int incarnation)
        {
            await _time.UntilArmedAsync();
            _time.Advance(TimeSpan.FromSeconds(20));
            return await FakeServer.Answering((method, _) => FakeServer.New(method), _heard)(peer, incarnation);
        }

        var result = await ConnectAsync(Slow, knownRevision: "2026-07-28");

        await using var session = Assert.IsType<ConnectResult.Connected>(result).Session;
        Assert.Equal("2026-07-28", session.Server.ProtocolRevision);
        Assert.Equal(["server/discover"], Methods());
    }

    [Fact]
    public async Task Should_initialize_on_a_fresh_process_when_discover_kills_the_first()
    {
        async Task<ProcessExit?> Fragile(ScriptedPeer peer, int incarnation)
        {
            if (incarnation == 1)
            {
                await peer.HearAsync();
                return new ProcessExit.Code(1);
            }

            return await FakeServer.Answering((method, _) => FakeServer.Old(method), _heard)(peer, incarnation);
        }

        var session = await ConnectedAsync(Fragile);

        Assert.Equal(2, session.Incarnation);
        Assert.Equal("initialize", Methods()[0]);
        Assert.Empty(_observer.Anomalies);
        await session.DisposeAsync();
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_initialize_on_a_fresh_process_when_the_first_holds_the_question_against_us()
    {
        var offended = FakeServer.Answering((_, _) => """!{"code":-32600,"message":"initialize must come first"}""");
        var sound = FakeServer.Answering((method, _) => FakeServer.Old(method));

        var session = await ConnectedAsync(
            (peer, incarnation) => (incarnation == 1 ? offended : sound)(peer, incarnation)
        );

        Assert.Equal(2, session.Incarnation);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_tell_noise_and_keep_what_the_probing_provoked_to_itself()
    {
        async Task<ProcessExit?> Odd(ScriptedPeer peer, int incarnation)
        {
            await peer.SayAsync("Welcome!");
            await peer.HearAsync();
            await peer.SayAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"what?"}}""");
            await peer.SayAsync("""{"error":"what?"}""");
            return await FakeServer.Answering((method, _) => FakeServer.Old(method))(peer, incarnation);
        }

        var connecting = ConnectAsync(Odd);
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        var result = await connecting;

        await Assert.IsType<ConnectResult.Connected>(result).Session.DisposeAsync();
        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
    }

    [Fact]
    public async Task Should_tell_anomalies_when_the_handshake_is_through()
    {
        var session = await ConnectedAsync(
            FakeServer.Answering((method, _) => method == "ping" ? "{},\"error\":null" : FakeServer.Old(method))
        );

        await session.ProbeAsync(StartTimeout, CancellationToken.None);

        Assert.Equal([StreamAnomalyKind.InvalidJsonRpc], _observer.Kinds);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_say_why_when_the_target_does_not_start()
    {
        _log = new FakeManager.Log
        {
            RefuseStart = new CommandRejected(
                RejectReason.SpawnFailed,
                "command not found: nosuch",
                SpawnError.CommandNotFound
            ),
        };

        var failed = await FailedAsync(FakeServer.Silent);

        Assert.Equal("the target could not be started: command not found: nosuch", failed.Message);
    }

    [Fact]
    public async Task Should_say_how_the_target_ended_when_it_exits_without_a_word()
    {
        var failed = await FailedAsync(FakeServer.Exiting(new ProcessExit.Code(1)));

        Assert.Equal("the target ended before it answered: exit code 1", failed.Message);
        Assert.Equal(new ProcessExit.Code(1), failed.Exit);
        Assert.Equal("last words\n"u8.ToArray(), failed.StderrTail.Bytes.ToArray());
        Assert.Equal(2, _log.Started.Count);
    }

    [Fact]
    public async Task Should_say_how_the_target_ended_when_it_is_gone_before_its_streams_are_taken()
    {
        _log = new FakeManager.Log { RefuseAttach = new CommandRejected(RejectReason.NotRunning, "it has ended") };

        var failed = await FailedAsync(FakeServer.Exiting(new ProcessExit.Code(0)));

        Assert.Equal("the target ended before it was asked anything: exit code 0", failed.Message);
    }

    [Fact]
    public async Task Should_recognise_a_program_that_sends_our_request_back()
    {
        async Task<ProcessExit?> Cat(ScriptedPeer peer, int incarnation)
        {
            while (await peer.HearAsync() is { } message)
            {
                await peer.SayAsync(message.GetRawText());
            }

            return null;
        }

        var failed = await FailedAsync(Cat);

        Assert.Equal("the target is no MCP server: it sent our own request back", failed.Message);
        Assert.Single(_log.Started);
    }

    [Fact]
    public async Task Should_recognise_a_program_that_writes_lines_for_ever()
    {
        async Task<ProcessExit?> Yes(ScriptedPeer peer, int incarnation)
        {
            for (var lines = 0; lines < 5000; lines++)
            {
                await peer.SayAsync("y");
            }

            return null;
        }

        var failed = await FailedAsync(Yes);

        Assert.Equal("the target is no MCP server: it writes lines that are no messages (not JSON: y)", failed.Message);
        Assert.InRange(_observer.Anomalies.Count, 1, 1000);
    }

    [Fact]
    public async Task Should_say_so_when_the_target_is_silent_for_the_whole_start_timeout()
    {
        var connecting = ConnectAsync(FakeServer.Silent);
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(28));

        var failed = Assert.IsType<ConnectResult.Failed>(await connecting);

        Assert.Equal("the target did not answer within 30 s", failed.Message);
        Assert.Null(failed.Exit);
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_show_what_it_wrote_instead_when_its_replies_cannot_be_matched()
    {
        var connecting = ConnectAsync(
            async (peer, _) =>
            {
                while (await peer.HearAsync() is { } message)
                {
                    var id = message.GetProperty("id").GetRawText();
                    await peer.SayAsync($"{{\"jsonrpc\":\"2.0\",\"id\":[{id}],\"result\":{{}}}}");
                    await peer.SayAsync("that was it");
                }

                return null;
            }
        );
        // Noise is told, and by then the line before it has been received.
        await _observer.UntilToldAsync();
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(28));

        Assert.Equal(
            "the target did not answer within 30 s; what it wrote instead: a reply whose id is no number: "
                + """{"jsonrpc":"2.0","id":[1],"result":{}}""",
            Assert.IsType<ConnectResult.Failed>(await connecting).Message
        );
    }

    [Theory]
    [InlineData("{}", "the target is no MCP server: its answer to initialize has no protocolVersion")]
    [InlineData("[1]", "the target is no MCP server: its answer to initialize has no protocolVersion")]
    [InlineData(
        """{"protocolVersion":7}""",
        "the target is no MCP server: its answer to initialize has no protocolVersion"
    )]
    [InlineData("""!{"code":-32000,"message":"no\nway"}""", """the target refused initialize: -32000 no\nway""")]
    public async Task Should_say_so_when_the_answer_to_initialize_is_none(string answer, string message)
    {
        var failed = await FailedAsync(
            FakeServer.Answering((method, _) => method == "initialize" ? answer : FakeServer.Old(method))
        );

        Assert.Equal(message, failed.Message);
    }

    [Fact]
    public async Task Should_leave_no_process_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var connecting = ConnectAsync(FakeServer.Silent, cancellation: cancellation.Token);
        await _time.UntilArmedAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_stop_what_may_have_started_when_it_is_cancelled_during_the_start()
    {
        _log = new FakeManager.Log { NeverAnswersStart = true };
        using var cancellation = new CancellationTokenSource();
        var connecting = ConnectAsync(FakeServer.Silent, cancellation: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Single(_log.StopsOfNothing);
    }

    private static void AssertMeta(JsonElement message)
    {
        var meta = message.GetProperty("params").GetProperty("_meta");
        Assert.Equal("2026-07-28", meta.GetProperty("io.modelcontextprotocol/protocolVersion").GetString());
        Assert.Equal("{}", meta.GetProperty("io.modelcontextprotocol/clientCapabilities").GetRawText());
        Assert.Equal(
            "mcpfuzzer",
            meta.GetProperty("io.modelcontextprotocol/clientInfo").GetProperty("name").GetString()
        );
    }

    private string[] Methods() => [.. _heard.Select(message => message.GetProperty("method").GetString()!)];

    private Task<ConnectResult> ConnectAsync(
        TargetBehaviour behaviour,
        string? knownRevision = null,
        CancellationToken cancellation = default
    )
    {
        var manager = Sys.ActorOf(Props.Create(() => new FakeManager(behaviour, _log)));
        return new McpConnector(manager, _time).ConnectAsync(
            Target,
            StartTimeout,
            _observer,
            knownRevision,
            cancellation
        );
    }

    private async Task<IMcpSession> ConnectedAsync(TargetBehaviour behaviour) =>
        Assert.IsType<ConnectResult.Connected>(await ConnectAsync(behaviour)).Session;

    private async Task<ConnectResult.Failed> FailedAsync(TargetBehaviour behaviour)
    {
        var failed = Assert.IsType<ConnectResult.Failed>(await ConnectAsync(behaviour));
        Assert.DoesNotContain('\n', failed.Message);
        _log.AssertNothingIsLeft();
        return failed;
    }
}
