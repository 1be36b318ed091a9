using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Fuzzing.Tests.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class ReplyOracleTests
{
    private const string Fine = """{"content":[{"type":"text","text":"ok"}]}""";

    private static readonly OracleThresholds Thresholds = new()
    {
        SlowAfter = TimeSpan.FromSeconds(2),
        LostAfter = TimeSpan.FromSeconds(8),
        StuckAfter = TimeSpan.FromSeconds(2),
    };

    private static readonly McpTool Plain = KnownTools.Of("plain", """{"type":"object"}""");

    private static readonly McpTool Structured = KnownTools.Of(
        "structured",
        """{"type":"object"}""",
        """{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"]}"""
    );

    private readonly ReplyOracle _oracle = new([Plain, Structured], Thresholds);

    [Theory]
    [InlineData(Fine)]
    [InlineData("""{"content":[]}""")]
    [InlineData("""{"content":[],"isError":false}""")]
    [InlineData("""{"content":[{"type":"text","text":"no"}],"isError":true}""")]
    [InlineData(
        """{"content":[{"type":"image","data":"","mimeType":"image/png"},{"type":"audio","data":"","mimeType":"audio/wav"}]}"""
    )]
    [InlineData(
        """{"content":[{"type":"resource_link","uri":"a:b","name":"n"},{"type":"resource","resource":{"uri":"a:b","blob":""}}]}"""
    )]
    [InlineData("""{"content":[{"type":"of-a-newer-revision"}]}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{}}""")]
    [InlineData("""{"task":{"taskId":"1"}}""")]
    public void Should_find_nothing_when_a_valid_call_gets_a_proper_result(string result) =>
        Assert.Empty(_oracle.Judge(Valid("plain"), Result(result)));

    [Theory]
    [InlineData(-32602)]
    [InlineData(-32600)]
    [InlineData(-32000)]
    [InlineData(404)]
    public void Should_find_nothing_when_a_call_is_refused_politely(int code)
    {
        Assert.Empty(_oracle.Judge(Valid("plain"), Error(code)));
        Assert.Empty(_oracle.Judge(Invalid("plain", "/a: type"), Error(code)));
    }

    [Fact]
    public void Should_find_nothing_when_no_reply_came()
    {
        Assert.Empty(_oracle.Judge(Valid("plain"), new McpReply.TimedOut(TimeSpan.FromSeconds(5))));
        Assert.Empty(_oracle.Judge(Valid("plain"), new McpReply.Lost(Written: true)));
    }

    [Theory]
    [InlineData("[]", "it is no object")]
    [InlineData("null", "it is no object")]
    [InlineData("{}", "content is missing")]
    [InlineData("""{"content":"ok"}""", "content is no array")]
    [InlineData("""{"content":[],"isError":"yes"}""", "isError is no boolean")]
    [InlineData("""{"content":["ok"]}""", "a content block is no object")]
    [InlineData("""{"content":[{"text":"ok"}]}""", "a content block has no type")]
    [InlineData("""{"content":[{"type":"text"}]}""", "a content block of type text has no text")]
    [InlineData("""{"content":[{"type":"text","text":5}]}""", "a content block of type text has no text")]
    [InlineData("""{"content":[{"type":"image","data":"a"}]}""", "a content block of type image has no mimeType")]
    [InlineData("""{"content":[{"type":"resource"}]}""", "a content block of type resource has no resource")]
    [InlineData(
        """{"content":[{"type":"resource","resource":{"uri":"a"}}]}""",
        "an embedded resource has neither text nor blob"
    )]
    public void Should_find_a_result_schema_breach_when_the_result_is_no_CallToolResult(string result, string breach)
    {
        var found = Assert.Single(_oracle.Judge(Valid("plain"), Result(result)));

        Assert.Equal(Categories.ResultSchema, found.Category);
        Assert.EndsWith(breach, found.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":[]}""", "/: missing")]
    [InlineData("""{"content":[],"structuredContent":{}}""", "/sum: required")]
    [InlineData("""{"content":[],"structuredContent":{"sum":"3"}}""", "/sum: type")]
    [InlineData("""{"content":[],"structuredContent":7}""", "/: type")]
    public void Should_find_an_output_schema_breach_when_the_structured_content_is_not_as_promised(
        string result,
        string breach
    )
    {
        var found = Assert.Single(_oracle.Judge(Valid("structured"), Result(result)));

        Assert.Equal((Categories.OutputSchema, breach), (found.Category, found.Kind));
    }

    [Theory]
    [InlineData("""{"content":[],"structuredContent":{"sum":3}}""")]
    [InlineData("""{"content":[],"structuredContent":{"sum":3.0}}""")]
    [InlineData("""{"content":[],"isError":true}""")]
    public void Should_find_no_output_schema_breach_when_it_is_kept_or_does_not_apply(string result) =>
        Assert.Empty(_oracle.Judge(Valid("structured"), Result(result)));

    [Theory]
    [InlineData(-32603)]
    [InlineData(-32601)]
    public void Should_find_an_internal_error_when_the_server_owns_to_a_fault(int code)
    {
        var found = Assert.Single(_oracle.Judge(Valid("plain"), Error(code)));

        Assert.Equal(Categories.InternalError, found.Category);
    }

    [Theory]
    [InlineData("""{"text":"\ud800"}""", false)]
    [InlineData("""{"\udc00":1}""", false)]
    [InlineData("""{"text":["\ud83d\ude00","\\ud800"]}""", true)]
    public void Should_find_no_internal_error_when_the_arguments_are_no_unicode(string arguments, bool isFinding)
    {
        var sent = Valid("plain") with { Arguments = Encoding.UTF8.GetBytes(arguments) };

        Assert.Equal(isFinding, _oracle.Judge(sent, Error(-32603)).Count == 1);
    }

    [Fact]
    public void Should_find_one_internal_error_when_only_the_messages_differ()
    {
        var one = Assert.Single(_oracle.Judge(Valid("plain"), Error(-32603, "at 0x7ffd1234")));
        var other = Assert.Single(_oracle.Judge(Valid("plain"), Error(-32603, "at 0x7ffd5678")));

        Assert.Equal(one.FindingId, other.FindingId);
    }

    [Fact]
    public void Should_find_accepted_invalid_when_a_breach_of_the_schema_gets_a_result()
    {
        var found = Assert.Single(_oracle.Judge(Invalid("plain", "/a: type"), Result(Fine)));

        Assert.Equal((Categories.AcceptedInvalid, "/a: type"), (found.Category, found.Kind));
    }

    [Fact]
    public void Should_find_nothing_when_it_is_unsure_whether_the_input_was_valid()
    {
        var unsure = Invalid("plain", "/a: format") with { Validity = Validity.Unsure };

        Assert.Empty(_oracle.Judge(unsure, Result(Fine)));
    }

    [Fact]
    public void Should_find_nothing_when_a_breach_of_the_schema_gets_a_tool_error() =>
        Assert.Empty(_oracle.Judge(Invalid("plain", "/a: type"), Result("""{"content":[],"isError":true}""")));

    [Theory]
    [InlineData(2_000, false)]
    [InlineData(2_001, true)]
    public void Should_find_a_slow_reply_when_it_took_longer_than_the_threshold(int milliseconds, bool isSlow)
    {
        var elapsed = TimeSpan.FromMilliseconds(milliseconds);
        var result = _oracle.Judge(Valid("plain"), new McpReply.Result(JsonElement.Parse(Fine), elapsed));
        var error = _oracle.Judge(Valid("plain"), new McpReply.Error(-32602, "no", null, elapsed));

        Assert.Equal(isSlow ? [Categories.ReplySlow] : [], result.Select(found => found.Category));
        Assert.Equal(isSlow ? [Categories.ReplySlow] : [], error.Select(found => found.Category));
    }

    [Fact]
    public void Should_escape_what_the_server_said_when_it_is_shown()
    {
        var found = Assert.Single(_oracle.Judge(Valid("plain"), Error(-32603, "\u001b[2Jboom\n")));

        Assert.DoesNotContain(found.Detail, unit => char.IsControl(unit));
        Assert.Contains("boom", found.Detail, StringComparison.Ordinal);
    }

    private static FuzzCase Valid(string tool) =>
        new($"{tool}/random/0000", tool, Phases.Random, "{}"u8.ToArray(), null);

    private static FuzzCase Invalid(string tool, string violation) =>
        new($"{tool}/random/0000", tool, Phases.Random, Encoding.UTF8.GetBytes("{}"), violation);

    private static McpReply.Result Result(string json) => new(JsonElement.Parse(json), TimeSpan.FromMilliseconds(5));

    private static McpReply.Error Error(int code, string message = "no") =>
        new(code, message, null, TimeSpan.FromMilliseconds(5));
}
