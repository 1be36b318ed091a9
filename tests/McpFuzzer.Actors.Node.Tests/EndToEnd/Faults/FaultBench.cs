namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>Short campaigns against the test child's own server.</summary>
internal sealed class FaultBench : IDisposable
{
    private const string Set = "--set";

    // Short waits. A test's own option replaces the one here; of two settings the later counts.
    private static readonly string[] Defaults =
    [
        "--seed=7",
        "--runs=3",
        "--timeout=1500ms",
        "--start-timeout=20s",
        $"{Set}=mcp-fuzzer.campaign.oracle.lost-after=3s",
        $"{Set}=mcp-fuzzer.campaign.oracle.stuck-after=1s",
    ];

    private int _campaigns;

    public Mcpfuzzer Program { get; } = new();

    public void Dispose() => Program.Dispose();

    /// <summary>Runs a campaign to its end, and asserts that no process is left.</summary>
    /// <param name="options">Options of <c>fuzz</c>, as <c>--name=value</c>, separated by blanks. <c>--progress</c>
    /// shows the live line.</param>
    /// <param name="server">Arguments of the test child's verb <c>mcp</c>.</param>
    public Task<Fuzzed> FuzzAsync(string options, params string[] server) => FuzzBelowAsync([], options, server);

    /// <summary>Runs a campaign to its end, with a prefix before the server's command, such as a shell.</summary>
    public async Task<Fuzzed> FuzzBelowAsync(string[] prefix, string options, params string[] server)
    {
        var campaign = Plan(options, server, prefix);
        var result = await Program.RunAsync(campaign.Arguments);
        Program.AssertNothingIsLeft();
        return Fuzzed.Read(result, campaign);
    }

    /// <summary>Prepares a campaign, with its output folder and record.</summary>
    public PlannedCampaign Plan(string options, string[] server, string[]? prefix = null)
    {
        var output = Path.Combine(Program.Folder, $"out{++_campaigns}");
        var record = Path.Combine(Program.Folder, $"record{_campaigns}");
        var own = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = own.Select(NameOf).ToHashSet();
        string[] given =
        [
            .. Defaults.Where(option => NameOf(option) == Set || !names.Contains(NameOf(option))),
            .. own.Where(option => option != "--progress"),
        ];
        return new PlannedCampaign(
            [
                "fuzz",
                .. names.Contains("--progress") ? Array.Empty<string>() : ["--no-progress"],
                .. given,
                .. names.Contains("--output") ? Array.Empty<string>() : ["--output", output],
                "--",
                .. prefix ?? [],
                .. TestChild.Command(["mcp", "--record", record, .. server]),
            ],
            [.. given.Where(option => NameOf(option) == Set)],
            output,
            record
        );
    }

    /// <summary>Runs a finding's replay, which must show it again.</summary>
    public async Task AssertReplaysAsync(Fuzzed campaign, Found finding)
    {
        var replayed = await Program.RunAsync([
            "replay",
            Path.Combine(campaign.Planned.Output, "findings.json"),
            "--finding",
            finding.Id,
            .. campaign.Planned.Settings,
        ]);

        var said = string.Join('\n', replayed.ErrorLines.Append(replayed.Output));
        Assert.True(replayed.ExitCode == 1, $"{finding}: replay ends with {replayed.ExitCode}: {said}");
        Program.AssertNothingIsLeft();
    }

    private static string NameOf(string option) => option.Split('=')[0];
}

/// <summary>A prepared campaign.</summary>
/// <param name="Arguments">The program's options.</param>
/// <param name="Settings">Its options that a replay accepts too.</param>
/// <param name="Output">Its output folder.</param>
/// <param name="Record">The folder where each server records what it receives.</param>
internal sealed record PlannedCampaign(string[] Arguments, string[] Settings, string Output, string Record);
