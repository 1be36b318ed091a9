using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Samples.Tests;

namespace McpFuzzer.Actors.Testing.Tests;

/// <summary>Each test fuzzes real servers in this process, and ends by asserting that none of them is left.</summary>
public sealed class McpFuzzTests : IDisposable
{
    /// <summary>A campaign that hangs has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly McpFuzzOptions Short = new() { Runs = 1, Phases = ["examples"] };

    public McpFuzzTests() => Leftovers.MarkWhatIsStarted();

    public void Dispose() => Assert.Empty(Leftovers.Find());

    [Fact]
    public async Task Should_find_nothing_when_the_server_is_sound()
    {
        var report = await FuzzAsync(Short);

        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.Equal(CampaignEnd.Completed, report.Summary.EndedBy);
        Assert.Equal(["tool0", "tool1"], report.Summary.Tools);
        Assert.Equal(report.Summary.Cases, report.Summary.Outcomes[CaseOutcome.Succeeded]);
        Assert.Equal(0, report.Summary.Leftovers);
    }

    [Fact]
    public async Task Should_return_the_input_that_shows_a_finding_when_a_tool_ends_the_server()
    {
        var report = await FuzzAsync(Short, "--fault", "exit:tool=tool1");

        var finding = Assert.Single(report.Findings, finding => finding.Category == "crash");
        Assert.Equal((Severity.High, "tool1"), (finding.Severity, finding.Tool));
        Assert.NotNull(finding.Input);
        Assert.Contains($"High crash tool1: {finding.Title}; input {{", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_send_the_same_cases_when_the_seed_is_the_same()
    {
        var options = new McpFuzzOptions
        {
            Runs = 3,
            Seed = 9,
            Tools = ["tool0"],
        };

        var first = await FuzzAsync(options, "--fault", "exit:tool=tool0:call=3");
        var second = await FuzzAsync(options, "--fault", "exit:tool=tool0:call=3");

        Assert.Equal(first.Findings.Select(finding => finding.Id), second.Findings.Select(finding => finding.Id));
        Assert.Equal(9, first.Summary.Seed);
        Assert.Equal(["tool0"], first.Summary.Tools);
    }

    [Fact]
    public async Task Should_keep_campaigns_apart_when_two_run_at_once()
    {
        var sound = FuzzAsync(Short);
        var broken = FuzzAsync(Short, "--fault", "exit:tool=tool1");

        Assert.Empty((await sound).Findings);
        Assert.NotEmpty((await broken).Findings);
    }

    [Fact]
    public async Task Should_start_the_server_in_the_folder_and_environment_that_are_given()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var options = new McpFuzzOptions
            {
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string?> { ["GIVEN"] = "here" },
            };

            var thrown = await Assert.ThrowsAsync<McpFuzzException>(() =>
                McpFuzz.RunAsync(["sh", "-c", "pwd >&2; echo $GIVEN >&2"], options)
            );

            Assert.Contains(Path.GetFileName(folder), thrown.StderrTail, StringComparison.Ordinal);
            Assert.Contains("here", thrown.StderrTail, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("no-such-command-here", "'no-such-command-here'")]
    [InlineData("true", "exit")]
    public async Task Should_throw_one_line_when_the_server_cannot_be_fuzzed(string command, string said)
    {
        var thrown = await Assert.ThrowsAsync<McpFuzzException>(() => McpFuzz.RunAsync([command], Short));

        Assert.DoesNotContain('\n', thrown.Message);
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, thrown.Report.Summary.Cases);
    }

    [Fact]
    public async Task Should_name_the_option_of_the_code_when_the_server_is_silent()
    {
        var options = new McpFuzzOptions { StartTimeout = TimeSpan.FromMilliseconds(300) };

        var thrown = await Assert.ThrowsAsync<McpFuzzException>(() => FuzzAsync(options, "--fault", "silent"));

        Assert.Contains("StartTimeout", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_throw_when_the_server_has_no_tool_of_that_name()
    {
        var thrown = await Assert.ThrowsAsync<McpFuzzException>(() =>
            FuzzAsync(new McpFuzzOptions { Tools = ["missing"] })
        );

        Assert.Contains("'missing' (Tools)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_name_the_option_when_a_value_is_out_of_range()
    {
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => FuzzAsync(new McpFuzzOptions { Runs = 0 }));

        Assert.StartsWith(
            "Runs = 0: must be a whole number from 1 to 100000",
            thrown.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Should_name_the_path_when_a_setting_is_rejected()
    {
        var options = new McpFuzzOptions { Hocon = "mcp-fuzzer.campaign.oracle.slow-after = never" };

        var thrown = await Assert.ThrowsAsync<SettingsException>(() => FuzzAsync(options));

        Assert.Equal("mcp-fuzzer.campaign.oracle.slow-after", thrown.Path);
    }

    [Fact]
    public async Task Should_stop_the_servers_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using var started = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            started.Created += (_, _) => cancellation.Cancel();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                McpFuzz
                    .RunAsync(Server("--record", folder, "--fault", "silent"), null, cancellation.Token)
                    .WaitAsync(Patience)
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Should_write_findings_that_a_replay_reads()
    {
        var report = await FuzzAsync(Short, "--fault", "exit:tool=tool1");
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "findings.json");
        try
        {
            report.WriteFindings(path);
            report.WriteFindings(path);

            var json = File.ReadAllText(path);
            Assert.All(report.Findings, finding => Assert.Contains(finding.Id, json, StringComparison.Ordinal));
            Assert.Contains($"mcpfuzzer replay {path} --finding", json, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static Task<McpFuzzReport> FuzzAsync(McpFuzzOptions options, params string[] server) =>
        McpFuzz.RunAsync(Server(server), options).WaitAsync(Patience);

    private static IReadOnlyList<string> Server(params string[] server) => TestChild.Command(["mcp", .. server]);
}
