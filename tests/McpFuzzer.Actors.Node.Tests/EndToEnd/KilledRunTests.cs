using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>How <c>report</c> completes a killed run, and that two runs never share a folder.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class KilledRunTests : IDisposable
{
    private static readonly string TestProfile = Checkout.PathOf("hocon", "test.conf");

    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Should_report_each_finding_that_was_shown_before_the_run_was_killed()
    {
        var shown = "";
        var killed = await _program.RunAsync(
            ["fuzz", "--seed", "7", "--output", "out", "--tool", "rename", "--tool", "divide", "--config", TestProfile],
            (pid, line) =>
            {
                if (shown.Length == 0 && IsFinding(line))
                {
                    shown = line;
                    Signals.Send(pid, Signals.Kill);
                }
            }
        );
        _program.AssertNothingIsLeftSoon();

        var taken = await _program.RunAsync("fuzz", "--output", "out", "--tool", "echo");
        var report = await _program.RunAsync("report", "out", "--fail-on", "low");
        var again = await _program.RunAsync("report", "out", "--fail-on", "low");

        Assert.Equal(128 + Signals.Kill, killed.ExitCode);
        Assert.Equal(2, taken.ExitCode);
        Assert.Contains("mcpfuzzer report", Assert.Single(taken.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(1, report.ExitCode);
        Assert.Empty(report.ErrorLines);
        var findings = _program.Report("out", "findings.json").GetProperty("findings").EnumerateArray().ToList();
        Assert.Contains(
            findings,
            finding => shown.EndsWith(finding.GetProperty("title").GetString()!, StringComparison.Ordinal)
        );
        Assert.All(
            findings,
            finding => Assert.Contains(finding.GetProperty("id").GetString()!, report.Output, StringComparison.Ordinal)
        );
        var summary = _program.Report("out", "summary.json");
        Assert.Equal("interrupted", summary.GetProperty("endedBy").GetString());
        Assert.Equal(7, summary.GetProperty("seed").GetInt64());
        Assert.True(summary.GetProperty("cases").GetInt32() > 0);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal("mcpfuzzer: out: the reports are complete", Assert.Single(again.ErrorLines));
        Assert.Empty(again.Output);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_reject_a_folder_when_a_run_is_using_it()
    {
        Task<RunResult[]>? others = null;
        var result = await _program.RunAsync(
            ["fuzz", "--seed", "7", "--output", "out", "--runs", "100000", "--tool", "echo", "--config", TestProfile],
            (pid, line) =>
            {
                if (others is null && line.StartsWith("fuzzing: ", StringComparison.Ordinal))
                {
                    others = Task.WhenAll(
                        _program.RunAsync("fuzz", "--output", "out", "--", "touch", "started"),
                        _program.RunAsync("report", "out")
                    );
                    _ = others.ContinueWith(_ => Signals.Send(pid, Signals.Interrupt), TaskScheduler.Default);
                }
            }
        );

        Assert.Equal(130, result.ExitCode);
        var refused = await others!;
        Assert.All(refused, other => Assert.Equal(2, other.ExitCode));
        Assert.Equal(
            "mcpfuzzer: the output folder out is in use by another run: choose another folder",
            Assert.Single(refused[0].ErrorLines)
        );
        Assert.Equal("mcpfuzzer: out: a run is still using it", Assert.Single(refused[1].ErrorLines));
        Assert.False(File.Exists(Path.Combine(_program.Folder, "started")));
        Assert.Equal("interrupted", _program.Report("out", "summary.json").GetProperty("endedBy").GetString());
        _program.AssertNothingIsLeft();
    }

    private static bool IsFinding(string line) =>
        line.StartsWith("HIGH ", StringComparison.Ordinal)
        || line.StartsWith("MEDIUM ", StringComparison.Ordinal)
        || line.StartsWith("LOW ", StringComparison.Ordinal);
}
