using System.Text.Json;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Sessions;
using McpFuzzer.Actors.Mcp.Tests.Fakes;

namespace McpFuzzer.Actors.Mcp.Tests.Sessions;

public sealed class ProbeTests
{
    private const string Rejection = """!{"code":-32601,"message":"no"}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly VirtualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly ScriptedPeer _peer = new();
    private readonly List<JsonElement> _heard = [];

    [Theory]
    [InlineData("2025-11-25", "{}", "{}", PingAnswer.Answered)]
    [InlineData("2025-11-25", "{}", null, PingAnswer.Answered)]
    [InlineData("2025-11-25", Rejection, null, PingAnswer.Rejected)]
    [InlineData("2026-07-28", "{}", null, PingAnswer.NotSent)]
    [InlineData("2026-07-28", Rejection, null, PingAnswer.NotSent)]
    [InlineData("2026-07-28", null, "{}", PingAnswer.NotSent)]
    internal async Task Should_treat_the_first_reply_as_life(
        string revision,
        string? meant,
        string? list,
        PingAnswer ping
    )
    {
        await using var connection = Serve(meant, list);
        var probe = new Probe(connection, revision, _time);

        Assert.Equal(new ProbeResult(true, ping), await probe.AskAsync(Timeout, CancellationToken.None));
    }

    [Fact]
    public async Task Should_stop_listing_when_the_ping_has_its_reply()
    {
        await using var connection = Serve("{}", "{}");
        var probe = new Probe(connection, "2025-11-25", _time);
        await probe.AskAsync(Timeout, CancellationToken.None);

        await probe.AskAsync(Timeout, CancellationToken.None);

        Assert.Equal(["ping", "tools/list", "ping"], Methods());
    }

    [Fact]
    public async Task Should_wait_briefly_for_the_ping_when_the_list_has_its_reply()
    {
        await using var connection = Serve(null, Rejection);
        var probe = new Probe(connection, "2025-11-25", _time);

        var first = probe.AskAsync(Timeout, CancellationToken.None);
        await _time.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(new ProbeResult(true, PingAnswer.Silent), await first);
        // It is known now: no time passes.
        var second = probe.AskAsync(Timeout, CancellationToken.None);

        Assert.Equal(new ProbeResult(true, PingAnswer.Silent), await second);
        Assert.Equal(["ping", "tools/list", "ping", "tools/list"], Methods());
    }

    [Theory]
    [InlineData("2025-11-25", PingAnswer.Silent)]
    [InlineData("2026-07-28", PingAnswer.NotSent)]
    internal async Task Should_find_no_life_when_no_reply_comes_in_time(string revision, PingAnswer ping)
    {
        await using var connection = Serve(null, null);
        var probe = new Probe(connection, revision, _time);

        var asking = probe.AskAsync(Timeout, CancellationToken.None);
        await _time.PassAsync(Timeout);

        Assert.Equal(new ProbeResult(false, ping), await asking);
        await connection.NotifyAsync("the/next", CancellationToken.None);
        Assert.DoesNotContain("notifications/cancelled", Methods());
    }

    [Fact]
    public async Task Should_end_in_time_when_the_server_reads_nothing()
    {
        var narrow = new ScriptedPeer(room: 16);
        await using var connection = JsonRpcConnection.Open(narrow.Stdout, narrow.Stdin, _observer, _time);
        var probe = new Probe(connection, "2025-11-25", _time);

        var asking = probe.AskAsync(Timeout, CancellationToken.None);
        await _time.PassAsync(Timeout);

        Assert.False((await asking).Answered);
    }

    [Fact]
    public async Task Should_find_no_life_and_make_no_claim_about_the_ping_when_the_stream_ends()
    {
        await using var connection = Serve(null, null);
        var probe = new Probe(connection, "2025-11-25", _time);

        var asking = probe.AskAsync(Timeout, CancellationToken.None);
        _peer.End();

        Assert.Equal(new ProbeResult(false, PingAnswer.NotSent), await asking);
    }

    [Fact]
    public async Task Should_report_nothing_when_a_reply_comes_after_the_probe()
    {
        await using var connection = JsonRpcConnection.Open(_peer.Stdout, _peer.Stdin, _observer, _time);
        var probe = new Probe(connection, "2025-11-25", _time);
        var asking = probe.AskAsync(Timeout, CancellationToken.None);
        await _peer.HearAsync();
        await _peer.HearAsync();
        await _peer.ReplyAsync(1);
        await asking;

        await _peer.ReplyAsync(2);
        await _peer.SayAsync("that was it");
        await _observer.UntilNotifiedAsync();

        Assert.Equal([StreamAnomalyKind.Noise], _observer.Kinds);
    }

    private string[] Methods() => [.. _heard.Select(message => message.GetProperty("method").GetString()!)];

    private JsonRpcConnection Serve(string? meant, string? list)
    {
        _ = FakeServer.Answering((method, _) => method == "tools/list" ? list : meant, _heard)(_peer, 1);
        return JsonRpcConnection.Open(_peer.Stdout, _peer.Stdin, _observer, _time);
    }
}
