namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>One bug is one finding, of the server or of the tool that shows it, the same in each run.</summary>
public sealed class BlameTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("log", "medium stdout-noise -")]
    [InlineData("log:text=INFO {n} processing {method} for {id}", "medium stdout-noise -")]
    [InlineData("log:each=call,text={tool} was called ({n})", "medium stdout-noise -")]
    [InlineData("banner", "medium stdout-noise -")]
    [InlineData("answer-notifications", "medium reply-to-notification -")]
    [InlineData("answer-notifications:as=result,no-id", "medium reply-to-notification -")]
    [InlineData("string-id", "high wrong-id-type -")]
    [InlineData("no-jsonrpc", "medium invalid-json-rpc -")]
    [InlineData("duplicate", "high duplicate-reply -")]
    public async Task Should_report_one_finding_of_the_server_when_the_fault_shows_with_all_tools(
        string fault,
        string finding
    )
    {
        var one = await _bench.FuzzAsync("--runs=2 --concurrency=1", "--tools", "12", "--fault", fault);
        var eight = await _bench.FuzzAsync("--runs=2 --concurrency=8", "--tools", "12", "--fault", fault);

        foreach (var fuzzed in (Fuzzed[])[one, eight])
        {
            fuzzed.AssertCompleted();
            fuzzed.AssertFindings(finding);
            Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
            Assert.InRange(fuzzed.Restarts, 0, 1);
        }

        Assert.Equal(one.Ids, eight.Ids);
    }

    [Theory]
    [InlineData("log", "medium stdout-noise -")]
    [InlineData("answer-notifications", "medium reply-to-notification -")]
    [InlineData("string-id", "high wrong-id-type -")]
    public async Task Should_replay_the_finding_of_the_server(string fault, string finding)
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", fault);

        fuzzed.AssertFindings(finding);
        await _bench.AssertReplaysAsync(fuzzed, fuzzed.TheFinding());
    }

    [Theory]
    [InlineData("100ms")]
    [InlineData("600ms")]
    public async Task Should_report_one_finding_of_the_server_when_a_banner_comes_between_calls(string after)
    {
        // The slow tool keeps the campaign running until the banner appears.
        string[] server = ["--tools", "12", "--with", "slow:time=1s", "--fault", $"banner:at=handshake,after={after}"];
        var four = await _bench.FuzzAsync("--runs=2 --concurrency=4", server);
        var eight = await _bench.FuzzAsync("--runs=2 --concurrency=8", server);

        foreach (var fuzzed in (Fuzzed[])[four, eight])
        {
            fuzzed.AssertCompleted();
            fuzzed.AssertFindings("medium stdout-noise -");
            Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
            Assert.InRange(fuzzed.Restarts, 0, 1);
        }

        Assert.Equal(four.Ids, eight.Ids);
    }

    [Theory]
    [InlineData("log:each=call,tool=tool1,text=debug {n}", "medium stdout-noise tool1")]
    [InlineData("log:each=call,tool=tool1,argument=\"odd\"", "medium stdout-noise tool1")]
    [InlineData("wrong-id:tool=tool1", "high wrong-id tool1")]
    [InlineData("string-id:tool=tool1", "high wrong-id-type tool1")]
    [InlineData("duplicate:tool=tool1", "high duplicate-reply tool1")]
    public async Task Should_report_one_finding_of_the_tool_when_only_its_calls_show_it(string fault, string finding)
    {
        var one = await _bench.FuzzAsync("--runs=8 --concurrency=1", "--tools", "4", "--fault", fault);
        var eight = await _bench.FuzzAsync("--runs=8 --concurrency=8", "--tools", "4", "--fault", fault);

        foreach (var fuzzed in (Fuzzed[])[one, eight])
        {
            fuzzed.AssertCompleted();
            fuzzed.AssertFindings(finding);
            Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
            Assert.InRange(fuzzed.Restarts, 0, 2);
            AssertInputShowsIt(fuzzed.TheFinding(), fault);
        }

        Assert.Equal(one.Ids, eight.Ids);
        await _bench.AssertReplaysAsync(eight, eight.TheFinding());
    }

    [Fact]
    public async Task Should_report_one_finding_of_the_server_when_two_tools_write_the_same_text()
    {
        var fuzzed = await _bench.FuzzAsync(
            "",
            "--tools",
            "4",
            "--fault",
            "log:each=call,tool=tool1,text=debug",
            "--fault",
            "log:each=call,tool=tool3,text=debug"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("medium stdout-noise -");
    }

    // A recorded input contains the trigger of the fault.
    private static void AssertInputShowsIt(Found finding, string fault)
    {
        if (fault.Contains("argument=", StringComparison.Ordinal))
        {
            Assert.Contains("\"odd\"", finding.Input, StringComparison.Ordinal);
        }
    }
}
