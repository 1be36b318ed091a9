using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.Actors.Hazards.Tests.Peers;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Portable;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Page;

/// <summary>Compares the page with the suite. Writes the page when a variable names the file.</summary>
public sealed class HazardsPageTests : HazardTest
{
    private const string Target = "MCP_FUZZER_HAZARDS_PAGE";
    private static readonly TimeSpan StdinPatience = TimeSpan.FromSeconds(0.5);

    [Fact]
    public void Should_prove_every_row_that_the_page_shows() =>
        Assert.All(PageRows.All, row => Assert.NotEmpty(OwnTests.LevelsOf(row.Number)));

    [Fact]
    public async Task Should_show_every_row_on_the_committed_page()
    {
        var page = await File.ReadAllLinesAsync(Checkout.PathOf("docs", "hazards.md"));

        Assert.All(
            PageRows.All,
            row =>
                Assert.Single(
                    page,
                    line =>
                        line.StartsWith($"| {row.Number} | {row.Situation} | {row.Right} |", StringComparison.Ordinal)
                )
        );
        Assert.Equal(PageRows.All.Count, page.Count(line => line.StartsWith("| ", StringComparison.Ordinal)) - 1);
        Assert.Equal(
            HazardsPage.Render([]).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            page.Where(line => line.Length > 0)
                .Take(HazardsPage.Render([]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length)
        );
    }

    /// <summary>Only on request: it waits while other libraries hang.</summary>
    [Fact]
    public async Task Should_write_the_page_when_a_variable_names_the_file()
    {
        if (Environment.GetEnvironmentVariable(Target) is not { Length: > 0 } path)
        {
            return;
        }

        var lines = new List<string>();
        foreach (var row in PageRows.All)
        {
            lines.Add(
                HazardsPage.Line(
                    row,
                    HazardsPage.Own(await OwnAsync(row)),
                    await PeerAsync(new ProcessPeer(), "process", row),
                    await PeerAsync(new CliWrapPeer(), "cliwrap", row)
                )
            );
        }

        await File.WriteAllTextAsync(path, HazardsPage.Render(lines));
        // We do not account for streams that the other libraries leave to the garbage collector.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private async Task<IReadOnlyList<(NodeLevel Level, string Outcome)>> OwnAsync(PageRow row)
    {
        var outcomes = new List<(NodeLevel, string)>();
        foreach (var level in HazardsPage.Levels)
        {
            outcomes.AddRange((await OwnAsync(row, level) is { } outcome) ? [(level, outcome)] : []);
        }

        return outcomes;
    }

    private async Task<string?> OwnAsync(PageRow row, NodeLevel level)
    {
        if (!NodeLevels.IsHere(level))
        {
            return "not on this machine";
        }

        if (row.Script is null || row.Number is 22 or 26 or 33)
        {
            // The test of the row is the observation.
            return OwnTests.LevelsOf(row.Number).Contains(level) ? "as it should" : null;
        }

        await using var node = await NodeAsync(level, row.Number == 12 ? ImpatientHost(level) : null);
        return await new OwnOutcomes(node, new PeerRoom(Scratch, Mark)).SeeAsync(row);
    }

    private async Task<string> PeerAsync(IPeer peer, string name, PageRow row)
    {
        if (row.Script is null)
        {
            return "–";
        }

        var room = new PeerRoom(Scratch, Mark);
        return row.Number == 26 ? await KilledAsync(name, room, row) : await peer.SeeAsync(row, room);
    }

    /// <summary>A program that starts fifty children through the other library, and is killed.</summary>
    private async Task<string> KilledAsync(string name, PeerRoom room, PageRow row)
    {
        var settings = new NodeSettings(NodeLevel.Portable, FolderFor("state-peer"))
        {
            Count = 50,
            Scripts = [room.ScriptOf(row)],
        };
        var program = await NodeProcessAsync(settings, [], [.. NodeProgram.Command(settings), "--peer", name]);
        program.Signal(9);
        await program.ExitAsync();
        var left = room.Find().Count;
        await room.CleanAsync();
        return left >= settings.Count ? "all 50 left" : $"{left} left";
    }

    private IProcessHost ImpatientHost(NodeLevel level)
    {
        var options = new HostOptions { StdinWriteTimeout = StdinPatience };
        return level == NodeLevel.Portable
            ? new PortableProcessHost(TimeProvider.System, options)
            : new LinuxProcessHost(
                TimeProvider.System,
                options with
                {
                    Containment = level.Containment(),
                    Subreaper = level.IsSubreaper(),
                    StateFolder = FolderFor($"state-{Guid.NewGuid():N}"),
                }
            );
    }
}
