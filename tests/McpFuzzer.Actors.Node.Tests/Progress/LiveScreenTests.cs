using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;
using McpFuzzer.Actors.Node.Tests.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class LiveScreenTests
{
    [Fact]
    public async Task Should_write_a_finding_above_the_display_and_clear_that_at_the_end()
    {
        var terminal = new FakeTerminal(80);
        var console = new NodeConsole(
            TextWriter.Null,
            TextLayout.Plain,
            TextWriter.Null,
            terminal.Console(ColorSystemSupport.NoColors)
        );

        await using (var screen = new LiveScreen(console, new StoppedClock(), null))
        {
            screen.Show(
                new FindingRecorded(
                    Campaign.Id,
                    Campaign.Finding(Severity.High, tool: "[red]\u001b[2Jdivide") with
                    {
                        Title = "exited\nwith [/] a newline",
                    }
                )
            );
        }

        // Erased to the end of the screen first, since the display may occupy the line.
        Assert.Contains(
            "\u001b[JHIGH   crash [red]\\u001b[2Jdivide: exited\\nwith [/] a newline\n",
            terminal.Written,
            StringComparison.Ordinal
        );
        Assert.Contains("starting for 0s", terminal.Written, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", terminal.Written, StringComparison.Ordinal);
    }
}
