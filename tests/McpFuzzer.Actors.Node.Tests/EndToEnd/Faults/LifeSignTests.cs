namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>A server that answers ping late or never is alive.</summary>
public sealed class LifeSignTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("ping-drop")]
    [InlineData("ping-refuse")]
    [InlineData("unknown-drop")]
    public async Task Should_report_the_missing_reply_to_ping_once_when_a_tool_is_noisy_or_slow(string fault)
    {
        var fuzzed = await _bench.FuzzAsync(
            "--set=mcp-fuzzer.campaign.oracle.slow-after=1s --timeout=1s",
            "--fault",
            fault,
            "--fault",
            "log:each=call,tool=tool1,text=debug: tool1 was called",
            "--with",
            "slow:time=1500ms"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("low reply-slow slow", "medium protocol-breach -", "medium stdout-noise tool1");
        Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
        Assert.Equal(0, fuzzed.Restarts);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Should_not_treat_a_serial_server_as_stuck(int seed)
    {
        // Each call waits for earlier ones, and so does ping: no other tool is slow, and the server is not stuck. The
        // seed decides which call is the last one, with no later call that would be answered late.
        var fuzzed = await _bench.FuzzAsync(
            $"--seed={seed} --set=mcp-fuzzer.campaign.oracle.slow-after=1s --timeout=1s",
            "--serial",
            "--with",
            "slow:time=1500ms"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("low reply-slow slow");
    }

    [Fact]
    public async Task Should_never_ping_a_server_of_the_newer_era()
    {
        var fuzzed = await _bench.FuzzAsync("--timeout=1s", "--era", "2026", "--fault", "no-reply:tool=tool1");

        fuzzed.AssertFindings("high reply-lost tool1");
        Assert.DoesNotContain("ping", fuzzed.Received);
    }
}
