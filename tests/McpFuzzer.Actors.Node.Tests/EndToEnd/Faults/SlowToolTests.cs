namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>A tool that replies late is slow. Only a missing reply is lost.</summary>
public sealed class SlowToolTests : IDisposable
{
    private const string Slow = "--set=mcp-fuzzer.campaign.oracle.slow-after=1s --timeout=1s ";

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("slow:time=2s")]
    [InlineData("slow:time=2s,obeys")]
    public async Task Should_report_a_slow_reply_when_it_comes_after_the_timeout(string tool)
    {
        var fuzzed = await _bench.FuzzAsync(Slow, "--with", tool);

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("low reply-slow slow");
        Assert.Equal(0, fuzzed.Restarts);
        await _bench.AssertReplaysAsync(fuzzed, fuzzed.TheFinding());
    }

    [Fact]
    public async Task Should_report_a_slow_reply_when_the_tool_reports_progress_and_the_wait_ends_first()
    {
        var fuzzed = await _bench.FuzzAsync(
            Slow + "--runs=1 --set=mcp-fuzzer.campaign.oracle.lost-after=2s",
            "--with",
            "slow:time=30s,progress"
        );

        fuzzed.AssertFindings("low reply-slow slow");
    }

    [Fact]
    public async Task Should_report_a_lost_reply_with_the_settings_that_decide_it()
    {
        var fuzzed = await _bench.FuzzAsync("--timeout=1s", "--fault", "no-reply:tool=tool1");

        fuzzed.AssertFindings("high reply-lost tool1");
        var lost = fuzzed.TheFinding();
        Assert.DoesNotContain("never", lost.Title + lost.Detail, StringComparison.Ordinal);
        Assert.Contains("within 3s", lost.Detail, StringComparison.Ordinal);
        Assert.Contains("mcp-fuzzer.campaign.oracle.lost-after", lost.Detail, StringComparison.Ordinal);
        Assert.Contains("--timeout", lost.Detail, StringComparison.Ordinal);
        await _bench.AssertReplaysAsync(fuzzed, lost);
    }

    [Fact]
    public async Task Should_only_mention_it_when_the_call_takes_as_long_as_its_arguments_specify()
    {
        var fuzzed = await _bench.FuzzAsync(Slow, "--with", "sleep:max=2");

        fuzzed.AssertFindings("info reply-slow sleep");
        Assert.Equal(0, fuzzed.ExitCode);
    }
}
