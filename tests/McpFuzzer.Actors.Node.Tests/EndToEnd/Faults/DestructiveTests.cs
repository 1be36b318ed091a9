using System.Globalization;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Tools that may destroy something.</summary>
public sealed class DestructiveTests : IDisposable
{
    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_exit_2_and_explain_how_to_go_on_when_all_tools_are_destructive()
    {
        var fuzzed = await _bench.FuzzAsync("", "--tools", "3", "--fault", "destructive");

        Assert.Equal(2, fuzzed.ExitCode);
        Assert.Contains("--destructive", fuzzed.Said, StringComparison.Ordinal);
        Assert.Empty(fuzzed.Called);
    }

    [Fact]
    public async Task Should_call_destructive_tools_on_request()
    {
        var fuzzed = await _bench.FuzzAsync("--destructive", "--tools", "3", "--fault", "destructive");

        fuzzed.AssertCompleted();
        fuzzed.AssertFindings();
        Assert.Equal(["tool0", "tool1", "tool2"], fuzzed.Called);
    }

    [Fact]
    public async Task Should_never_send_the_pid_of_a_living_process()
    {
        var fuzzed = await _bench.FuzzAsync("--destructive --runs=60", "--tools", "0", "--with", "kill_process");

        fuzzed.AssertCompleted();
        var pids = fuzzed
            .Received.Where(line => line.StartsWith("pid ", StringComparison.Ordinal))
            .Select(line => line[4..])
            .ToList();
        Assert.NotEmpty(pids);
        Assert.DoesNotContain(pids, MeansLivingProcesses);
    }

    // As kill(2) reads them: 0 is the caller's group, -1 is every process, and other negative numbers are groups.
    private static bool MeansLivingProcesses(string pid) =>
        decimal.TryParse(pid, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && (number is 0 or -1 || Directory.Exists($"/proc/{Math.Abs(decimal.Truncate(number))}"));
}
