using System.Text;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.JsonRpc;

/// <summary>
/// What a server writes, while request 1 is answered, request 2 was given up and request 3 is in flight.
/// </summary>
public sealed class MessageReceiverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly ScriptedPeer _peer = new();
    private Task<McpReply>? _third;

    [Theory]
    [InlineData("Listening on stdio", nameof(StreamAnomalyKind.Noise))]
    [InlineData("""{"jsonrpc":"2.0","id":3,"res""", nameof(StreamAnomalyKind.InvalidJson))]
    [InlineData("""{"hello":"world"}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("""{"jsonrpc":"2.0","id":99,"result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":-3,"result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":3.5,"result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":"abc","result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":"99","result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":"3","result":{}}""", nameof(StreamAnomalyKind.WrongIdType))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":{}}""", nameof(StreamAnomalyKind.WrongIdType))]
    [InlineData("""{"jsonrpc":"2.0","id":[3],"result":{}}""", nameof(StreamAnomalyKind.WrongIdType))]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", nameof(StreamAnomalyKind.DuplicateReply))]
    [InlineData(
        """{"jsonrpc":"2.0","id":1.0,"error":{"code":1,"message":""}}""",
        nameof(StreamAnomalyKind.DuplicateReply)
    )]
    [InlineData("""[{"jsonrpc":"2.0","method":"x"}]""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    public async Task Should_classify_what_does_not_belong_on_the_stream(string line, string kind)
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync(line);
        await EndAsync(connection);

        Assert.Equal([Enum.Parse<StreamAnomalyKind>(kind)], _observer.Kinds);
        Assert.DoesNotContain('\n', _observer.Anomalies[0].Detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"result":{}}""")]
    public async Task Should_report_nothing_when_a_line_is_legal(string line)
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync(line);
        await EndAsync(connection);

        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_report_the_defect_and_still_settle_the_request()
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync("""{"id":3,"result":{"a":1}}""");

        Assert.IsType<McpReply.Result>(await _third!);
        Assert.Equal([StreamAnomalyKind.InvalidJsonRpc], _observer.Kinds);
    }

    [Theory]
    [InlineData("99", nameof(StreamAnomalyKind.WrongId), "99")]
    [InlineData("0", nameof(StreamAnomalyKind.WrongId), "0")]
    [InlineData("\"x\"", nameof(StreamAnomalyKind.WrongId), "\"x\"")]
    [InlineData("[3]", nameof(StreamAnomalyKind.WrongIdType), "[3]")]
    [InlineData("true", nameof(StreamAnomalyKind.WrongIdType), "true")]
    [InlineData("null", nameof(StreamAnomalyKind.WrongIdType), null)]
    public async Task Should_settle_the_only_request_and_name_it_when_the_id_of_a_result_is_wrong(
        string id,
        string kind,
        string? shown
    )
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"a":1}}""");

        Assert.IsType<McpReply.Result>(await _third!.WaitAsync(Patience));
        var anomaly = Assert.Single(_observer.Anomalies);
        Assert.Equal((kind, "third", shown), (anomaly.Kind.ToString(), anomaly.Method, anomaly.StrangeId));
        Assert.Equal($"{anomaly.Why}: {anomaly.Excerpt}", anomaly.Detail);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":99,"result":{}}""", nameof(StreamAnomalyKind.WrongId))]
    [InlineData("""{"jsonrpc":"2.0","id":[4],"result":{}}""", nameof(StreamAnomalyKind.WrongIdType))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":{}}""", nameof(StreamAnomalyKind.WrongIdType))]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData(
        """{"jsonrpc":"2.0","id":null,"error":{"code":-32602,"message":"bad"}}""",
        nameof(StreamAnomalyKind.WrongIdType)
    )]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"bad"}}""", null)]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32600,"message":"bad"}}""", null)]
    public async Task Should_settle_nothing_when_a_reply_may_be_to_either_of_two(string line, string? kind)
    {
        await using var connection = await BeginAsync();
        var fourth = RequestAsync(connection, "fourth");
        await _peer.HearAsync();

        await _peer.SayAsync(line);
        await _peer.ReplyAsync(3, "3");
        await _peer.ReplyAsync(4, "4");

        Assert.Equal(3, Assert.IsType<McpReply.Result>(await _third!).Value.GetInt32());
        Assert.Equal(4, Assert.IsType<McpReply.Result>(await fourth).Value.GetInt32());
        Assert.Equal(kind is null ? [] : [kind], _observer.Kinds.Select(each => each.ToString()));
        Assert.All(_observer.Anomalies, anomaly => Assert.Null(anomaly.Method));
    }

    [Theory]
    [InlineData("\"id\":null,", -32700)]
    [InlineData("", -32700)]
    [InlineData("", -32603)]
    public async Task Should_settle_the_only_request_and_report_nothing_when_an_error_has_no_id(string id, int code)
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync($$$"""{"jsonrpc":"2.0",{{{id}}}"error":{"code":{{{code}}},"message":"what?"}}""");

        Assert.Equal(code, Assert.IsType<McpReply.Error>(await _third!.WaitAsync(Patience)).Code);
        // The guess may have been wrong, so the true reply is not a duplicate.
        await _peer.ReplyAsync(3);
        await EndAsync(connection);
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_excuse_one_error_without_id_for_each_request_that_was_given_up()
    {
        await using var connection = await BeginAsync();
        await _peer.ReplyAsync(3);
        await _third!;

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"late"}}""");
        await _peer.ReplyAsync(2);
        await _peer.SayAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"bad"}}""");
        await EndAsync(connection);

        Assert.Equal([StreamAnomalyKind.ReplyToNotification], _observer.Kinds);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","result":null}""", nameof(StreamAnomalyKind.ReplyToNotification))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":null}""", nameof(StreamAnomalyKind.ReplyToNotification))]
    [InlineData(
        """{"jsonrpc":"2.0","error":{"code":-32601,"message":"no"}}""",
        nameof(StreamAnomalyKind.ReplyToNotification)
    )]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}""", null)]
    public async Task Should_treat_a_reply_without_id_as_one_to_the_notification_before_it(string line, string? kind)
    {
        await using var connection = await BeginAsync();
        await connection.NotifyAsync("notifications/x", CancellationToken.None);

        await _peer.SayAsync(line);
        await EndAsync(connection);

        Assert.Equal(kind is null ? [] : [kind], _observer.Kinds.Select(each => each.ToString()));
        Assert.IsType(kind is null ? typeof(McpReply.Error) : typeof(McpReply.Lost), await _third!);
    }

    [Fact]
    public async Task Should_blame_no_notification_when_a_later_request_has_its_reply()
    {
        await using var connection = await BeginAsync();
        await connection.NotifyAsync("notifications/x", CancellationToken.None);
        var fourth = RequestAsync(connection, "fourth");
        await _peer.ReplyAsync(4);
        await fourth;

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"no"}}""");

        Assert.IsType<McpReply.Error>(await _third!.WaitAsync(Patience));
        Assert.Empty(_observer.Anomalies);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("roots/list")]
    public async Task Should_report_a_request_of_the_server_without_a_reply_in_the_newest_revision(string method)
    {
        await using var connection = await BeginAsync();
        connection.Speak("2026-07-28");

        await _peer.SayAsync($$"""{"jsonrpc":"2.0","id":8,"method":"{{method}}"}""");
        await _peer.ReplyAsync(3);
        await _third!;
        await connection.NotifyAsync("the/next", CancellationToken.None);

        Assert.Equal([StreamAnomalyKind.ServerRequest], _observer.Kinds);
        Assert.Contains("the/next", await _peer.HearTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_settle_its_request_and_report_nothing_when_a_reply_is_too_deep_to_read()
    {
        await using var connection = await BeginAsync(frameCap: 1 << 24);
        var deep = new string('[', 150_000) + new string(']', 150_000);

        await _peer.SayAsync($$"""{"jsonrpc":"2.0","result":{{deep}},"id":3}""");

        var beyond = Assert.IsType<McpReply.Unreadable>(await _third!.WaitAsync(Patience));
        Assert.Equal("JSON of more than 256 levels", beyond.Limit);
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_report_that_the_list_of_tools_has_changed()
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""");
        await EndAsync(connection);

        Assert.Equal(1, _observer.ToolsChanged);
    }

    [Fact]
    public async Task Should_know_when_the_server_wrote_last()
    {
        await using var connection = await BeginAsync();
        var before = connection.LastHeard;
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(before, connection.LastHeard);

        await _peer.SayAsync("noise");
        await _observer.UntilNotifiedAsync();

        Assert.Equal(_time.GetTimestamp(), connection.LastHeard);
    }

    [Fact]
    public async Task Should_name_the_request_that_has_two_replies()
    {
        await using var connection = await BeginAsync();

        await _peer.ReplyAsync(1);
        await EndAsync(connection);

        Assert.Equal("first", Assert.Single(_observer.Anomalies).Method);
    }

    [Fact]
    public async Task Should_report_the_type_of_the_id_and_still_settle_the_request_when_it_comes_back_as_a_string()
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":"3","result":{"a":1}}""");

        var result = Assert.IsType<McpReply.Result>(await _third!.WaitAsync(Patience));
        Assert.Equal("""{"a":1}""", result.Value.GetRawText());
        Assert.Equal([StreamAnomalyKind.WrongIdType], _observer.Kinds);
    }

    [Fact]
    public async Task Should_settle_the_request_when_its_id_comes_back_as_the_same_number_in_another_notation()
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":3.0,"result":{}}""");

        Assert.IsType<McpReply.Result>(await _third!);
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_skip_an_oversized_line_and_read_the_next()
    {
        await using var connection = await BeginAsync(frameCap: 1000);

        await _peer.SayBytesAsync(new byte[5000]);
        await _peer.SayAsync("");
        await _peer.ReplyAsync(3);

        Assert.IsType<McpReply.Result>(await _third!);
        Assert.Equal([StreamAnomalyKind.Oversized], _observer.Kinds);
        Assert.Contains("5000 bytes", _observer.Anomalies[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_report_half_a_frame_when_the_stream_ends_in_it()
    {
        await using var connection = await BeginAsync();

        await _peer.SayRawAsync("""{"jsonrpc":"2.0","id":3,"result":{"a":""");
        await EndAsync(connection);

        Assert.Equal(new McpReply.Lost(Written: true), await _third!);
        Assert.Equal([StreamAnomalyKind.InvalidJson], _observer.Kinds);
        Assert.StartsWith(
            "half a line at the end of the stream",
            _observer.Anomalies[0].Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_accept_a_whole_message_without_a_newline_at_the_end()
    {
        await using var connection = await BeginAsync();

        await _peer.SayRawAsync("""{"jsonrpc":"2.0","id":3,"result":{}}""");
        await EndAsync(connection);

        Assert.IsType<McpReply.Result>(await _third!);
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_show_hostile_bytes_escaped_and_shortened()
    {
        await using var connection = await BeginAsync();

        await _peer.SayBytesAsync(
            (byte[])[0xFF, 0x1B, (byte)'[', (byte)'2', (byte)'J', .. new byte[100_000], (byte)'\n']
        );
        await EndAsync(connection);

        var detail = Assert.Single(_observer.Anomalies).Detail;
        Assert.DoesNotContain('\u001b', detail);
        Assert.InRange(detail.Length, 1, 2000);
        Assert.Contains("100005 bytes", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ping", "1", """{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("ping", "\"a\\u0062\"", """{"jsonrpc":"2.0","id":"a\u0062","result":{}}""")]
    [InlineData("roots/list", "7", """{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"Method not found"}}""")]
    [InlineData(
        "sampling/createMessage",
        "3",
        """{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"Method not found"}}"""
    )]
    public async Task Should_reply_to_the_server_as_a_client_without_capabilities(
        string method,
        string id,
        string answer
    )
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"}""");

        Assert.Equal(answer, await _peer.HearTextAsync());
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_recognise_its_own_request_and_not_reply_to_it()
    {
        await using var connection = await BeginAsync();

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":3,"method":"third","params":{}}""");
        await connection.Echoed.WaitAsync(Patience);

        await _peer.SayAsync("""{"jsonrpc":"2.0","id":"s","method":"ping"}""");
        Assert.Contains("\"s\"", await _peer.HearTextAsync(), StringComparison.Ordinal);
        Assert.Equal([StreamAnomalyKind.InvalidJsonRpc], _observer.Kinds);
    }

    [Fact]
    public async Task Should_accept_batches_when_the_revision_has_them()
    {
        await using var connection = await BeginAsync();
        connection.Speak("2025-03-26");

        await _peer.SayAsync("""[{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","id":3,"result":{}}]""");

        Assert.IsType<McpReply.Result>(await _third!);
        Assert.Empty(_observer.Anomalies);
    }

    private async Task<JsonRpcConnection> BeginAsync(long frameCap = 1 << 20)
    {
        var connection = JsonRpcConnection.Open(_peer.Stdout, _peer.Stdin, _observer, _time, frameCap);
        connection.Speak("2025-11-25");
        var first = RequestAsync(connection, "first");
        await _peer.HearAsync();
        await _time.UntilArmedAsync();
        await _peer.ReplyAsync(1);
        await first;

        var second = RequestAsync(connection, "second", announce: false);
        await _peer.HearAsync();
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        await second;

        _third = RequestAsync(connection, "third");
        await _peer.HearAsync();
        return connection;
    }

    private async Task EndAsync(JsonRpcConnection connection)
    {
        _peer.End();
        await connection.Ended.WaitAsync(Patience);
    }

    private static Task<McpReply> RequestAsync(JsonRpcConnection connection, string method, bool announce = true) =>
        connection.RequestAsync(
            method,
            Encoding.UTF8.GetBytes("{}"),
            TimeSpan.FromSeconds(5),
            CancellationToken.None,
            announce
        );
}
