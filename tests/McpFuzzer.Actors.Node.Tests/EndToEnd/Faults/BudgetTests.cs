namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Isolation must not displace the campaign.</summary>
public sealed class BudgetTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("log:each=call,tool=tool2")]
    [InlineData("banner:at=handshake,after=100ms")]
    public async Task Should_send_all_cases_and_start_few_servers_when_stdout_is_noisy(string fault)
    {
        var fuzzed = await _bench.FuzzAsync("--runs=25", "--tools", "6", "--fault", fault);

        fuzzed.AssertCompleted();
        Assert.Equal("stdout-noise", fuzzed.TheFinding().Category);
        Assert.Equal(fuzzed.Number("planned"), fuzzed.Cases);
        Assert.InRange(fuzzed.Restarts, 0, 1);
        Assert.InRange(fuzzed.Servers.Count, 1, 12);
    }

    [Fact]
    public async Task Should_finish_the_quick_tools_when_a_slow_one_does_not_finish()
    {
        var fuzzed = await _bench.FuzzAsync(
            "--runs=10 --duration=4s --keep-cases",
            "--tools",
            "3",
            "--with",
            "slow:time=1200ms"
        );

        Assert.Equal("duration", fuzzed.Text("endedBy"));
        fuzzed.AssertFindings();
        Assert.Equal(["slow"], fuzzed.NotedAs("cut-short"));
    }
}
