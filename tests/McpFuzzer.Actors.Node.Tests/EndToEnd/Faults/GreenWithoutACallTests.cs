namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>A run that tested nothing is not green, and a run that tested little says so.</summary>
public sealed class GreenWithoutACallTests : IDisposable
{
    private const int Concurrency = 4;

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("silent")]
    [InlineData("slow-start:time=60s,says=loading the model")]
    public async Task Should_exit_3_and_name_the_option_when_the_target_never_replies(string fault)
    {
        var fuzzed = await _bench.FuzzAsync("--duration=1s --start-timeout=3s", "--fault", fault);

        Assert.Equal(3, fuzzed.ExitCode);
        Assert.Contains("--start-timeout", fuzzed.ErrorLines[0], StringComparison.Ordinal);
        Assert.Matches("initialize|server/discover", fuzzed.ErrorLines[0]);
        if (fault.Contains("loading", StringComparison.Ordinal))
        {
            Assert.Contains("  stderr: loading the model", fuzzed.ErrorLines);
        }
    }

    [Fact]
    public async Task Should_count_the_duration_from_the_first_call_on_when_the_start_is_slow()
    {
        var fuzzed = await _bench.FuzzAsync("--duration=2s", "--fault", "slow-start:time=3s");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(0, fuzzed.ExitCode);
    }

    [Theory]
    [InlineData("wide:count=1500", 1500)]
    [InlineData("patterns:count=10,each=54", 10)]
    public async Task Should_name_each_tool_that_was_never_called_when_there_are_more_than_the_duration_allows(
        string tools,
        int count
    )
    {
        var fuzzed = await _bench.FuzzAsync("--duration=2s --runs=5000", "--tools", "0", "--with", tools);

        Assert.Equal(0, fuzzed.ExitCode);
        Assert.NotEmpty(fuzzed.Called);
        // A tool that was being called at the end counts as called, even if the server had not read the call yet.
        var never = fuzzed.NotedAs("never-called");
        Assert.Empty(never.Intersect(fuzzed.Called, StringComparer.Ordinal));
        Assert.InRange(never.Count, count - fuzzed.Called.Count - Concurrency, count - fuzzed.Called.Count);
        Assert.True(fuzzed.Number("planned") > fuzzed.Cases);
    }

    [Theory]
    [InlineData("--max-findings=1 --fail-on=never")]
    [InlineData("--max-findings=1")]
    public async Task Should_not_exit_0_without_a_call_when_a_finding_ends_the_campaign(string options)
    {
        var fuzzed = await _bench.FuzzAsync(options, "--fault", "banner");

        Assert.True(fuzzed.Cases > 0 || fuzzed.ExitCode != 0);
        if (fuzzed.Cases == 0)
        {
            Assert.Contains("no call", fuzzed.Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_report_which_tools_accepted_no_call_when_all_are_rejected()
    {
        var fuzzed = await _bench.FuzzAsync("", "--tools", "5", "--fault", "refuse:text=401: set API_KEY");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"tool{i}"), fuzzed.NotedAs("never-accepted"));
        Assert.Contains(fuzzed.NoteReasons, reason => reason.Contains("set API_KEY", StringComparison.Ordinal));
        Assert.Contains("accepted", fuzzed.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_add_no_note_when_each_tool_was_tested()
    {
        var fuzzed = await _bench.FuzzAsync("--runs=25", "--tools", "2");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Empty(fuzzed.NoteReasons);
        Assert.Equal(0, fuzzed.ExitCode);
    }
}
