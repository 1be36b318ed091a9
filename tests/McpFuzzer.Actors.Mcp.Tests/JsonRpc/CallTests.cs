using System.Collections.Concurrent;
using CsCheck;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.JsonRpc;

/// <summary>
/// Calls, which have no timer: each reply goes to its call, and what comes before the token is returned too.
/// </summary>
public sealed class CallTests
{
    private static readonly RequestParams Parameters = RequestParams.For("2025-11-25");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly ScriptedPeer _peer = new();
    private readonly ConcurrentQueue<McpReply> _replied = new();
    private int _progress;

    [Fact]
    public async Task Should_wait_as_long_as_its_token_allows()
    {
        await using var connection = Open(_peer);
        var call = connection.CallAsync(Call(), Parameters, CancellationToken.None);
        await _peer.HearAsync();
        _time.Advance(TimeSpan.FromHours(1));

        await _peer.ReplyAsync(1);

        var reply = Assert.IsType<McpReply.Result>(await call.WaitAsync(Patience));
        Assert.Equal(TimeSpan.FromHours(1), reply.Elapsed);
        Assert.Same(reply, Assert.Single(_replied));
    }

    [Fact]
    public async Task Should_return_the_loss_and_deliver_nothing_when_the_stream_ends_first()
    {
        await using var connection = Open(_peer);
        var call = connection.CallAsync(Call(), Parameters, CancellationToken.None);
        await _peer.HearAsync();

        _peer.End();

        Assert.Equal(new McpReply.Lost(Written: true), await call.WaitAsync(Patience));
        Assert.Empty(_replied);
    }

    [Fact]
    public async Task Should_deliver_nothing_when_the_call_is_not_sent()
    {
        await using var connection = Open(_peer);
        _peer.End();
        await connection.Ended.WaitAsync(Patience);

        var reply = await connection.CallAsync(Call(), Parameters, CancellationToken.None);

        Assert.Equal(new McpReply.Lost(Written: false), reply);
        Assert.Empty(_replied);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", typeof(McpReply.Result))]
    [InlineData("""{"jsonrpc":"2.0","id":1.0,"error":{"code":1,"message":""}}""", typeof(McpReply.Error))]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":""}}""", typeof(McpReply.Error))]
    public async Task Should_deliver_a_late_reply_to_the_call_and_send_nothing_to_the_server(string line, Type kind)
    {
        await using var connection = Open(_peer);
        await GiveUpAsync(connection, Call());
        _time.Advance(TimeSpan.FromSeconds(15));

        await _peer.SayAsync(line);
        await _peer.SayAsync("that was it");
        await _observer.UntilNotifiedAsync();

        var late = Assert.Single(_replied);
        Assert.IsType(kind, late);
        Assert.Equal(
            TimeSpan.FromSeconds(15),
            late is McpReply.Error error ? error.Elapsed : ((McpReply.Result)late).Elapsed
        );
        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
        await connection.NotifyAsync("the/next", CancellationToken.None);
        Assert.Contains("the/next", await _peer.HearTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_settle_the_call_in_flight_when_another_was_given_up_and_an_error_has_no_id()
    {
        await using var connection = Open(_peer);
        await GiveUpAsync(connection, Call());
        var second = connection.CallAsync(Call(), Parameters, CancellationToken.None);
        await _peer.HearAsync();

        await _peer.SayAsync("""{"jsonrpc":"2.0","error":{"code":-32700,"message":""}}""");

        var reply = Assert.IsType<McpReply.Error>(await second.WaitAsync(Patience));
        Assert.Same(reply, Assert.Single(_replied));
    }

    [Fact]
    public async Task Should_cancel_by_notification_once_and_drop_what_comes_when_it_is_withdrawn()
    {
        await using var connection = Open(_peer);
        var call = Call();
        await GiveUpAsync(connection, call);

        connection.Withdraw(call);
        connection.Withdraw(call);

        var cancelled = (await _peer.HearAsync())!.Value;
        Assert.Equal("notifications/cancelled", cancelled.GetProperty("method").GetString());
        Assert.Equal(1, cancelled.GetProperty("params").GetProperty("requestId").GetInt32());
        await _peer.ReplyAsync(1);
        await _peer.SayAsync("that was it");
        await _observer.UntilNotifiedAsync();
        Assert.Empty(_replied);
        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
        await connection.NotifyAsync("the/next", CancellationToken.None);
        Assert.Contains("the/next", await _peer.HearTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_as_cancelled_when_it_is_withdrawn_in_flight()
    {
        await using var connection = Open(_peer);
        var call = Call();
        var calling = connection.CallAsync(call, Parameters, CancellationToken.None);
        await _peer.HearAsync();

        connection.Withdraw(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.WaitAsync(Patience));
    }

    [Fact]
    public async Task Should_report_no_withdrawn_call_that_had_a_reply_or_was_never_written()
    {
        var narrow = new ScriptedPeer(room: 16);
        await using var connection = Open(narrow);
        var answered = Call();
        var first = connection.CallAsync(answered, Parameters, CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var unwritten = Call();
        var second = connection.CallAsync(unwritten, Parameters, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await narrow.HearAsync();
        await narrow.ReplyAsync(1);
        await first;

        connection.Withdraw(unwritten);
        connection.Withdraw(answered);
        var next = connection.NotifyAsync("the/next", CancellationToken.None);

        Assert.Contains("the/next", await narrow.HearTextAsync(), StringComparison.Ordinal);
        await next;
    }

    [Fact]
    public async Task Should_receive_progress_of_the_call_before_and_after_its_token()
    {
        await using var connection = Open(_peer);
        using var cancellation = new CancellationTokenSource();
        var call = connection.CallAsync(Call(), Parameters, cancellation.Token);
        await _peer.HearAsync();

        await SayProgressAsync("1");
        await SayProgressAsync("2");
        await SayProgressAsync("\"1\"");
        await _peer.SayAsync("""{"jsonrpc":"2.0","method":"notifications/progress"}""");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await SayProgressAsync("1.0");
        await _peer.SayAsync("that was it");
        await _observer.UntilNotifiedAsync();

        Assert.Equal(2, _progress);
        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
    }

    [Theory]
    [InlineData("""{"id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""")]
    public async Task Should_name_the_call_that_an_anomaly_concerns(string line)
    {
        await using var connection = Open(_peer);
        var call = Call();
        var calling = connection.CallAsync(call, Parameters, CancellationToken.None);
        await _peer.HearAsync();

        await _peer.SayAsync(line);

        await calling.WaitAsync(Patience);
        var anomaly = Assert.Single(_observer.Anomalies);
        Assert.Same(call, anomaly.Call);
        Assert.Null(anomaly.Method);
    }

    /// <summary>In every race, a reply is delivered exactly once.</summary>
    [Fact]
    public void Should_lose_no_reply_when_the_token_and_the_reply_race() =>
        Check.Sample(
            Gen.Int[0, 3],
            order =>
            {
                RaceAsync(order).GetAwaiter().GetResult();
            },
            iter: 200,
            threads: 1
        );

    private async Task RaceAsync(int order)
    {
        var peer = new ScriptedPeer();
        _replied.Clear();
        await using var connection = Open(peer);
        using var cancellation = new CancellationTokenSource();
        var calling = connection.CallAsync(Call(), Parameters, cancellation.Token);
        await peer.HearAsync();
        Task[] both =
        [
            order < 2 ? cancellation.CancelAsync() : peer.ReplyAsync(1),
            order < 2 ? peer.ReplyAsync(1) : cancellation.CancelAsync(),
        ];
        await Task.WhenAll(both);
        peer.End();
        McpReply? returned = null;
        try
        {
            returned = await calling.WaitAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            // The reply has gone to the call alone.
        }

        await connection.Ended.WaitAsync(Patience);
        var replied = Assert.IsType<McpReply.Result>(Assert.Single(_replied));
        Assert.Same(replied, returned ?? replied);
    }

    private ToolCall Call() =>
        new("t", "{}"u8.ToArray())
        {
            Replied = _replied.Enqueue,
            Progress = () => Interlocked.Increment(ref _progress),
        };

    private JsonRpcConnection Open(ScriptedPeer peer) =>
        JsonRpcConnection.Open(peer.Stdout, peer.Stdin, _observer, _time);

    private Task SayProgressAsync(string token) =>
        _peer.SayAsync(
            $$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{token}}},"progress":1}}"""
        );

    private async Task GiveUpAsync(JsonRpcConnection connection, ToolCall call)
    {
        using var cancellation = new CancellationTokenSource();
        var calling = connection.CallAsync(call, Parameters, cancellation.Token);
        await _peer.HearAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
    }
}
