namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Tools are found if there are any, and a mistake in the list is one finding.</summary>
public sealed class ToolListTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("2025")]
    [InlineData("2026")]
    public async Task Should_call_tools_that_no_capability_announces(string era)
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", era, "--fault", "no-capability");

        fuzzed.AssertCompleted();
        Assert.Equal(["tool0", "tool1"], fuzzed.Called);
    }

    [Fact]
    public async Task Should_call_tools_that_come_half_a_second_later()
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", "late-tools:after=500ms");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(["tool0", "tool1"], fuzzed.Called);
    }

    [Fact]
    public async Task Should_call_a_tool_that_is_added_while_it_runs()
    {
        // The slow tool keeps the campaign running until the list is requested again.
        var fuzzed = await _bench.FuzzAsync("", "--with", "slow:time=1s", "--fault", "added-tool:call=3");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(["added", "slow", "tool0", "tool1"], fuzzed.Called);
        Assert.Contains("added", fuzzed.Summary!.Value.GetProperty("tools").EnumerateArray().Select(tool => $"{tool}"));
    }

    [Fact]
    public async Task Should_not_exit_0_when_there_are_no_tools()
    {
        var fuzzed = await _bench.FuzzAsync("", "--tools", "0");

        Assert.NotEqual(0, fuzzed.ExitCode);
        Assert.Contains("no tools", fuzzed.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page-circle")]
    [InlineData("empty-cursor")]
    public async Task Should_report_one_finding_of_the_server_when_the_pages_have_no_end(string fault)
    {
        var fuzzed = await _bench.FuzzAsync("", "--tools", "8", "--fault", fault);

        fuzzed.AssertCompleted();
        var slip = fuzzed.TheFinding();
        Assert.Null(slip.Tool);
        Assert.Contains("tools/list", slip.Title, StringComparison.Ordinal);
        Assert.Equal(8, fuzzed.Called.Count);
        Assert.Empty(fuzzed.NotedAs("never-called"));
    }
}
