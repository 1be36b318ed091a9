namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>The progress shows the current activity.</summary>
public sealed class LiveLineTests : IDisposable
{
    private const string Often = "--progress --set=mcp-fuzzer.node.progress-interval=100ms ";

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_name_the_tool_that_is_isolated_and_for_how_long()
    {
        var fuzzed = await _bench.FuzzAsync(
            Often + "--timeout=1s --runs=1",
            "--tools",
            "3",
            "--fault",
            "no-reply:tool=tool1"
        );

        fuzzed.AssertFindings("high reply-lost tool1");
        Assert.Contains(
            fuzzed.ErrorLines,
            line =>
                line.Contains("isolating", StringComparison.Ordinal)
                && line.Contains("tool1", StringComparison.Ordinal)
                && System.Text.RegularExpressions.Regex.IsMatch(line, @"for \d+s")
        );
    }

    [Fact]
    public async Task Should_show_that_it_waits_for_the_handshake()
    {
        var fuzzed = await _bench.FuzzAsync(Often + "--runs=1", "--fault", "slow-start:time=1500ms");

        fuzzed.AssertCompleted();
        Assert.Contains(fuzzed.ErrorLines, line => line.Contains("handshake", StringComparison.Ordinal));
    }
}
