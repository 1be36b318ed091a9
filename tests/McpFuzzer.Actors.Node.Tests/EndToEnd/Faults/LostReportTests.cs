namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Findings survive what happens to the program or to its output folder.</summary>
public sealed class LostReportTests : IDisposable
{
    private const int KillSignal = 9;
    private const string Often = "--progress --set=mcp-fuzzer.node.progress-interval=100ms ";

    private static readonly string[] Crashing = ["--with", "slow:time=1s", "--fault", "exit:tool=tool1"];

    private readonly FaultBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_print_the_findings_when_the_output_folder_is_removed_meanwhile()
    {
        var planned = _bench.Plan(Often + "--keep-cases", Crashing);
        var result = await _bench.Program.RunAsync(
            planned.Arguments,
            (_, line) =>
            {
                if (line.StartsWith("fuzzing: ", StringComparison.Ordinal) && Directory.Exists(planned.Output))
                {
                    Directory.Delete(planned.Output, recursive: true);
                }
            }
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("crash", result.Output, StringComparison.Ordinal);
        AssertReportedOnce(result, planned.Output);
        _bench.Program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_print_the_findings_when_the_cases_exceed_the_limit_of_file_size()
    {
        // Files of 64 KiB at most; the shell counts in blocks of 512 bytes. The runtime makes larger ones, unless this
        // variable is set.
        _bench.Program.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        var planned = _bench.Plan(
            "--keep-cases --runs=60",
            ["--record", "", "--tools", "6", "--fault", "exit:tool=tool1,argument=\"odd\""]
        );
        var result = await _bench.Program.RunBelowAsync("trap '' XFSZ; ulimit -f 128", planned.Arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("crash", result.Output, StringComparison.Ordinal);
        Assert.Single(result.ErrorLines, line => line.Contains("cases.jsonl", StringComparison.Ordinal));
        AssertReportedOnce(result, planned.Output);
        Assert.NotEmpty(Fuzzed.Read(result, planned).Findings);
        _bench.Program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_complete_the_report_of_a_killed_run()
    {
        var planned = _bench.Plan(Often + "--runs=2000 --max-findings=100", Crashing);
        await _bench.Program.RunAsync(
            planned.Arguments,
            (pid, line) =>
            {
                if (line.Contains(" high", StringComparison.Ordinal))
                {
                    Signals.Send(pid, KillSignal);
                }
            }
        );

        var result = await _bench.Program.RunAsync("report", planned.Output);

        var completed = Fuzzed.Read(result, planned);
        Assert.Contains("high crash tool1", completed.Summaries);
        Assert.Equal("interrupted", completed.Text("endedBy"));
        await _bench.Program.WaitUntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Should_exit_2_when_another_run_has_the_output_folder()
    {
        var first = _bench.Plan(Often, ["--with", "slow:time=1s"]);
        Task<RunResult>? second = null;
        var result = await _bench.Program.RunAsync(
            first.Arguments,
            (_, line) =>
            {
                if (line.StartsWith("fuzzing: ", StringComparison.Ordinal))
                {
                    second ??= _bench.Program.RunAsync(_bench.Plan($"--output={first.Output}", []).Arguments);
                }
            }
        );

        var refused = await second!;
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(first.Output, Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
        Fuzzed.Read(result, first).AssertCompleted();
        _bench.Program.AssertNothingIsLeft();
    }

    private static void AssertReportedOnce(RunResult result, string path)
    {
        var reported = result.ErrorLines.Where(line => line.Contains(path, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(reported);
        Assert.Equal(reported.Distinct(), reported);
        Assert.DoesNotContain(result.ErrorLines, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }
}
