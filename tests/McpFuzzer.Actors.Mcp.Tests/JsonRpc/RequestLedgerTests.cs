using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Tests.JsonRpc;

public sealed class RequestLedgerTests
{
    [Fact]
    public void Should_distinguish_a_duplicate_reply_from_an_unknown_one()
    {
        var ledger = new RequestLedger();
        ledger.TryBegin("a");

        Assert.Equal(ReplyVerdict.Matched, ledger.TrySettle(1, out _));
        Assert.Equal(ReplyVerdict.Duplicate, ledger.TrySettle(1, out _));
        Assert.Equal(ReplyVerdict.Unknown, ledger.TrySettle(2, out _));
        Assert.Equal(ReplyVerdict.Unknown, ledger.TrySettle(0, out _));
    }

    [Fact]
    public void Should_allow_one_late_reply_when_a_request_was_given_up()
    {
        var ledger = new RequestLedger();
        Assert.True(ledger.GiveUp(ledger.TryBegin("a")!));

        Assert.Equal(ReplyVerdict.Late, ledger.TrySettle(1, out _));
        Assert.Equal(ReplyVerdict.Duplicate, ledger.TrySettle(1, out _));
    }

    [Fact]
    public void Should_not_give_up_a_request_that_has_its_reply()
    {
        var ledger = new RequestLedger();
        var request = ledger.TryBegin("a")!;
        ledger.TrySettle(1, out _);

        Assert.False(ledger.GiveUp(request));
    }

    [Fact]
    public void Should_never_blame_a_late_reply_when_it_remembers_few()
    {
        var ledger = new RequestLedger(rememberedGivenUp: 2);
        for (var requests = 0; requests < 10; requests++)
        {
            ledger.GiveUp(ledger.TryBegin("a")!);
        }

        for (var id = 1; id <= 10; id++)
        {
            Assert.Equal(ReplyVerdict.Late, ledger.TrySettle(id, out _));
        }
    }

    [Fact]
    public void Should_return_the_requests_in_flight_when_the_stream_ends()
    {
        var ledger = new RequestLedger();
        ledger.TryBegin("a");
        ledger.TryBegin("b");
        ledger.TrySettle(1, out _);

        Assert.Equal(["b"], ledger.Close().Select(request => request.Method));
        Assert.Null(ledger.TryBegin("c"));
    }
}
