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
    private readonly TaskCompletionSource _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeManager.Log _log = new();

    [Fact]
    public async Task Should_initialize_on_the_same_process_when_the_server_does_not_know_discover()
    {
        var session = await ConnectedAsync(FakeServer.Answering((method, _) => FakeServer.Old(method), _heard));

        Assert.Equal(new ServerIdentity("old", "1.2", "2025-06-18"), session.Server);
        Assert.True((await session.ProbeAsync(StartTimeout, CancellationToken.None)).Answered);
        Assert.Equal(["server/discover", "initialize", "notifications/initialized", "ping", "tools/list"], Methods());
        Assert.Equal(1, session.Incarnation);
        Assert.Empty(_observer.Anomalies);
        await session.DisposeAsync();
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_initialize_when_the_server_replies_to_discover()
    {
        var session = await ConnectedAsync(FakeServer.Answering((method, _) => FakeServer.New(method), _heard));

        Assert.Equal(new ServerIdentity("new", "3", "2026-07-28"), session.Server);
        Assert.True((await session.ProbeAsync(StartTimeout, CancellationToken.None)).Answered);
        Assert.Equal(["server/discover", "server/discover", "tools/list"], Methods());
        Assert.All(_heard, AssertMeta);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_initialize_after_two_seconds_when_discover_has_no_reply()
    {
        var connecting = ConnectAsync(
            FakeServer.Answering((method, _) => method == "initialize" ? FakeServer.InitializeResult : null, _heard)
        );

        await _time.PassAsync(TimeSpan.FromSeconds(2));
        // The answer to discover may have been overtaken: it is waited for a moment.
        await _time.PassAsync(TimeSpan.FromSeconds(0.5));

        await using var session = Assert.IsType<ConnectResult.Connected>(await connecting).Session;
        Assert.Equal(1, session.Incarnation);
        Assert.DoesNotContain("notifications/cancelled", Methods());
    }

    [Fact]
    public async Task Should_not_probe_for_the_era_when_it_is_known_to_be_the_older_one()
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
            await _time.UntilDueAsync(StartTimeout);
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
    public async Task Should_initialize_on_a_fresh_process_when_discover_breaks_the_first()
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
    public async Task Should_report_noise_but_not_the_anomalies_that_the_probe_provoked()
    {
        async Task<ProcessExit?> Odd(ScriptedPeer peer, int incarnation)
        {
            await peer.SayAsync("Welcome!");
            await peer.HearAsync();
            await peer.SayAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"what?"}}""");
            await peer.SayAsync("""{"error":"what?"}""");
            return await FakeServer.Answering((method, _) => FakeServer.Old(method))(peer, incarnation);
        }

        var result = await ConnectAsync(Odd);

        await Assert.IsType<ConnectResult.Connected>(result).Session.DisposeAsync();
        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
    }

    [Fact]
    public async Task Should_report_anomalies_after_the_handshake()
    {
        var session = await ConnectedAsync(
            FakeServer.Answering((method, _) => method == "ping" ? "{},\"error\":null" : FakeServer.Old(method))
        );

        await session.ProbeAsync(StartTimeout, CancellationToken.None);

        Assert.Equal([StreamAnomalyKind.InvalidJsonRpc], _observer.Kinds);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_report_why_the_target_does_not_start()
    {
        _log = new FakeManager.Log
        {
            RejectStart = new CommandRejected(
                RejectReason.SpawnFailed,
                "command not found: nosuch",
                SpawnError.CommandNotFound
            ),
        };

        var failed = await FailedAsync(FakeServer.Silent);

        Assert.Equal("the target could not be started: command not found: nosuch", failed.Message);
    }

    [Fact]
    public async Task Should_report_how_the_target_ended_when_it_exits_without_output()
    {
        var failed = await FailedAsync(FakeServer.Exiting(new ProcessExit.Code(1)));

        Assert.Equal("the target exited before it answered: exit code 1", failed.Message);
        Assert.Equal(new ProcessExit.Code(1), failed.Exit);
        Assert.Equal("last words\n"u8.ToArray(), failed.StderrTail.Bytes.ToArray());
        Assert.Equal(2, _log.Started.Count);
    }

    [Fact]
    public async Task Should_report_how_the_target_ended_when_it_is_gone_before_its_streams_are_attached()
    {
        _log = new FakeManager.Log { RejectAttach = new CommandRejected(RejectReason.NotRunning, "it has ended") };

        var failed = await FailedAsync(FakeServer.Exiting(new ProcessExit.Code(0)));

        Assert.Equal("the target exited before the first request: exit code 0", failed.Message);
    }

    [Fact]
    public async Task Should_recognise_a_program_that_echoes_requests()
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

        Assert.Equal("the target is not an MCP server: it sent our own request back", failed.Message);
        Assert.Single(_log.Started);
    }

    [Fact]
    public async Task Should_recognise_a_program_that_writes_lines_forever()
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

        Assert.Equal(
            "the target is not an MCP server: it writes lines that are not messages (not JSON: y)",
            failed.Message
        );
        Assert.InRange(_observer.Anomalies.Count, 1, 1000);
    }

    [Fact]
    public async Task Should_report_silence_when_the_target_is_silent_for_the_whole_start_timeout()
    {
        var connecting = ConnectAsync(ListenAsync);
        await PassStartTimeoutAsync();

        var failed = Assert.IsType<ConnectResult.Failed>(await connecting);

        Assert.Equal(
            "no answer to server/discover or initialize within 30s; a longer --start-timeout may help",
            failed.Message
        );
        Assert.Null(failed.Exit);
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_show_other_output_when_it_sends_no_reply()
    {
        var connecting = ConnectAsync(
            async (peer, incarnation) =>
            {
                await peer.SayAsync("that was it");
                return await ListenAsync(peer, incarnation);
            }
        );
        await _observer.UntilNotifiedAsync();
        await PassStartTimeoutAsync();

        Assert.Equal(
            "no answer to server/discover or initialize within 30s; a longer --start-timeout may help; "
                + "it wrote instead: not JSON: that was it",
            Assert.IsType<ConnectResult.Failed>(await connecting).Message
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    public async Task Should_end_at_once_and_name_the_id_when_a_reply_has_an_unknown_id(string id)
    {
        var failed = await FailedAsync(
            async (peer, _) =>
            {
                while (await peer.HearAsync() is not null)
                {
                    await peer.SayAsync($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{}}}}");
                }

                return null;
            }
        );

        Assert.Equal(
            $"the target is not an MCP server: it replied to server/discover with the id {id}, which was never sent",
            failed.Message
        );
        Assert.Single(_log.Started);
    }

    [Fact]
    public async Task Should_start_again_and_discover_when_the_reply_to_discover_comes_after_initialize_was_sent()
    {
        var connecting = ConnectAsync(
            async (peer, incarnation) =>
            {
                if (incarnation == 1)
                {
                    await peer.HearAsync();
                    // It starts slowly: by now initialize has been sent as well.
                    await peer.HearAsync();
                    await peer.ReplyAsync(1, FakeServer.DiscoverResult);
                }

                return await FakeServer.Answering((method, _) => FakeServer.New(method), _heard)(peer, incarnation);
            }
        );
        await _time.PassAsync(TimeSpan.FromSeconds(2));

        await using var session = Assert.IsType<ConnectResult.Connected>(await connecting).Session;
        Assert.Equal("2026-07-28", session.Server.ProtocolRevision);
        Assert.Equal(2, session.Incarnation);
        Assert.Equal(["server/discover"], Methods());
        Assert.Equal([1], _log.Stopped);
    }

    [Fact]
    public async Task Should_start_again_and_discover_when_initialize_is_rejected_as_only_the_newer_era_does()
    {
        const string Unsupported =
            """{"code":-32022,"message":"Unsupported protocol version","data":{"supported":["2026-07-28"]}}""";
        var result = await ConnectAsync(
            FakeServer.Answering(
                (method, _) => method == "initialize" ? "!" + Unsupported : FakeServer.New(method),
                _heard
            ),
            knownRevision: "2025-11-25"
        );

        await using var session = Assert.IsType<ConnectResult.Connected>(result).Session;
        Assert.Equal("2026-07-28", session.Server.ProtocolRevision);
        Assert.Equal(["initialize", "server/discover"], Methods());
    }

    [Fact]
    public async Task Should_never_initialize_when_discover_is_rejected_as_only_the_newer_era_does()
    {
        const string Unsupported =
            """!{"code":-32022,"message":"no","data":{"supported":["2027-01-01","2025-11-25"]}}""";

        var failed = await FailedAsync(FakeServer.Answering((_, _) => Unsupported, _heard));

        Assert.StartsWith(
            "the target rejected server/discover: -32022 no; it speaks 2027-01-01, 2025-11-25; mcpfuzzer speaks ",
            failed.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["server/discover"], Methods());
    }

    [Fact]
    public async Task Should_give_each_attempt_its_own_start_timeout()
    {
        async Task<ProcessExit?> Fragile(ScriptedPeer peer, int incarnation)
        {
            await _time.UntilDueAsync(StartTimeout);
            _time.Advance(TimeSpan.FromSeconds(29));
            if (incarnation == 1)
            {
                return new ProcessExit.Code(1);
            }

            return await FakeServer.Answering((method, _) => FakeServer.Old(method), _heard)(peer, incarnation);
        }

        var session = await ConnectedAsync(Fragile);

        Assert.Equal(2, session.Incarnation);
        Assert.Equal("initialize", Methods()[0]);
        await session.DisposeAsync();
    }

    [Fact]
    public async Task Should_show_both_attempts_and_the_stderr_of_the_first_when_both_fail()
    {
        var failed = await FailedAsync(
            (_, incarnation) => Task.FromResult<ProcessExit?>(new ProcessExit.Code(incarnation))
        );

        Assert.Equal(
            "the target exited before it answered: exit code 2; the first attempt failed with: the target "
                + "exited before it answered: exit code 1 (stderr: last words)",
            failed.Message
        );
    }

    [Fact]
    public async Task Should_report_the_defects_of_the_reply_that_was_accepted()
    {
        var connecting = ConnectAsync(
            async (peer, _) =>
            {
                await peer.HearAsync();
                await peer.SayAsync("""{"id":1,"error":{"code":-32601,"message":"no"}}""");
                await peer.HearAsync();
                await peer.SayAsync($$"""{"jsonrpc":"2.0","id":"2","result":{{FakeServer.InitializeResult}}}""");
                await peer.HearAsync();
                return null;
            }
        );

        await Assert.IsType<ConnectResult.Connected>(await connecting).Session.DisposeAsync();

        var anomaly = Assert.Single(_observer.Anomalies);
        Assert.Equal((StreamAnomalyKind.WrongIdType, "initialize"), (anomaly.Kind, anomaly.Method));
    }

    [Fact]
    public async Task Should_send_no_reply_to_the_server_before_initialize_and_report_it_in_the_newest_revision()
    {
        var result = await ConnectAsync(
            async (peer, _) =>
            {
                await peer.HearAsync();
                await peer.SayAsync("""{"jsonrpc":"2.0","id":"s","method":"ping"}""");
                await peer.ReplyAsync(1, FakeServer.DiscoverResult);
                while (await peer.HearAsync() is { } message)
                {
                    _heard.Add(message);
                }

                return null;
            }
        );

        await Assert.IsType<ConnectResult.Connected>(result).Session.DisposeAsync();
        Assert.Equal([StreamAnomalyKind.ServerRequest], _observer.Kinds);
        Assert.Empty(_heard);
    }

    [Theory]
    [InlineData("2099-01-01")]
    [InlineData("1.0")]
    [InlineData("2026-07-28")]
    public async Task Should_reject_a_reply_to_initialize_in_an_unsupported_revision(string revision)
    {
        var answer = FakeServer.InitializeResult.Replace("2025-06-18", revision, StringComparison.Ordinal);

        var failed = await FailedAsync(
            FakeServer.Answering((method, _) => method == "initialize" ? answer : FakeServer.Old(method), _heard)
        );

        Assert.Equal(
            $"the target answers initialize with the protocol revision {revision}; mcpfuzzer speaks 2024-11-05, "
                + "2025-03-26, 2025-06-18, 2025-11-25 by initialize and 2026-07-28 by server/discover",
            failed.Message
        );
        Assert.DoesNotContain("notifications/initialized", Methods());
    }

    [Theory]
    [InlineData("{}", "the target is not an MCP server: its answer to initialize has no protocolVersion")]
    [InlineData("[1]", "the target is not an MCP server: its answer to initialize has no protocolVersion")]
    [InlineData(
        """{"protocolVersion":7}""",
        "the target is not an MCP server: its answer to initialize has no protocolVersion"
    )]
    [InlineData("""!{"code":-32000,"message":"no\nway"}""", """the target rejected initialize: -32000 no\nway""")]
    public async Task Should_report_a_reply_to_initialize_that_is_not_valid(string answer, string message)
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
        await _time.UntilDueAsync(StartTimeout);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        _log.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_stop_a_possibly_started_process_when_it_is_cancelled_during_the_start()
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

    // A target that hears everything, and answers nothing.
    private Task<ProcessExit?> ListenAsync(ScriptedPeer peer, int incarnation) =>
        FakeServer.Answering(
            (method, _) =>
            {
                if (method == "initialize")
                {
                    _initialized.SetResult();
                }

                return null;
            }
        )(peer, incarnation);

    // The rest passes when it has been asked with initialize as well.
    private async Task PassStartTimeoutAsync()
    {
        var untilInitialize = TimeSpan.FromSeconds(2);
        await _time.PassAsync(untilInitialize);
        await _initialized.Task;
        await _time.PassAsync(StartTimeout - untilInitialize);
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
