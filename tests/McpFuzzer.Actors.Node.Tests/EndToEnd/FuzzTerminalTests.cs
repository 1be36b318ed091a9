using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A campaign on a terminal, which script(1) of util-linux provides. Does nothing where script is not installed.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class FuzzTerminalTests : IDisposable
{
    private const string Escape = "\u001b";
    private const string Red = "\u001b[38;5;9mHIGH\u001b[0m     crash";

    private readonly Mcpfuzzer _program = new() { Environment = { ["M"] = Mcpfuzzer.Executable } };

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("TERM=xterm-256color", 80, true, true)]
    [InlineData("TERM=xterm-256color", 40, true, true)]
    [InlineData("TERM=xterm-256color NO_COLOR=1", 80, true, false)]
    [InlineData("TERM=dumb", 80, false, false)]
    public async Task Should_use_what_the_terminal_supports(string variables, int columns, bool isLive, bool isColoured)
    {
        if (RunTerminalTests.IsMissing)
        {
            return;
        }

        var (exitCode, shown) = await FuzzAsync($"export {variables}", columns, redirection: "");

        Assert.Equal(1, exitCode);
        Assert.Equal(isLive, shown.Contains("starting for ", StringComparison.Ordinal));
        Assert.Equal(isLive, shown.Contains(Escape, StringComparison.Ordinal));
        Assert.Equal(isLive, shown.Contains('─', StringComparison.Ordinal));
        Assert.Equal(isColoured, shown.Contains("\u001b[38;5;9mHIGH", StringComparison.Ordinal));
        Assert.Equal(!isColoured, shown.Contains("HIGH   crash tool1", StringComparison.Ordinal));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_keep_results_plain_in_a_file_when_the_progress_is_on_a_terminal()
    {
        if (RunTerminalTests.IsMissing)
        {
            return;
        }

        var (exitCode, shown) = await FuzzAsync("export TERM=xterm-256color", 80, redirection: ">results");

        var results = File.ReadAllText(Path.Combine(_program.Folder, "results"));
        Assert.Equal(1, exitCode);
        Assert.Contains("starting for ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, results, StringComparison.Ordinal);
        Assert.DoesNotContain("─", results, StringComparison.Ordinal);
        Assert.Matches(@"\nHIGH +crash +tool1 +\d+ .* [0-9a-f]{12}\n", results);
        Assert.Single(results.Split('\n'), line => line.Contains("mcpfuzzer replay ", StringComparison.Ordinal));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_show_the_results_in_colour_when_the_progress_goes_to_a_file()
    {
        if (RunTerminalTests.IsMissing)
        {
            return;
        }

        var (exitCode, shown) = await FuzzAsync("export TERM=xterm-256color", 80, redirection: "2>progress");

        Assert.Equal(1, exitCode);
        Assert.Contains(Red, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Escape,
            File.ReadAllText(Path.Combine(_program.Folder, "progress")),
            StringComparison.Ordinal
        );
        _program.AssertNothingIsLeft();
    }

    private async Task<(int ExitCode, string Shown)> FuzzAsync(string before, int columns, string redirection)
    {
        var server = TestChild.Command(["mcp", "--tools", "2", "--fault", "exit:code=3,tool=tool1"]);
        var fuzz = $"\"$M\" fuzz --seed 7 --runs 1 --output out {redirection} -- {string.Join(' ', server)}";
        var result = await _program
            .StartShell("sh", $"exec script -qec 'stty rows 24 cols {columns}; {before}; {fuzz}' /dev/null")
            .EndAsync();
        return (result.ExitCode, Encoding.UTF8.GetString(result.Output));
    }
}
