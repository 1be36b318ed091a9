namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>What the handshake, the client and the oracle accept from a server.</summary>
public sealed class BeliefTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_exit_3_when_the_reply_to_initialize_has_an_unknown_revision()
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", "revision:value=2099-01-01");

        Assert.Equal(3, fuzzed.ExitCode);
        Assert.Contains("2099-01-01", fuzzed.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("2025-11-25", fuzzed.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(fuzzed.Called);
    }

    [Fact]
    public async Task Should_exit_3_and_name_the_id_when_every_reply_has_the_same_one()
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", "zero-id");

        Assert.Equal(3, fuzzed.ExitCode);
        Assert.Matches(@"\bid\b.*\b0\b", fuzzed.ErrorLines[0]);
        Assert.DoesNotContain("--start-timeout", fuzzed.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_accept_an_id_that_is_the_same_number_in_another_notation()
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", "float-id");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
    }

    [Theory]
    [InlineData("2026", "result-type:value=unknown")]
    [InlineData("2026", "result-type:value=missing")]
    [InlineData("2026", "input-required")]
    public async Task Should_report_one_finding_when_the_kind_of_result_breaks_the_revision(string era, string fault)
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", era, "--fault", fault);

        fuzzed.AssertCompleted();
        var breach = fuzzed.TheFinding();
        Assert.Null(breach.Tool);
        Assert.Contains(breach.Category, (string[])["protocol-breach", "result-schema"]);
    }

    [Theory]
    [InlineData("2025", "result-type:value=unknown")]
    [InlineData("2025", "task-result")]
    [InlineData("2025", "input-required")]
    [InlineData("2026", "result-type:value=missing")]
    [InlineData("2026", "task-result")]
    public async Task Should_find_the_broken_result_behind_the_kind_of_result(string era, string fault)
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", era, "--fault", fault, "--fault", "broken-result");

        fuzzed.AssertCompleted();
        Assert.Contains("medium result-schema -", fuzzed.Summaries);
    }

    [Fact]
    public async Task Should_find_nothing_when_a_tool_that_must_be_a_task_rejects_a_plain_call()
    {
        var fuzzed = await _bench.FuzzAsync("", "--with", "task");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
    }

    [Theory]
    [InlineData("ping", "result")]
    [InlineData("roots/list", "error")]
    [InlineData("sampling/createMessage", "error")]
    public async Task Should_reply_to_the_server_in_the_older_era(string method, string kind)
    {
        var fuzzed = await _bench.FuzzAsync("", "--fault", $"asks-client:call=1,method={method}");

        fuzzed.AssertCompleted();
        Assert.Contains($"reply \"from-server-1\" {kind}", fuzzed.Received);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("roots/list")]
    public async Task Should_not_reply_to_the_server_in_the_newer_era(string method)
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", "2026", "--fault", $"asks-client:method={method}");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings("medium protocol-breach -");
        Assert.DoesNotContain(fuzzed.Received, line => line.StartsWith("reply ", StringComparison.Ordinal));
    }
}
