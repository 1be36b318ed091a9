using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.Sessions;

public sealed class McpSessionTests : TestKit
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly FakeManager.Log _log = new();
    private readonly List<JsonElement> _heard = [];

    [Fact]
    public async Task Should_list_every_page_of_tools()
    {
        await using var session = await OpenAsync(message =>
            message.GetProperty("params").TryGetProperty("cursor", out var cursor)
                ? """{"tools":[{"name":"CURSOR","inputSchema":{"type":"object"},"outputSchema":{"type":"object"}}]}""".Replace(
                    "\"CURSOR\"",
                    cursor.GetRawText(),
                    StringComparison.Ordinal
                )
                : """{"tools":[{"name":"first","inputSchema":{"type":"object"},"annotations":{"destructiveHint":true}}],"nextCursor":"a \"b\""}"""
        );

        var tools = Assert.IsType<ListToolsResult.Listed>(await ListAsync(session)).Tools;

        Assert.Equal(["first", "a \"b\""], tools.Select(tool => tool.Name));
        Assert.Equal([true, false], tools.Select(tool => tool.Destructive));
        Assert.Equal([false, true], tools.Select(tool => tool.OutputSchema is not null));
        Assert.Equal("object", tools[0].InputSchema.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Should_be_understood_by_a_server_of_the_official_SDK_in_the_newest_revision()
    {
        await using var session = await OpenAsync(SdkServer.RunAsync);

        Assert.Equal(new ServerIdentity("adder", "1", "2026-07-28"), session.Server);
        Assert.Equal(
            ["add"],
            Assert.IsType<ListToolsResult.Listed>(await ListAsync(session)).Tools.Select(t => t.Name)
        );
        Assert.True((await session.ProbeAsync(Timeout, CancellationToken.None)).Answered);
        var sum = await session.CallToolAsync(
            new ToolCall("add", "{\"a\":2,\"b\":40}"u8.ToArray()),
            CancellationToken.None
        );
        var content = Assert.IsType<McpReply.Result>(sum).Value.GetProperty("content");
        Assert.Equal("42", content[0].GetProperty("text").GetString());
        Assert.Empty(_observer.Anomalies);
    }

    [Theory]
    [InlineData("{}", "tools/list has no array of tools")]
    [InlineData("""{"tools":{}}""", "tools/list has no array of tools")]
    [InlineData("""!{"code":-32603,"message":"boom"}""", "tools/list was rejected: -32603 boom")]
    public async Task Should_report_a_list_of_tools_that_is_not_valid(string answer, string message)
    {
        await using var session = await OpenAsync(_ => answer);

        Assert.Equal(new ListToolsResult.Failed(message), await ListAsync(session));
    }

    [Theory]
    [InlineData("""{"tools":[1,GOOD]}""", null, "a tool has no name")]
    [InlineData("""{"tools":[{"name":"\ud800"},GOOD]}""", null, "a tool has no name")]
    [InlineData("""{"tools":[GOOD,{"name":"good","inputSchema":{}}]}""", "good", "its name is listed twice")]
    [InlineData("""{"tools":[GOOD],"nextCursor":5}""", null, "nextCursor is not a string")]
    [InlineData("""{"tools":[GOOD],"nextCursor":"again"}""", null, "the pages form a circle")]
    public async Task Should_keep_the_sound_tools_and_report_what_is_wrong_with_the_list(
        string answer,
        string? tool,
        string what
    )
    {
        const string Good = """{"name":"good","inputSchema":{"type":"object","required":["a"]}}""";
        await using var session = await OpenAsync(_ => answer.Replace("GOOD", Good, StringComparison.Ordinal));

        var listed = Assert.IsType<ListToolsResult.Listed>(await ListAsync(session));

        var good = Assert.Single(listed.Tools);
        Assert.Equal("good", good.Name);
        Assert.True(good.InputSchema.TryGetProperty("required", out _));
        Assert.Contains(new ListBreach(tool, what), listed.Breaches);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "inputSchema is not an object")]
    [InlineData("""{"name":"x","inputSchema":true}""", "inputSchema is not an object")]
    [InlineData("""{"name":"x","inputSchema":{"type":"object"},"outputSchema":7}""", "outputSchema is not an object")]
    public async Task Should_accept_any_object_when_the_schema_of_a_tool_is_missing(string tool, string what)
    {
        await using var session = await OpenAsync(_ => $$"""{"tools":[{{tool}}]}""");

        var listed = Assert.IsType<ListToolsResult.Listed>(await ListAsync(session));

        Assert.Equal("""{"type":"object"}""", Assert.Single(listed.Tools).InputSchema.GetRawText());
        Assert.Null(listed.Tools[0].OutputSchema);
        Assert.Equal([new ListBreach("x", what)], listed.Breaches);
    }

    [Fact]
    public async Task Should_kill_the_target_without_a_ladder_when_a_wait_is_pointless()
    {
        var session = await OpenAsync(_ => "{}");

        await session.KillAsync();
        await session.DisposeAsync();

        Assert.True(Assert.Single(_log.Stops).Force);
    }

    [Fact]
    public async Task Should_give_up_when_every_page_has_a_next_page()
    {
        var pages = 0;
        await using var session = await OpenAsync(_ => $$"""{"tools":[],"nextCursor":"{{++pages}}"}""");

        Assert.IsType<ListToolsResult.Failed>(await ListAsync(session));
        Assert.Equal(1000, pages);
    }

    [Theory]
    [InlineData("""!{"code":-32601,"message":"no"}""", "{}", 0)]
    [InlineData("""{"tools":[{"name":"a","inputSchema":{}}]}""", "{}", 1)]
    [InlineData("""!{"code":-32601,"message":"no"}""", """{"tools":{}}""", null)]
    [InlineData("""!{"code":-32603,"message":"no"}""", "{}", null)]
    public async Task Should_list_tools_for_any_declared_capabilities(string answer, string declared, int? tools)
    {
        await using var session = await OpenAsync(
            FakeServer.Answering(
                (method, _) =>
                    method switch
                    {
                        "initialize" => $$$"""{"protocolVersion":"2025-11-25","capabilities":{{{declared}}}}""",
                        "tools/list" => answer,
                        _ => FakeServer.Old(method),
                    }
            )
        );

        var list = await ListAsync(session);

        Assert.Equal(tools, (list as ListToolsResult.Listed)?.Tools.Count);
        Assert.Null(session.Server.Name);
    }

    [Theory]
    [InlineData("8", "8", "the pages form a circle")]
    [InlineData("8", "9", "the pages form a circle")]
    [InlineData("", "", "nextCursor is empty")]
    public async Task Should_name_one_defect_once_when_the_pages_do_not_end(string first, string second, string what)
    {
        var eight = string.Join(',', Enumerable.Range(0, 8).Select(n => $$$"""{"name":"t{{{n}}}","inputSchema":{}}"""));
        await using var session = await OpenAsync(message =>
        {
            var cursor = message.GetProperty("params").TryGetProperty("cursor", out _) ? second : first;
            return $$"""{"tools":[{{eight}}],"nextCursor":"{{cursor}}"}""";
        });

        var listed = Assert.IsType<ListToolsResult.Listed>(await ListAsync(session));

        Assert.Equal(8, listed.Tools.Count);
        Assert.Equal([new ListBreach(null, what)], listed.Breaches);
    }

    [Theory]
    [InlineData("required", true)]
    [InlineData("optional", false)]
    [InlineData("forbidden", false)]
    public async Task Should_recognise_a_tool_that_may_be_called_only_as_a_task(string support, bool isRequired)
    {
        await using var session = await OpenAsync(_ =>
            $$$"""{"tools":[{"name":"a","inputSchema":{},"execution":{"taskSupport":"{{{support}}}"}}]}"""
        );

        var tool = Assert.Single(Assert.IsType<ListToolsResult.Listed>(await ListAsync(session)).Tools);

        Assert.Equal(isRequired, tool.RequiresTask);
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(false, true, "\"progressToken\":3")]
    [InlineData(true, true, "\"progressToken\":2")]
    public async Task Should_request_progress_where_it_is_enabled(bool newer, bool wanted, string token)
    {
        await using var session = await OpenAsync(
            FakeServer.Answering(
                (method, _) =>
                    method == "tools/call" ? "{}"
                    : newer ? FakeServer.New(method)
                    : FakeServer.Old(method),
                _heard
            )
        );

        var call = new ToolCall("t", "{}"u8.ToArray()) { Progress = wanted ? () => { } : null };
        await session.CallToolAsync(call, CancellationToken.None);

        var parameters = _heard[^1].GetProperty("params");
        var meta = parameters.TryGetProperty("_meta", out var found) ? found.GetRawText() : "";
        Assert.Equal(wanted, meta.Contains("progressToken", StringComparison.Ordinal));
        Assert.Contains(token, meta, StringComparison.Ordinal);
        Assert.Equal(newer, meta.Contains("io.modelcontextprotocol/protocolVersion", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, """{"name":"t\u0022","arguments":{"a" : 1.0, "a":"\ud800"}}""")]
    [InlineData(
        true,
        """{"name":"t\u0022","arguments":{"a" : 1.0, "a":"\ud800"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","""
    )]
    public async Task Should_send_arguments_byte_for_byte(bool newer, string parameters)
    {
        await using var session = await OpenAsync(
            FakeServer.Answering(
                (method, _) =>
                    method == "tools/call" ? "{}"
                    : newer ? FakeServer.New(method)
                    : FakeServer.Old(method),
                _heard
            )
        );

        var arguments = Encoding.UTF8.GetBytes("""{"a" : 1.0, "a":"\ud800"}""");
        var reply = await session.CallToolAsync(new ToolCall("t\"", arguments), CancellationToken.None);

        Assert.IsType<McpReply.Result>(reply);
        Assert.StartsWith(parameters, _heard[^1].GetProperty("params").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_reject_arguments_that_would_break_the_frame()
    {
        await using var session = await OpenAsync(_ => "{}");

        await Assert.ThrowsAsync<ArgumentException>(() =>
            session.CallToolAsync(new ToolCall("t", "{\n}"u8.ToArray()), CancellationToken.None)
        );
    }

    [Fact]
    public async Task Should_report_the_exit_and_fail_the_call_when_it_ends_the_target()
    {
        await using var session = await OpenAsync(
            async (peer, _) =>
            {
                while (await peer.HearAsync() is { } message)
                {
                    var method = message.GetProperty("method").GetString()!;
                    if (method == "tools/call")
                    {
                        return new ProcessExit.Signal(11, true);
                    }

                    if (message.TryGetProperty("id", out var id))
                    {
                        await peer.ReplyAsync(
                            id.GetInt64(),
                            method == "initialize" ? FakeServer.InitializeResult : "{}"
                        );
                    }
                }

                return null;
            }
        );

        var reply = await session.CallToolAsync(new ToolCall("t", "{}"u8.ToArray()), CancellationToken.None);

        Assert.Equal(new McpReply.Lost(Written: true), reply);
        var exited = Assert.IsType<ProcessExited>(await session.Exited.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(new ProcessExit.Signal(11, true), exited.Exit);
    }

    [Fact]
    public async Task Should_stop_the_target_when_it_is_disposed()
    {
        var session = await OpenAsync(_ => "{}");
        Assert.False(session.Exited.IsCompleted);

        await session.DisposeAsync();
        await session.DisposeAsync();

        Assert.Equal([1], _log.Stopped);
        Assert.IsType<ProcessExited>(await session.Exited);
        Assert.Empty(_observer.Anomalies);
    }

    private static Task<ListToolsResult> ListAsync(IMcpSession session) =>
        session.ListToolsAsync(Timeout, CancellationToken.None);

    /// <summary>A server of the newer era, so that even the first page has params.</summary>
    private Task<IMcpSession> OpenAsync(Func<JsonElement, string> answer) =>
        OpenAsync(
            FakeServer.Answering(
                (method, message) => method == "server/discover" ? FakeServer.DiscoverResult : answer(message),
                _heard
            )
        );

    private async Task<IMcpSession> OpenAsync(TargetBehaviour behaviour)
    {
        var manager = Sys.ActorOf(Props.Create(() => new FakeManager(behaviour, _log)));
        var result = await new McpConnector(manager, _time).ConnectAsync(
            new ProcessSpec { Command = ["server"] },
            TimeSpan.FromSeconds(30),
            _observer,
            knownRevision: null,
            CancellationToken.None
        );
        return Assert.IsType<ConnectResult.Connected>(result).Session;
    }
}
