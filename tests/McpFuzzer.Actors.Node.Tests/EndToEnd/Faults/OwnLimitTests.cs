namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Large or deep replies are not the server's fault, and stay readable in the report.</summary>
public sealed class OwnLimitTests : IDisposable
{
    private const int LongestTitle = 200;

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("2000")]
    [InlineData("20000")]
    public async Task Should_find_nothing_when_valid_JSON_is_deep(string depth)
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", $"nested:tool=tool1,depth={depth}");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(0, fuzzed.ExitCode);
        Assert.Equal(0, fuzzed.Restarts);
        Assert.Equal(["tool1"], fuzzed.NotedAs("not-read"));
        Assert.Contains("mcpfuzzer does not read JSON of more than 256 levels", fuzzed.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input", "low accepted-invalid long-name")]
    [InlineData("output", "medium output-schema long-name")]
    public async Task Should_bound_the_title_when_a_name_is_long(string where, string finding)
    {
        var fuzzed = await _bench.FuzzAsync(
            "--runs=8 --phase=boundary",
            "--tools",
            "1",
            "--with",
            $"long-name:bytes=1000000,where={where}"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings(finding);
        Assert.InRange(fuzzed.TheFinding().Title.Length, 1, LongestTitle);
        Assert.InRange(fuzzed.TheFinding().Id.Length, 1, LongestTitle);
        Assert.All(fuzzed.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 1_000));
    }

    [Theory]
    [InlineData("input", "low accepted-invalid recursive")]
    [InlineData("output", "medium output-schema recursive")]
    public async Task Should_report_one_finding_when_a_recursive_schema_is_broken_at_many_depths(
        string where,
        string finding
    )
    {
        var fuzzed = await _bench.FuzzAsync("--runs=25", "--tools", "1", "--with", $"recursive:where={where}");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings(finding);
        Assert.DoesNotContain("/a/a/a", fuzzed.TheFinding().Title, StringComparison.Ordinal);
    }
}
