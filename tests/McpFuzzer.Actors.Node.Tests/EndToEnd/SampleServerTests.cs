using System.Text.Json;
using McpFuzzer.Actors.Node.Tests.House;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>Without a target, the command finds the planted bugs of the sample server.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class SampleServerTests : IDisposable
{
    private static readonly string TestProfile = Checkout.PathOf("hocon", "test.conf");

    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Should_find_the_planted_bugs_when_no_command_is_given()
    {
        var result = await _program.RunAsync("fuzz", "--seed", "7", "--output", "out");

        Assert.Equal(1, result.ExitCode);
        var findings = Findings("out");
        foreach (
            var planted in new[]
            {
                "crash divide",
                "server-stuck calendar",
                "reply-lost remind",
                "stdout-noise convert",
                "reply-slow digest",
                "accepted-invalid rename",
                "internal-error lookup",
            }
        )
        {
            Assert.Contains(planted, findings);
            Assert.Contains(
                result.Output.Split('\n'),
                line => planted.Split(' ').All(word => line.Contains(word, StringComparison.Ordinal))
            );
        }

        Assert.DoesNotContain("crash echo", findings);
        Assert.DoesNotContain("crash add", findings);
        Assert.Contains("report: out", result.Output, StringComparison.Ordinal);
        var summary = _program.Report("out", "summary.json");
        Assert.Equal("completed", summary.GetProperty("endedBy").GetString());
        Assert.Equal(0, summary.GetProperty("leftovers").GetInt32());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_show_a_finding_again_when_its_replay_command_is_run()
    {
        await _program.RunAsync("fuzz", "--seed", "7", "--output", "out", "--tool", "divide", "--no-progress");
        var crash = _program
            .Report("out", "findings.json")
            .GetProperty("findings")
            .EnumerateArray()
            .Single(finding => finding.GetProperty("category").GetString() == "crash");
        var id = crash.GetProperty("id").GetString()!;

        var shown = await _program.RunAsync("replay", "out/findings.json", "--finding", id);
        var unknown = await _program.RunAsync("replay", "out/findings.json", "--finding", "nosuch");

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains(id, shown.Output, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains(id, Assert.Single(unknown.ErrorLines), StringComparison.Ordinal);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_print_one_JSON_document_on_request()
    {
        var result = await _program.RunAsync(
            "fuzz",
            "--seed",
            "7",
            "--json",
            "--no-progress",
            "--tool",
            "echo",
            "--output",
            "out",
            "--runs",
            "6"
        );

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.ErrorLines);
        var printed = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("out", printed.GetProperty("report").GetString());
        Assert.Equal(7, printed.GetProperty("summary").GetProperty("seed").GetInt64());
        Assert.Empty(printed.GetProperty("findings").EnumerateArray());
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(Signals.Interrupt, 130)]
    [InlineData(Signals.Terminate, 143)]
    public async Task Should_write_the_report_and_leave_nothing_when_a_signal_ends_it(int signal, int exitCode)
    {
        var sent = false;
        var result = await _program.RunAsync(
            [
                "fuzz",
                "--seed",
                "7",
                "--output",
                "out",
                "--runs",
                "100000",
                "--tool",
                "echo",
                "--tool",
                "add",
                "--config",
                TestProfile,
            ],
            (pid, line) =>
            {
                if (
                    !sent
                    && line.StartsWith("fuzzing: ", StringComparison.Ordinal)
                    && !line.Contains(": 0 of", StringComparison.Ordinal)
                )
                {
                    sent = true;
                    Signals.Send(pid, signal);
                }
            }
        );

        Assert.True(sent);
        Assert.Equal(exitCode, result.ExitCode);
        var summary = _program.Report("out", "summary.json");
        Assert.Equal("interrupted", summary.GetProperty("endedBy").GetString());
        Assert.True(summary.GetProperty("cases").GetInt32() > 0);
        Assert.Equal(1, _program.Report("out", "findings.json").GetProperty("schemaVersion").GetInt32());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_leave_nothing_when_a_second_signal_comes_while_the_target_ignores_SIGTERM()
    {
        var hurried = false;
        var result = await _program.RunAsync(
            ["fuzz", "--config", TestProfile, "--", "sh", "-c", "trap '' TERM INT; while :; do sleep 1; done"],
            (pid, line) =>
            {
                if (line.StartsWith("mcpfuzzer: fuzzing ", StringComparison.Ordinal))
                {
                    Signals.Send(pid, Signals.Interrupt);
                }
                else if (line.StartsWith("mcpfuzzer: stopping ", StringComparison.Ordinal))
                {
                    hurried = true;
                    Signals.Send(pid, Signals.Terminate);
                }
            }
        );

        Assert.True(hurried);
        Assert.Equal(130, result.ExitCode);
        _program.AssertNothingIsLeft();
    }

    private List<string> Findings(string folder) =>
        [
            .. _program
                .Report(folder, "findings.json")
                .GetProperty("findings")
                .EnumerateArray()
                .Select(finding =>
                    $"{finding.GetProperty("category").GetString()} {finding.GetProperty("tool").GetString()}"
                ),
        ];
}
