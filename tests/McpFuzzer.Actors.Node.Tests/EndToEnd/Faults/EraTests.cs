namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>The protocol revision does not depend on the speed of the server's start.</summary>
public sealed class EraTests : IDisposable
{
    private const string Newer = "2026-07-28";
    private const string Older = "2025-11-25";

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("2025", Older)]
    [InlineData("2026", Newer)]
    [InlineData("both", Newer)]
    public async Task Should_find_nothing_when_the_server_keeps_the_rules(string era, string revision)
    {
        var fuzzed = await _bench.FuzzAsync("--runs=25", "--era", era);

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(revision, fuzzed.Text("protocolRevision"));
        Assert.Equal(0, fuzzed.ExitCode);
    }

    [Theory]
    [InlineData("2025", Older)]
    [InlineData("2026", Newer)]
    [InlineData("both", Newer)]
    public async Task Should_speak_the_same_revision_when_the_server_starts_late(string era, string revision)
    {
        var fuzzed = await _bench.FuzzBelowAsync(["sh", "-c", "sleep 2.5; exec \"$0\" \"$@\""], "", "--era", era);

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(revision, fuzzed.Text("protocolRevision"));
    }

    [Fact]
    public async Task Should_accept_a_late_reply_to_the_probe()
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", "both", "--fault", "late:method=server/discover,time=3s");

        fuzzed.AssertCompleted();
        Assert.Equal(Newer, fuzzed.Text("protocolRevision"));
    }

    [Fact]
    public async Task Should_list_the_revisions_of_the_server_and_never_initialize_when_none_is_supported()
    {
        var fuzzed = await _bench.FuzzAsync("", "--era", "2026", "--fault", "supported:value=2030-01-01");

        Assert.Equal(3, fuzzed.ExitCode);
        Assert.Contains("2030-01-01", fuzzed.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("initialize", fuzzed.Received);
    }

    [Fact]
    public async Task Should_fuzz_a_server_that_takes_initialize_first_and_starts_slowly()
    {
        // The probe kills it. Each of the two starts has the full timeout.
        var fuzzed = await _bench.FuzzAsync(
            "--start-timeout=5s",
            "--fault",
            "slow-start:time=3s",
            "--fault",
            "initialize-first"
        );

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(Older, fuzzed.Text("protocolRevision"));
    }

    [Fact]
    public async Task Should_show_the_stderr_of_the_first_attempt_when_the_second_fails_too()
    {
        var fuzzed = await _bench.FuzzAsync("--start-timeout=2s", "--fault", "initialize-first", "--fault", "silent");

        Assert.Equal(3, fuzzed.ExitCode);
        Assert.Contains("expected initialize, got server/discover", fuzzed.Said, StringComparison.Ordinal);
        Assert.Contains("--start-timeout", fuzzed.Said, StringComparison.Ordinal);
    }
}
