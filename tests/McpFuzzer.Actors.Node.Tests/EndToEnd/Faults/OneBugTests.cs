namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>One bug that many tools share is one finding, and does not hide another.</summary>
public sealed class OneBugTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_report_one_finding_when_many_tools_ignore_what_they_forbid()
    {
        var fuzzed = await _bench.FuzzAsync("--runs=12", "--tools", "0", "--with", "ignoring:count=11");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("info accepted-invalid -");
        Assert.Equal(11, fuzzed.TheFinding().Variants.Count);
        Assert.Equal(0, fuzzed.ExitCode);
    }

    [Fact]
    public async Task Should_only_mention_it_when_the_reply_itself_lists_what_it_ignores()
    {
        var fuzzed = await _bench.FuzzAsync("--runs=12", "--tools", "0", "--with", "ignoring:count=1,says");

        fuzzed.AssertFindings("info accepted-invalid ignoring0");
    }

    [Fact]
    public async Task Should_name_the_tool_when_it_checks_no_upper_bound()
    {
        var fuzzed = await _bench.FuzzAsync("--runs=12", "--with", "unbounded");

        fuzzed.AssertFindings("low accepted-invalid unbounded");
        Assert.Contains("maximum", fuzzed.TheFinding().Title + fuzzed.TheFinding().Detail, StringComparison.Ordinal);
        await _bench.AssertReplaysAsync(fuzzed, fuzzed.TheFinding());
    }

    [Fact]
    public async Task Should_distinguish_a_TypeError_from_the_missing_network_of_all_tools()
    {
        var fuzzed = await _bench.FuzzAsync(
            "",
            "--tools",
            "12",
            "--fault",
            "internal-error:tool=tool7,argument=\"odd\",message=Cannot read properties of undefined (reading 'length')",
            "--fault",
            "internal-error:message=getaddrinfo ENOTFOUND api.example"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("info internal-error -", "low internal-error tool7");
        var own = fuzzed.Findings.Single(finding => finding.Tool == "tool7");
        Assert.Contains("\"odd\"", own.Input, StringComparison.Ordinal);
        await _bench.AssertReplaysAsync(fuzzed, own);
    }

    [Theory]
    [InlineData("surrogate-error")]
    [InlineData("surrogate-error:no-id")]
    public async Task Should_find_nothing_when_a_parser_rejects_lone_surrogates(string fault)
    {
        var fuzzed = await _bench.FuzzAsync("--runs=60 --phase=boundary", "--tools", "3", "--fault", fault);

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Contains(fuzzed.Received, line => line.Contains("\\ud800", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(0, fuzzed.Restarts);
    }

    [Theory]
    [InlineData("surrogate-error:code=-32000", 1)]
    [InlineData("surrogate-error:code=-32000", 4)]
    public async Task Should_not_report_a_lost_reply_beside_an_error_without_id(string fault, int concurrency)
    {
        var fuzzed = await _bench.FuzzAsync(
            $"--runs=60 --phase=boundary --concurrency={concurrency}",
            "--tools",
            "3",
            "--fault",
            fault
        );

        fuzzed.AssertCompleted();
        Assert.DoesNotContain(fuzzed.Findings, finding => finding.Category is "reply-lost" or "server-stuck");
        Assert.InRange(fuzzed.Findings.Count, 0, 1);
    }
}
