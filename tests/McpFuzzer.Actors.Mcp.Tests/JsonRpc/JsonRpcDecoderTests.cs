using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.JsonRpc;

public sealed class JsonRpcDecoderTests
{
    private static readonly string Deep = new string('[', 200_000) + new string(']', 200_000);

    [Theory]
    [InlineData("Server is ready", nameof(StreamAnomalyKind.Noise))]
    [InlineData("[INFO] ready", nameof(StreamAnomalyKind.Noise))]
    [InlineData("[2026-11-23 10:00:00] ready", nameof(StreamAnomalyKind.Noise))]
    [InlineData("{INFO} ready", nameof(StreamAnomalyKind.Noise))]
    [InlineData("12:00 ready", nameof(StreamAnomalyKind.Noise))]
    [InlineData("\0\0\0", nameof(StreamAnomalyKind.Noise))]
    [InlineData("\u00ff{}", nameof(StreamAnomalyKind.Noise))]
    [InlineData("""{"jsonrpc":"2.0","id":1,"resu""", nameof(StreamAnomalyKind.InvalidJson))]
    [InlineData("""{"a":1} trailing""", nameof(StreamAnomalyKind.InvalidJson))]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":NaN}""", nameof(StreamAnomalyKind.InvalidJson))]
    [InlineData("""[{"a":}]""", nameof(StreamAnomalyKind.InvalidJson))]
    [InlineData("42", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("\"text\"", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("[]", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("{}", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("""{"jsonrpc":"1.0","method":"x"}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("""{"jsonrpc":"2.0","method":1}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("""{"jsonrpc":"2.0","method":"x","params":1}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    [InlineData("""{"jsonrpc":"2.0","method":"x","id":null}""", nameof(StreamAnomalyKind.InvalidJsonRpc))]
    public void Should_name_what_is_wrong_when_a_line_is_not_a_message(string line, string kind) =>
        Assert.Equal(kind, Assert.IsType<Incoming.Malformed>(Decode(line)).Kind.ToString());

    [Theory]
    [InlineData("""{"id":1,"result":{}}""", "jsonrpc is not \"2.0\"")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"error":null}""", "both result and error")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":"broken"}""", "error is a string")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"message":"m"}}""", "error.code is not a whole number")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"m"}}""", "error.code is not a whole number")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":1}}""", "error.message is not a string")]
    public void Should_name_the_defect_when_a_reply_is_unsound(string line, string defect) =>
        Assert.Equal(defect, Assert.IsType<Incoming.Reply>(Decode(line)).Defect);

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no","data":[1]}}""")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}")]
    [InlineData("  {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}  ")]
    public void Should_decode_a_sound_reply(string line)
    {
        var reply = Assert.IsType<Incoming.Reply>(Decode(line));
        Assert.Null(reply.Defect);
        Assert.Equal(7, reply.Id.GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t")]
    public void Should_ignore_a_line_of_white_space(string line) => Assert.Null(Decode(line));

    [Fact]
    public void Should_distinguish_requests_from_notifications()
    {
        Assert.Equal(
            "roots/list",
            Assert.IsType<Incoming.Request>(Decode("""{"jsonrpc":"2.0","id":"a","method":"roots/list"}""")).Method
        );
        Assert.Equal(
            "x",
            Assert.IsType<Incoming.Notification>(Decode("""{"jsonrpc":"2.0","method":"x","params":{}}""")).Method
        );
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(90_000, false)]
    public void Should_read_a_result_of_many_levels_up_to_a_limit(int levels, bool isRead)
    {
        var deep = new string('[', levels) + new string(']', levels);
        var reply = Assert.IsType<Incoming.Reply>(Decode($$"""{"jsonrpc":"2.0","id":1,"result":{{deep}}}"""));
        Assert.Equal(isRead, reply.Outcome is ReplyOutcome.Result);
        Assert.Equal(
            StreamAnomalyKind.InvalidJson,
            Assert.IsType<Incoming.Malformed>(Decode(new string('[', 1_000_000))).Kind
        );
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":DEEP}""")]
    [InlineData("""{"jsonrpc":"2.0","result":{"a":DEEP},"id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":1,"message":"m","data":DEEP},"\u0069d":1}""")]
    public void Should_find_the_id_of_a_reply_that_is_too_deep_to_read(string line)
    {
        var reply = Assert.IsType<Incoming.Reply>(Decode(line.Replace("DEEP", Deep, StringComparison.Ordinal)));
        Assert.Equal(1, reply.Id.GetInt32());
        Assert.IsType<ReplyOutcome.Unreadable>(reply.Outcome);
    }

    [Fact]
    public void Should_recognise_other_messages_that_are_too_deep_to_read()
    {
        Assert.Equal(
            "a",
            Assert.IsType<Incoming.Request>(Decode($$"""{"method":"a","params":{{Deep}},"id":"x"}""")).Method
        );
        Assert.Equal(
            "a",
            Assert.IsType<Incoming.Notification>(Decode($$"""{"params":{{Deep}},"method":"a"}""")).Method
        );
        var batch = Assert.IsType<Incoming.Reply>(Decode(Deep));
        Assert.Equal(JsonValueKind.Undefined, batch.Id.ValueKind);
        Assert.Equal(
            StreamAnomalyKind.InvalidJson,
            Assert.IsType<Incoming.Malformed>(Decode($$$"""{"id":1,"result":{{{Deep}}}}}""")).Kind
        );
    }

    [Fact]
    public void Should_survive_any_bytes() =>
        Check.Sample(
            Gen.Byte.Array[0, 40],
            bytes =>
            {
                JsonRpcDecoder.Decode(new ReadOnlySequence<byte>(bytes));
            }
        );

    private static Incoming? Decode(string line) =>
        JsonRpcDecoder.Decode(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line)));
}
