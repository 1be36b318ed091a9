using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class CandidatesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ToolCall Echo = new("echo", "{}"u8.ToArray());

    // The table of the design: names and severities are what users filter by.
    [Theory]
    [InlineData("crash", Severity.High, EvidenceKind.Life)]
    [InlineData("server-stuck", Severity.High, EvidenceKind.Life)]
    [InlineData("reply-lost", Severity.High, EvidenceKind.Time)]
    [InlineData("wrong-id", Severity.High, EvidenceKind.Stream)]
    [InlineData("wrong-id-type", Severity.High, EvidenceKind.Stream)]
    [InlineData("duplicate-reply", Severity.High, EvidenceKind.Stream)]
    [InlineData("invalid-json", Severity.Medium, EvidenceKind.Stream)]
    [InlineData("invalid-json-rpc", Severity.Medium, EvidenceKind.Stream)]
    [InlineData("result-schema", Severity.Medium, EvidenceKind.Reply)]
    [InlineData("output-schema", Severity.Medium, EvidenceKind.Reply)]
    [InlineData("stdout-noise", Severity.Medium, EvidenceKind.Stream)]
    [InlineData("oversized-reply", Severity.Medium, EvidenceKind.Stream)]
    [InlineData("reply-to-notification", Severity.Medium, EvidenceKind.Stream)]
    [InlineData("protocol-breach", Severity.Medium, EvidenceKind.Reply)]
    [InlineData("internal-error", Severity.Low, EvidenceKind.Reply)]
    [InlineData("accepted-invalid", Severity.Low, EvidenceKind.Reply)]
    [InlineData("reply-slow", Severity.Low, EvidenceKind.Time)]
    internal void Should_have_the_documented_severity_when_categorised(
        string category,
        Severity severity,
        EvidenceKind evidence
    )
    {
        var candidate = new Candidate(category, null, "title", "detail", "shape");

        Assert.Equal((severity, evidence), (candidate.Severity, candidate.Evidence));
        Assert.Contains(category, Categories.All);
    }

    [Theory]
    [InlineData(StreamAnomalyKind.Noise, "stdout-noise", "stdio")]
    [InlineData(StreamAnomalyKind.InvalidJson, "invalid-json", "stdio")]
    [InlineData(StreamAnomalyKind.InvalidJsonRpc, "invalid-json-rpc", "json-rpc")]
    [InlineData(StreamAnomalyKind.WrongId, "wrong-id", "responses")]
    [InlineData(StreamAnomalyKind.WrongIdType, "wrong-id-type", "responses")]
    [InlineData(StreamAnomalyKind.DuplicateReply, "duplicate-reply", "json-rpc")]
    [InlineData(StreamAnomalyKind.Oversized, "oversized-reply", null)]
    [InlineData(StreamAnomalyKind.ReplyToNotification, "reply-to-notification", "notifications")]
    [InlineData(StreamAnomalyKind.ServerRequest, "protocol-breach", "server-requests")]
    internal void Should_have_a_category_and_a_rule_when_the_stream_shows_it(
        StreamAnomalyKind kind,
        string category,
        string? rule
    )
    {
        var found = Stream(new StreamAnomaly(kind, "what it wrote"));

        Assert.Equal((category, "what it wrote", rule), (found.Category, found.Detail, found.Rule?.Id));
        Assert.Null(found.Tool);
        Assert.Equal(EvidenceKind.Stream, found.Evidence);
    }

    [Fact]
    public void Should_have_a_category_for_every_anomaly_when_one_is_added() =>
        Assert.All(
            Enum.GetValues<StreamAnomalyKind>(),
            kind => Assert.Contains(Stream(new StreamAnomaly(kind, "")).Category, Categories.All)
        );

    [Fact]
    public void Should_point_to_a_page_when_there_is_a_rule() =>
        Assert.All(
            Enum.GetValues<StreamAnomalyKind>()
                .Select(kind => Stream(new StreamAnomaly(kind, "")).Rule)
                .OfType<RuleReference>(),
            rule => Assert.StartsWith("https://", rule.Url, StringComparison.Ordinal)
        );

    [Fact]
    public void Should_belong_to_the_call_when_the_line_names_it()
    {
        var found = Stream(new StreamAnomaly(StreamAnomalyKind.WrongIdType, "the id 7 came back") { Call = Echo });

        Assert.Equal(("echo", EvidenceKind.Reply), (found.Tool, found.Evidence));
    }

    [Fact]
    public void Should_belong_to_no_tool_when_the_line_names_another_request()
    {
        var found = Stream(new StreamAnomaly(StreamAnomalyKind.WrongIdType, "the id 7 came back") { Method = "ping" });

        Assert.Equal((null, EvidenceKind.Reply), (found.Tool, found.Evidence));
        Assert.Contains("ping", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_differ_by_defect_when_the_kind_is_the_same()
    {
        var one = Stream(Rpc("no jsonrpc", "{}"));
        var same = Stream(Rpc("no jsonrpc", """{"id":1}"""));
        var other = Stream(Rpc("a batch", "[]"));

        Assert.Equal(one.Shape, same.Shape);
        Assert.NotEqual(one.Shape, other.Shape);
        Assert.EndsWith(": a batch", other.Title, StringComparison.Ordinal);

        static StreamAnomaly Rpc(string why, string line) =>
            new(StreamAnomalyKind.InvalidJsonRpc, $"{why}: {line}") { Why = why, Excerpt = line };
    }

    [Theory]
    [InlineData("INFO processing tools/call", "INFO processing initialize")]
    [InlineData("12:00 hello", "12:01 hello")]
    [InlineData("running echo", "running add")]
    public void Should_have_one_shape_when_a_log_line_comes_with_each_message(string one, string other)
    {
        Assert.Equal(Noise(one).Shape, Noise(other).Shape);
        Assert.NotEqual(Noise(one).Shape, Noise("something else").Shape);
    }

    [Fact]
    public void Should_have_one_shape_when_only_times_words_and_core_dumps_differ()
    {
        Assert.Equal(Slow(Second).Shape, Slow(3 * Second).Shape);
        Assert.Equal(Slow(Second).Shape, Candidates.AtWork("a", Second).Shape);
        Assert.Equal(Candidates.ReplyLost("a", Second).Shape, Candidates.ReplyLost("b", 3 * Second).Shape);
        Assert.Equal(
            Candidates.ServerStuck("a", Second, "pid 1").Shape,
            Candidates.ServerStuck("a", 2 * Second, "pid 2").Shape
        );
        Assert.Equal(
            Candidates.Crash("a", new ProcessExit.Signal(11, CoreDumped: true), "x").Shape,
            Candidates.Crash("a", new ProcessExit.Signal(11, CoreDumped: false), null).Shape
        );
    }

    [Fact]
    public void Should_have_another_shape_when_the_exit_or_the_silence_differs()
    {
        Assert.Distinct([
            Candidates.Crash("a", new ProcessExit.Code(1), null).Shape,
            Candidates.Crash("a", new ProcessExit.Code(0), null).Shape,
            Candidates.Crash("a", new ProcessExit.Signal(9, CoreDumped: false), null).Shape,
        ]);
        Assert.NotEqual(Candidates.ServerStuck("a", Second, null).Shape, Candidates.StdoutClosed("a", null).Shape);
    }

    [Fact]
    public void Should_name_the_signal_when_one_ended_the_server()
    {
        var found = Candidates.Crash("a", new ProcessExit.Signal(11, CoreDumped: true), "segfault");

        Assert.Equal("the server exits: SIGSEGV", found.Title);
        Assert.Equal(("SIGSEGV", "segfault"), (found.Shape, found.StderrTail));
        Assert.Equal(new ProcessExit.Signal(11, CoreDumped: true), found.Exit);
    }

    [Fact]
    public void Should_name_no_call_when_no_call_is_known_to_end_the_server() =>
        Assert.DoesNotContain(
            "this call",
            Candidates.Crash(null, new ProcessExit.Code(1), null).Detail,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_name_the_settings_and_only_the_observations_when_a_reply_is_lost()
    {
        var found = Candidates.ReplyLost("a", TimeSpan.FromSeconds(11));

        Assert.StartsWith("No reply within 11s.", found.Detail, StringComparison.Ordinal);
        Assert.Contains("mcp-fuzzer.campaign.oracle.lost-after", found.Detail, StringComparison.Ordinal);
        Assert.Contains("--timeout", found.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("never", found.Title + found.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("ping", found.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"duration":3}""", Severity.Info)]
    [InlineData("""{"duration":30}""", Severity.Low)]
    public void Should_be_informational_when_the_arguments_say_how_long_it_takes(string arguments, Severity severity) =>
        Assert.Equal(severity, Slow(3 * Second, arguments).Severity);

    [Theory]
    [InlineData(3, Severity.Info)]
    [InlineData(3000, Severity.Info)]
    [InlineData(30, Severity.Low)]
    public void Should_be_informational_when_a_default_says_how_long_it_takes(double stated, Severity severity)
    {
        var found = Candidates.ReplySlow("a", 3 * Second, default, [90, stated]);

        Assert.Equal(severity, found.Severity);
        Assert.Equal(
            severity is Severity.Info,
            found.Detail.EndsWith(
                "A number in the arguments, or a default, says about as much.",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void Should_have_a_shape_of_its_own_when_the_line_shows_it()
    {
        var found = Candidates.OfTheLine(Candidates.Crash("a", new ProcessExit.Code(1), "x"));

        Assert.Equal(("a", "exit code 1, not Unicode", true), (found.Tool, found.Shape, found.IsOfTheLine));
        Assert.Equal("the server exits: exit code 1, at half a surrogate pair in a text", found.Title);
    }

    [Theory]
    [InlineData(PingAnswer.Silent, "does not answer ping")]
    [InlineData(PingAnswer.Rejected, "answers ping with an error")]
    internal void Should_be_a_protocol_breach_when_ping_gets_no_result(PingAnswer answer, string title)
    {
        var found = Candidates.PingUnanswered(answer);

        Assert.Equal(
            (Categories.ProtocolBreach, Severity.Medium, title),
            (found.Category, found.Severity, found.Title)
        );
        Assert.Equal((null, "ping", "ping"), (found.Tool, found.Shape, found.Rule?.Id));
    }

    [Fact]
    public void Should_belong_to_the_tool_when_the_list_describes_it_wrongly()
    {
        var found = Candidates.Listing(new ListBreach("a", "its name is listed twice"));

        Assert.Equal(
            (Categories.ResultSchema, "a", "tools/list: its name is listed twice"),
            (found.Category, found.Tool, found.Title)
        );
        Assert.NotEqual(found.Shape, Candidates.Listing(new ListBreach("a", "no inputSchema")).Shape);
    }

    private static Candidate Slow(TimeSpan elapsed, string arguments = "{}") =>
        Candidates.ReplySlow("a", elapsed, System.Text.Encoding.UTF8.GetBytes(arguments));

    private static Candidate Noise(string line) =>
        Stream(new StreamAnomaly(StreamAnomalyKind.Noise, $"not JSON: {line}") { Why = "not JSON", Excerpt = line });

    private static Candidate Stream(StreamAnomaly anomaly) => Candidates.Stream(anomaly, ["echo", "add"]);
}
