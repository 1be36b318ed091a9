namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>A server that exits or stops answering: which call is to blame, and the cost.</summary>
public sealed class LifeTests : IDisposable
{
    private const string Quick = "--timeout=1s --set=mcp-fuzzer.campaign.oracle.lost-after=2s ";

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("exit:code=134,tool=tool1,argument=\"odd\"", "crash")]
    [InlineData("exit:code=0,tool=tool1,argument=\"odd\"", "crash")]
    [InlineData("signal:number=9,tool=tool1,argument=\"odd\"", "crash")]
    [InlineData("exit:tool=tool1,argument=\"odd\",at=after", "crash")]
    [InlineData("stick:tool=tool1,argument=\"odd\"", "server-stuck")]
    [InlineData("close-stdout:tool=tool1,argument=\"odd\"", "server-stuck")]
    public async Task Should_blame_the_call_that_ends_it_and_record_the_input_that_shows_it(
        string fault,
        string category
    )
    {
        var one = await _bench.FuzzAsync(Quick + "--concurrency=1", "--tools", "4", "--fault", fault);
        var eight = await _bench.FuzzAsync(Quick + "--concurrency=8", "--tools", "4", "--fault", fault);

        foreach (var fuzzed in (Fuzzed[])[one, eight])
        {
            fuzzed.AssertCompleted();
            fuzzed.AssertFindings($"high {category} tool1");
            Assert.Contains("\"odd\"", fuzzed.TheFinding().Input, StringComparison.Ordinal);
        }

        Assert.Equal(one.Ids, eight.Ids);
        await _bench.AssertReplaysAsync(eight, eight.TheFinding());
    }

    [Fact]
    public async Task Should_blame_the_call_when_the_server_dies_a_while_after_the_reply()
    {
        // The slow tool keeps the campaign running until then.
        var fuzzed = await _bench.FuzzAsync(
            "--concurrency=4",
            "--tools",
            "3",
            "--with",
            "slow:time=1s",
            "--fault",
            "exit:tool=tool1,argument=\"odd\",at=after,delay=300ms"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("high crash tool1");
        Assert.Contains("\"odd\"", fuzzed.TheFinding().Input, StringComparison.Ordinal);
        await _bench.AssertReplaysAsync(fuzzed, fuzzed.TheFinding());
    }

    [Fact]
    public async Task Should_blame_no_tool_when_no_call_shows_it_alone()
    {
        var fuzzed = await _bench.FuzzAsync("--runs=6", "--tools", "3", "--fault", "exit:call=20");

        fuzzed.AssertCompleted();
        var crash = fuzzed.TheFinding();
        Assert.Equal("crash", crash.Category);
        Assert.Null(crash.Tool);
        Assert.Null(crash.Input);
        Assert.NotEqual(0, crash.Sequence);
        Assert.NotNull(crash.Shown);
        if (crash.Shown == 0)
        {
            Assert.Equal("medium", crash.Severity);
        }

        Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
    }

    [Fact]
    public async Task Should_give_up_a_tool_that_always_ends_the_server_and_report_it()
    {
        var fuzzed = await _bench.FuzzAsync(
            "--runs=8 --set=mcp-fuzzer.campaign.max-crashes=3",
            "--tools",
            "3",
            "--fault",
            "exit:tool=tool1"
        );

        fuzzed.AssertFindings("high crash tool1");
        Assert.InRange(fuzzed.Restarts, 1, 8);
        Assert.Equal(["tool1"], fuzzed.NotedAs("cut-short"));
        Assert.Equal(["tool0", "tool1", "tool2"], fuzzed.Called);
    }
}
