using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.JsonRpc;

public sealed class JsonRpcConnectionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task Should_match_replies_by_id_when_many_are_in_flight_and_come_back_in_any_order()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        var requests = Enumerable.Range(0, 200).Select(number => Request(connection, $"{{\"n\":{number}}}")).ToArray();

        var heard = new List<(long Id, int Number)>();
        for (var count = 0; count < requests.Length; count++)
        {
            var message = await peer.HearAsync();
            var number = message!.Value.GetProperty("params").GetProperty("n").GetInt32();
            heard.Add((message.Value.GetProperty("id").GetInt64(), number));
        }

        foreach (var (id, number) in heard.OrderBy(each => (each.Number * 7919) % 211))
        {
            await peer.ReplyAsync(id, $"{number}");
        }

        var replies = await Task.WhenAll(requests);
        Assert.Equal(
            Enumerable.Range(0, 200),
            replies.Select(reply => Assert.IsType<McpReply.Result>(reply).Value.GetInt32())
        );
        Assert.Empty(_observer.Anomalies);
    }

    [Fact]
    public async Task Should_write_whole_frames_when_many_write_at_once_into_a_narrow_pipe()
    {
        var peer = new ScriptedPeer(room: 64);
        await using var connection = Open(peer);
        var padding = new string('x', 3000);
        var requests = Enumerable
            .Range(0, 50)
            .Select(_ => Task.Run(() => Request(connection, $"{{\"padding\":\"{padding}\"}}")))
            .ToArray();

        for (var count = 0; count < requests.Length; count++)
        {
            var message = await peer.HearAsync();
            await peer.ReplyAsync(message!.Value.GetProperty("id").GetInt64());
        }

        Assert.All(await Task.WhenAll(requests), reply => Assert.IsType<McpReply.Result>(reply));
    }

    [Fact]
    public async Task Should_time_out_and_cancel_by_notification_when_no_reply_comes()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        var request = Request(connection);
        await peer.HearAsync();

        await _time.UntilArmedAsync();
        _time.Advance(Timeout);

        Assert.Equal(new McpReply.TimedOut(Timeout), await request);
        var notification = await peer.HearAsync();
        Assert.Equal("notifications/cancelled", notification!.Value.GetProperty("method").GetString());
        Assert.Equal(1, notification.Value.GetProperty("params").GetProperty("requestId").GetInt64());
        Assert.False(notification.Value.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Should_ignore_one_late_reply_and_report_the_second()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        var request = Request(connection);
        await _time.UntilArmedAsync();
        _time.Advance(Timeout);
        await request;

        await peer.ReplyAsync(1);
        await peer.ReplyAsync(1);
        await SettleAsync(connection, peer);

        Assert.Equal([StreamAnomalyKind.DuplicateReply], _observer.Kinds);
    }

    [Fact]
    public async Task Should_start_each_timer_at_the_end_of_its_own_write()
    {
        var peer = new ScriptedPeer(room: 16);
        await using var connection = Open(peer);
        var request = Request(connection);

        // The server does not read, so the write of the request never ends.
        _time.Advance(Timeout * 10);
        Assert.False(request.IsCompleted);
        await peer.HearAsync();
        await _time.UntilArmedAsync();
        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.False(request.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(new McpReply.TimedOut(Timeout), await request);
    }

    [Fact]
    public async Task Should_measure_from_the_writing_to_the_reply()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        var request = Request(connection);
        await _time.UntilArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        await peer.SayAsync("""{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"bad","data":{"a":1}}}""");

        var error = Assert.IsType<McpReply.Error>(await request);
        Assert.Equal((-32602, "bad"), (error.Code, error.Message));
        Assert.Equal(1, error.Data!.Value.GetProperty("a").GetInt32());
        Assert.Equal(TimeSpan.FromSeconds(3), error.Elapsed);
    }

    [Fact]
    public async Task Should_cancel_by_notification_when_the_token_is_cancelled()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        using var cancellation = new CancellationTokenSource();
        var request = connection.RequestAsync("x", default, Timeout, cancellation.Token);
        await peer.HearAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal("notifications/cancelled", (await peer.HearAsync())!.Value.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Should_not_write_a_request_that_is_cancelled_before_its_turn()
    {
        var peer = new ScriptedPeer(room: 16);
        await using var connection = Open(peer);
        var first = Request(connection);
        using var cancellation = new CancellationTokenSource();
        var second = connection.RequestAsync("withdrawn", default, Timeout, cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        var third = Request(connection, method: "third");

        Assert.Equal("x", (await peer.HearAsync())!.Value.GetProperty("method").GetString());
        Assert.Equal("third", (await peer.HearAsync())!.Value.GetProperty("method").GetString());
        peer.End();
        Assert.Equal(new McpReply.Lost(Written: true), await first);
        Assert.Equal(new McpReply.Lost(Written: true), await third);
    }

    [Fact]
    public async Task Should_fail_calls_in_flight_when_the_stream_ends()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        var requests = new[] { Request(connection), Request(connection) };
        await peer.HearAsync();
        await peer.HearAsync();

        peer.End();

        Assert.All(await Task.WhenAll(requests), reply => Assert.Equal(new McpReply.Lost(Written: true), reply));
        await connection.Ended;
        Assert.Equal(new McpReply.Lost(Written: false), await Request(connection));
    }

    [Theory]
    [InlineData(StdinFault.Closed)]
    [InlineData(StdinFault.TimedOut)]
    public async Task Should_fail_a_request_as_unwritten_when_stdin_is_full(StdinFault fault)
    {
        var peer = new ScriptedPeer();
        await using var connection = JsonRpcConnection.Open(peer.Stdout, new FaultyStdin(fault), _observer, _time);

        Assert.Equal(new McpReply.Lost(Written: false), await Request(connection));
        Assert.Equal(fault, Assert.IsType<StdinWriteException>(connection.WriteFault).Fault);
        Assert.Equal(new McpReply.Lost(Written: false), await Request(connection));
    }

    [Fact]
    public async Task Should_fail_a_request_as_unwritten_when_stdin_has_no_reader_any_more()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        peer.StopReading();

        Assert.Equal(new McpReply.Lost(Written: false), await Request(connection));
    }

    [Fact]
    public async Task Should_insert_params_byte_for_byte()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);

        _ = Request(connection, "{\"b\" : 1e2,\"a\":\"\\u00e9é\",\"a\":null}");

        Assert.Equal(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"b\" : 1e2,\"a\":\"\\u00e9é\",\"a\":null}}",
            await peer.HearTextAsync()
        );
    }

    [Fact]
    public async Task Should_release_stdin_when_it_is_disposed_while_a_write_waits()
    {
        var peer = new ScriptedPeer(room: 16);
        var connection = Open(peer);
        var request = Request(connection);

        await connection.DisposeAsync();

        Assert.Equal(new McpReply.Lost(Written: false), await request);
    }

    [Fact]
    public async Task Should_report_nothing_when_it_is_muted()
    {
        var peer = new ScriptedPeer();
        await using var connection = Open(peer);
        connection.Mute();

        await peer.SayRawAsync("noise\n{\"half");
        peer.End();
        await connection.Ended;

        Assert.Empty(_observer.Anomalies);
    }

    private JsonRpcConnection Open(ScriptedPeer peer) =>
        JsonRpcConnection.Open(peer.Stdout, peer.Stdin, _observer, _time);

    private static Task<McpReply> Request(
        JsonRpcConnection connection,
        string parameters = "{}",
        string method = "x"
    ) => connection.RequestAsync(method, Encoding.UTF8.GetBytes(parameters), Timeout, CancellationToken.None);

    /// <summary>Earlier lines are received before the reply to a later request.</summary>
    private static async Task SettleAsync(JsonRpcConnection connection, ScriptedPeer peer)
    {
        var barrier = Request(connection, method: "barrier");
        JsonElement? heard;
        do
        {
            heard = await peer.HearAsync();
        } while (heard!.Value.GetProperty("method").GetString() != "barrier");

        await peer.ReplyAsync(heard.Value.GetProperty("id").GetInt64());
        Assert.IsType<McpReply.Result>(await barrier);
    }
}
