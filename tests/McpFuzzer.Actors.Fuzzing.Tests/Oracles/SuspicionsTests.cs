using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class SuspicionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The table of the design: names and severities are what users filter by.
    [Theory]
    [InlineData("crash", Severity.High, false)]
    [InlineData("server-stuck", Severity.High, false)]
    [InlineData("reply-lost", Severity.High, false)]
    [InlineData("wrong-id", Severity.High, false)]
    [InlineData("wrong-id-type", Severity.High, false)]
    [InlineData("duplicate-reply", Severity.High, false)]
    [InlineData("invalid-json", Severity.Medium, false)]
    [InlineData("invalid-json-rpc", Severity.Medium, false)]
    [InlineData("result-schema", Severity.Medium, true)]
    [InlineData("output-schema", Severity.Medium, true)]
    [InlineData("stdout-noise", Severity.Medium, false)]
    [InlineData("oversized-reply", Severity.Medium, false)]
    [InlineData("internal-error", Severity.Low, true)]
    [InlineData("accepted-invalid", Severity.Low, true)]
    [InlineData("reply-slow", Severity.Low, false)]
    public void Should_have_the_documented_severity_when_categorised(
        string category,
        Severity severity,
        bool isShownByReply
    )
    {
        Assert.Equal(severity, Categories.SeverityOf(category));
        Assert.Equal(isShownByReply, Categories.IsShownByReply(category));
    }

    [Theory]
    [InlineData(StreamAnomalyKind.Noise, "stdout-noise")]
    [InlineData(StreamAnomalyKind.InvalidJson, "invalid-json")]
    [InlineData(StreamAnomalyKind.InvalidJsonRpc, "invalid-json-rpc")]
    [InlineData(StreamAnomalyKind.WrongId, "wrong-id")]
    [InlineData(StreamAnomalyKind.WrongIdType, "wrong-id-type")]
    [InlineData(StreamAnomalyKind.DuplicateReply, "duplicate-reply")]
    [InlineData(StreamAnomalyKind.Oversized, "oversized-reply")]
    internal void Should_have_a_category_when_the_stream_shows_it(StreamAnomalyKind kind, string category)
    {
        var found = Suspicions.Stream("echo", new StreamAnomaly(kind, "what it wrote"));

        Assert.Equal((category, "echo", "what it wrote"), (found.Category, found.Tool, found.Detail));
    }

    [Fact]
    public void Should_have_a_category_for_every_anomaly_when_one_is_added() =>
        Assert.All(
            Enum.GetValues<StreamAnomalyKind>(),
            kind => Assert.Contains(Suspicions.Stream(null, new StreamAnomaly(kind, "")).Category, Categories.All)
        );

    [Fact]
    public void Should_be_one_finding_when_only_times_words_and_core_dumps_differ()
    {
        Assert.Equal(Suspicions.ReplySlow("a", Second).FindingId, Suspicions.ReplySlow("a", 3 * Second).FindingId);
        Assert.Equal(
            Suspicions.ServerStuck("a", Second, "pid 1").FindingId,
            Suspicions.ServerStuck("a", 2 * Second, "pid 2").FindingId
        );
        Assert.Equal(
            Suspicions.Crash("a", new ProcessExit.Signal(11, CoreDumped: true), "x").FindingId,
            Suspicions.Crash("a", new ProcessExit.Signal(11, CoreDumped: false), null).FindingId
        );
        Assert.Equal(
            Suspicions.Stream("a", new StreamAnomaly(StreamAnomalyKind.Noise, "12:00 hello")).FindingId,
            Suspicions.Stream("a", new StreamAnomaly(StreamAnomalyKind.Noise, "12:01 hello")).FindingId
        );
    }

    [Fact]
    public void Should_be_different_findings_when_tool_category_or_exit_differ()
    {
        string[] ids =
        [
            Suspicions.Crash("a", new ProcessExit.Code(1), null).FindingId,
            Suspicions.Crash("a", new ProcessExit.Code(0), null).FindingId,
            Suspicions.Crash("a", new ProcessExit.Signal(9, CoreDumped: false), null).FindingId,
            Suspicions.Crash("b", new ProcessExit.Code(1), null).FindingId,
            Suspicions.Crash(null, new ProcessExit.Code(1), null).FindingId,
            Suspicions.ServerStuck("a", Second, null).FindingId,
            Suspicions.ReplyLost("a", Second).FindingId,
            Suspicions.ReplySlow("a", Second).FindingId,
        ];

        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{12}$", id));
    }

    // Baselines hold ids: they must not change from one version to the next.
    [Fact]
    public void Should_keep_its_id_when_the_version_changes() =>
        Assert.Equal("ad0293c41d77", Suspicions.Crash("divide", new ProcessExit.Code(134), null).FindingId);

    [Fact]
    public void Should_name_the_signal_when_one_ended_the_server()
    {
        var found = Suspicions.Crash("a", new ProcessExit.Signal(11, CoreDumped: true), "segfault");

        Assert.Equal("the server ends: SIGSEGV", found.Title);
        Assert.Equal("segfault", found.StderrTail);
        Assert.Equal(new ProcessExit.Signal(11, CoreDumped: true), found.Exit);
    }
}
