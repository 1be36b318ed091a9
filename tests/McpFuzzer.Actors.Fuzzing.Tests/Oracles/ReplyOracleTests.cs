using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
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

    private static readonly McpTool TaskOnly = KnownTools.Of("task", """{"type":"object"}""") with
    {
        RequiresTask = true,
    };

    private static readonly McpTool Waiting = KnownTools.Of(
        "waiting",
        """{"type":"object","properties":{"seconds":{"type":"number","default":3}}}"""
    );

    private readonly ReplyOracle _oracle = new([Plain, Structured, TaskOnly, Waiting], Thresholds, "2025-11-25");
    private readonly ReplyOracle _newer = new([Plain, Structured, TaskOnly], Thresholds, "2026-07-28");

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
    [InlineData("""{"resultType":"of-a-newer-revision","content":[]}""")]
    public void Should_find_nothing_when_a_valid_call_gets_a_proper_result(string result) =>
        Assert.Empty(Assess(Valid("plain"), Result(result)));

    [Theory]
    [InlineData(-32602)]
    [InlineData(-32600)]
    [InlineData(-32000)]
    [InlineData(404)]
    public void Should_find_nothing_when_a_call_is_rejected_properly(int code)
    {
        Assert.Empty(Assess(Valid("plain"), Error(code)));
        Assert.Empty(Assess(Invalid("plain", "/a: type"), Error(code)));
    }

    [Fact]
    public void Should_find_nothing_when_no_reply_came()
    {
        Assert.Empty(Assess(Valid("plain"), new McpReply.TimedOut(TimeSpan.FromSeconds(5))));
        Assert.Empty(Assess(Valid("plain"), new McpReply.Lost(Written: true)));
    }

    [Theory]
    [InlineData("[]", "it is not an object")]
    [InlineData("null", "it is not an object")]
    [InlineData("{}", "content is missing")]
    [InlineData("""{"content":"ok"}""", "content is not an array")]
    [InlineData("""{"content":[],"isError":"yes"}""", "isError is not a boolean")]
    [InlineData("""{"content":["ok"]}""", "a content block is not an object")]
    [InlineData("""{"content":[{"text":"ok"}]}""", "a content block has no type")]
    [InlineData("""{"content":[{"type":"text"}]}""", "a content block of type text has no text")]
    [InlineData("""{"content":[{"type":"text","text":5}]}""", "a content block of type text has no text")]
    [InlineData("""{"content":[{"type":"image","data":"a"}]}""", "a content block of type image has no mimeType")]
    [InlineData("""{"content":[{"type":"resource"}]}""", "a content block of type resource has no resource")]
    [InlineData(
        """{"content":[{"type":"resource","resource":{"uri":"a"}}]}""",
        "an embedded resource has neither text nor blob"
    )]
    public void Should_find_a_result_schema_breach_when_the_result_is_not_a_CallToolResult(string result, string breach)
    {
        var found = Assert.Single(Assess(Valid("plain"), Result(result)));

        Assert.Equal(Categories.ResultSchema, found.Category);
        Assert.EndsWith(breach, found.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"content":[]}""", "/: missing")]
    [InlineData("""{"content":[],"structuredContent":{}}""", "/sum: required")]
    [InlineData("""{"content":[],"structuredContent":{"sum":"3"}}""", "/sum: type")]
    [InlineData("""{"content":[],"structuredContent":7}""", "/: type")]
    public void Should_find_an_output_schema_breach_when_the_structured_content_breaks_the_schema(
        string result,
        string breach
    )
    {
        var found = Assert.Single(Assess(Valid("structured"), Result(result)));

        Assert.Equal((Categories.OutputSchema, breach), (found.Category, found.Shape));
    }

    [Theory]
    [InlineData("""{"content":[],"structuredContent":{"sum":3}}""")]
    [InlineData("""{"content":[],"structuredContent":{"sum":3.0}}""")]
    [InlineData("""{"content":[],"isError":true}""")]
    public void Should_find_no_output_schema_breach_when_it_is_kept_or_does_not_apply(string result) =>
        Assert.Empty(Assess(Valid("structured"), Result(result)));

    [Theory]
    [InlineData(-32603)]
    [InlineData(-32601)]
    public void Should_find_an_internal_error_when_the_server_reports_one(int code)
    {
        var found = Assert.Single(Assess(Valid("plain"), Error(code)));

        Assert.Equal(Categories.InternalError, found.Category);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Should_find_no_internal_error_when_the_arguments_are_not_unicode(bool isUnicode, int findings) =>
        Assert.Equal(findings, Assess(Valid("plain") with { IsUnicode = isUnicode }, Error(-32603)).Count);

    [Theory]
    [InlineData("at 0x7ffd1234", "at 0x7ffd5678", true)]
    [InlineData("no key 'a'", "no key 'b'", true)]
    [InlineData("plain failed", "structured failed", true)]
    [InlineData("no connection", "x is not a function", false)]
    public void Should_distinguish_internal_errors_by_the_shape_of_the_message(string one, string other, bool isSame)
    {
        var first = Assert.Single(Assess(Valid("plain"), Error(-32603, one)));
        var second = Assert.Single(Assess(Valid("plain"), Error(-32603, other)));

        Assert.Equal(isSame, first.Shape == second.Shape);
        Assert.Equal(isSame, first.Title == second.Title);
    }

    [Theory]
    [InlineData("connect ECONNREFUSED 127.0.0.1:80", Severity.Info)]
    [InlineData("x is not a function", Severity.Low)]
    public void Should_be_informational_when_an_internal_error_names_the_surroundings(
        string message,
        Severity severity
    ) => Assert.Equal(severity, Assert.Single(Assess(Valid("plain"), Error(-32603, message))).Severity);

    [Fact]
    public void Should_name_what_failed_when_an_internal_error_names_the_surroundings()
    {
        var one = Assert.Single(Assess(Valid("plain"), Error(-32603, "connect ECONNREFUSED 127.0.0.1:80")));
        var other = Assert.Single(Assess(Valid("structured"), Error(-32603, "failed: connect ECONNREFUSED ::1")));

        Assert.Equal(("surroundings: ECONNREFUSED", one.Title), (one.Shape, other.Title));
        Assert.Equal(one.Shape, other.Shape);
        Assert.EndsWith("(-32603): ECONNREFUSED", one.Title, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:80", one.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_have_one_shape_when_an_internal_error_repeats_the_arguments()
    {
        var shapes = ((string[])["first one", "second other"]).Select(text =>
            Assert
                .Single(
                    Assess(
                        Valid("plain") with
                        {
                            Arguments = Encoding.UTF8.GetBytes($$"""{"x":"{{text}}"}"""),
                        },
                        Error(-32603, $"cannot find {text} here")
                    )
                )
                .Shape
        );

        Assert.Single(shapes.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Should_be_informational_when_a_default_says_how_long_a_reply_takes()
    {
        var reply = new McpReply.Result(JsonElement.Parse(Fine), TimeSpan.FromSeconds(3));

        Assert.Equal(Severity.Info, Assert.Single(Assess(Valid("waiting"), reply)).Severity);
        Assert.Equal(Severity.Low, Assert.Single(Assess(Valid("plain"), reply)).Severity);
    }

    [Fact]
    public void Should_find_nothing_when_a_tool_that_needs_a_task_rejects_a_plain_call()
    {
        Assert.Empty(Assess(Valid("task"), Error(-32601)));
        Assert.Single(Assess(Valid("task"), Error(-32603)));
    }

    [Fact]
    public void Should_find_accepted_invalid_when_a_breach_of_the_schema_gets_a_result()
    {
        var sent = Invalid("plain", "/a: type") with { ViolationKind = "type (null)" };
        var found = Assert.Single(Assess(sent, Result(Fine)));

        Assert.Equal(
            (Categories.AcceptedInvalid, "type", "/a: type (null)", Severity.Low),
            (found.Category, found.Shape, found.Variant, found.Severity)
        );
    }

    [Fact]
    public void Should_find_nothing_when_null_is_sent_for_an_optional_value()
    {
        var sent = Invalid("plain", "/a: type");

        Assert.Empty(Assess(sent with { ViolationKind = "type (null, optional)" }, Result(Fine)));
        Assert.Single(Assess(sent with { ViolationKind = "type (null)" }, Result(Fine)));
    }

    [Theory]
    [InlineData("additionalProperties")]
    [InlineData("unevaluatedProperties")]
    public void Should_be_informational_when_an_extra_member_is_accepted(string kind)
    {
        var sent = Invalid("plain", $"/*: {kind}") with { ViolationKind = kind };

        Assert.Equal(Severity.Info, Assert.Single(Assess(sent, Result(Fine))).Severity);
    }

    [Theory]
    [InlineData("Done. Warning: unknown parameters were ignored", Severity.Info)]
    [InlineData("ignoring the option limit", Severity.Info)]
    [InlineData("Ignored field: a", Severity.Info)]
    [InlineData("a.txt, .gitignored, b.txt", Severity.Low)]
    [InlineData("3 files. ignored: 2", Severity.Low)]
    public void Should_be_informational_when_the_result_says_that_it_ignores_an_argument(string text, Severity severity)
    {
        var result = Result($$"""{"content":[{"type":"text","text":"{{text}}"}]}""");

        Assert.Equal(severity, Assert.Single(Assess(Invalid("plain", "/a: type"), result)).Severity);
    }

    [Fact]
    public void Should_be_one_shape_when_a_recursive_schema_is_broken_at_many_depths()
    {
        var shallow = Assert.Single(Assess(Invalid("plain", "/a/a: type"), Result(Fine)));
        var deep = Assert.Single(Assess(Invalid("plain", "/a/a/a/a/a: type"), Result(Fine)));

        Assert.Equal((shallow.Shape, shallow.Variant), (deep.Shape, deep.Variant));
    }

    [Theory]
    [InlineData("""{"content":[]}""")]
    [InlineData("""{"resultType":"nonsense","content":[]}""")]
    [InlineData("""{"resultType":7,"content":[]}""")]
    [InlineData("""{"resultType":null,"content":[]}""")]
    [InlineData("""{"resultType":"task","taskId":"1"}""")]
    [InlineData("""{"resultType":"input_required"}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"roots/list"}}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":[]}""")]
    public void Should_find_a_protocol_breach_when_a_result_of_2026_has_a_wrong_type(string result)
    {
        var found = Assert.Single(_newer.Assess(Valid("plain"), Result(result)).Candidates);

        Assert.Equal(Categories.ProtocolBreach, found.Category);
        Assert.Contains("2026-07-28", found.Rule!.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resultType":"complete","content":[]}""")]
    [InlineData("""{"resultType":"complete","content":[],"task":{}}""")]
    [InlineData("""{"resultType":"input_required","requestState":"x"}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{}}""")]
    public void Should_find_nothing_when_a_result_of_2026_is_proper(string result) =>
        Assert.Empty(_newer.Assess(Valid("plain"), Result(result)).Candidates);

    [Theory]
    [InlineData("""{"content":"ok"}""", 2)]
    [InlineData("""{"resultType":"nonsense","content":"ok"}""", 2)]
    [InlineData("""{"resultType":"input_required","requestState":"x","content":"ok"}""", 1)]
    [InlineData("""{"resultType":"complete","task":{}}""", 1)]
    public void Should_find_other_defects_too_when_the_type_of_a_result_is_wrong(string result, int findings)
    {
        var found = _newer.Assess(Valid("plain"), Result(result)).Candidates;

        Assert.Equal(findings, found.Count);
        Assert.Single(found, candidate => candidate.Category == Categories.ResultSchema);
    }

    [Theory]
    [InlineData("""{"task":{"taskId":"1"}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{}}""")]
    [InlineData("""{"resultType":"task"}""")]
    public void Should_check_as_any_result_when_an_older_revision_has_no_result_types(string result) =>
        Assert.Equal(Categories.ResultSchema, Assert.Single(Assess(Valid("plain"), Result(result))).Category);

    [Fact]
    public void Should_find_no_accepted_invalid_when_a_result_asks_for_input() =>
        Assert.Empty(
            _newer
                .Assess(Invalid("plain", "/a: type"), Result("""{"resultType":"input_required","requestState":"x"}"""))
                .Candidates
        );

    [Fact]
    public void Should_report_the_outcome_of_the_case()
    {
        (McpReply Reply, CaseOutcome Outcome)[] expected =
        [
            (Result(Fine), CaseOutcome.Succeeded),
            (Result("""{"content":[],"isError":true}"""), CaseOutcome.ToolError),
            (Error(-32602), CaseOutcome.RpcError),
            (new McpReply.Unreadable("depth", TimeSpan.Zero), CaseOutcome.Succeeded),
            (new McpReply.TimedOut(TimeSpan.FromSeconds(5)), CaseOutcome.TimedOut),
            (new McpReply.Lost(Written: true), CaseOutcome.TargetDied),
            (new McpReply.Lost(Written: false), CaseOutcome.NotSent),
        ];

        Assert.All(expected, one => Assert.Equal(one.Outcome, _oracle.Assess(Valid("plain"), one.Reply).Outcome));
    }

    [Theory]
    [InlineData("MCP error -32603: failed: MCP error -32602: no such format", 0)]
    [InlineData("MCP error -32602: failed: MCP error -32603: boom", 1)]
    [InlineData("MCP error -32603: boom", 1)]
    [InlineData("MCP error -326020: boom", 1)]
    public void Should_take_the_innermost_code_when_the_SDK_names_one(string message, int findings) =>
        Assert.Equal(findings, Assess(Valid("plain"), Error(-32603, message)).Count);

    [Fact]
    public void Should_find_only_slowness_when_a_reply_exceeds_a_limit_of_the_fuzzer()
    {
        Assert.Empty(Assess(Valid("plain"), new McpReply.Unreadable("depth", TimeSpan.FromSeconds(1))));
        Assert.Equal("depth", _oracle.Assess(Valid("plain"), new McpReply.Unreadable("depth", TimeSpan.Zero)).Limit);
        Assert.Equal(
            Categories.ReplySlow,
            Assert.Single(Assess(Valid("plain"), new McpReply.Unreadable("depth", TimeSpan.FromSeconds(3)))).Category
        );
    }

    [Fact]
    public void Should_find_nothing_when_it_is_unsure_whether_the_input_was_valid()
    {
        var unsure = Invalid("plain", "/a: format") with { Validity = Validity.Unsure };

        Assert.Empty(Assess(unsure, Result(Fine)));
    }

    [Fact]
    public void Should_find_nothing_when_a_breach_of_the_schema_gets_a_tool_error() =>
        Assert.Empty(Assess(Invalid("plain", "/a: type"), Result("""{"content":[],"isError":true}""")));

    [Theory]
    [InlineData(2_000, false)]
    [InlineData(2_001, true)]
    public void Should_find_a_slow_reply_when_it_took_longer_than_the_threshold(int milliseconds, bool isSlow)
    {
        var elapsed = TimeSpan.FromMilliseconds(milliseconds);
        var result = Assess(Valid("plain"), new McpReply.Result(JsonElement.Parse(Fine), elapsed));
        var error = Assess(Valid("plain"), new McpReply.Error(-32602, "no", null, elapsed));

        Assert.Equal(isSlow ? [Categories.ReplySlow] : [], result.Select(found => found.Category));
        Assert.Equal(isSlow ? [Categories.ReplySlow] : [], error.Select(found => found.Category));
    }

    [Fact]
    public void Should_escape_the_text_of_the_server_when_it_is_shown()
    {
        var found = Assert.Single(Assess(Valid("plain"), Error(-32603, "\u001b[2Jboom\n")));

        Assert.DoesNotContain(found.Detail, unit => char.IsControl(unit));
        Assert.Contains("boom", found.Detail, StringComparison.Ordinal);
    }

    private IReadOnlyList<Candidate> Assess(FuzzCase fuzzCase, McpReply reply) =>
        _oracle.Assess(fuzzCase, reply).Candidates;

    private static FuzzCase Valid(string tool) =>
        new($"{tool}/random/0000", tool, Phases.Random, "{}"u8.ToArray(), null);

    private static FuzzCase Invalid(string tool, string violation) =>
        new($"{tool}/random/0000", tool, Phases.Random, Encoding.UTF8.GetBytes("{}"), violation);

    private static McpReply.Result Result(string json) => new(JsonElement.Parse(json), TimeSpan.FromMilliseconds(5));

    private static McpReply.Error Error(int code, string message = "no") =>
        new(code, message, null, TimeSpan.FromMilliseconds(5));
}
