using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class ProgressPanelTests
{
    // A bar is the only part of the panel with this character.
    private const char Filled = '━';

    private static readonly ProgressView View = new(
        Stage: "fuzzing",
        InStage: TimeSpan.FromSeconds(20),
        Sent: 448,
        NotSent: 0,
        Planned: 896,
        Share: 0.5,
        Rate: 35,
        Left: new TimeLeft(TimeSpan.FromSeconds(8), IsLimit: false),
        Findings: [new SeverityCount(Severity.High, 2), new SeverityCount(Severity.Low, 1)],
        Restarts: 2,
        Doing: "isolating reply-lost of [red]calendar[/] with a long name for 2s"
    );

    [Fact]
    public void Should_show_the_bar_and_all_figures_when_there_is_room()
    {
        var lines = Lines(View, 80);

        Assert.Equal(4, lines.Length);
        Assert.EndsWith(" 448/896 cases", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "fuzzing for 20s, 35/s, about 8s left, 2 restarts",
                "findings: 2 high, 1 low",
                "isolating reply-lost of [red]calendar[/] with a long name for 2s",
            ],
            lines[1..]
        );
    }

    [Theory]
    [InlineData(80)]
    [InlineData(46)]
    public void Should_show_the_cases_that_are_not_sent_beside_the_bar(int width)
    {
        var bar = Lines(View with { NotSent = 76 }, width)[0];

        Assert.EndsWith(" 448/896 cases, 76 not sent", bar, StringComparison.Ordinal);
        Assert.Contains(Filled, bar);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 31)]
    [InlineData(1, 63)]
    public void Should_fill_the_bar_by_the_share_that_is_done(double share, int filled) =>
        Assert.Equal(filled, Lines(View with { Share = share }, 80)[0].Count(character => character == Filled));

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(10)]
    [InlineData(4)]
    public void Should_leave_room_for_an_echoed_interrupt_when_the_terminal_is_narrow(int width)
    {
        var lines = Lines(View, width);

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Math.Max(1, width - 3)));
    }

    [Fact]
    public void Should_mark_text_that_is_cut_off() =>
        Assert.Equal("isolating reply-lost of [red]calenda…", Lines(View, 40)[3]);

    [Fact]
    public void Should_keep_its_height_when_there_is_nothing_to_show() =>
        Assert.Equal(4, Lines(View with { Findings = [], Doing = null, Planned = 0 }, 80).Length);

    [Fact]
    public void Should_colour_severities_when_the_terminal_has_colours()
    {
        var coloured = Rendered(View, 80, ColorSystemSupport.EightBit);

        Assert.Contains("\u001b[38;5;9m2 high\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", Rendered(View, 80, ColorSystemSupport.NoColors), StringComparison.Ordinal);
    }

    private static string[] Lines(ProgressView view, int width) =>
        [.. Rendered(view, width, ColorSystemSupport.NoColors).Split('\n')[..^1].Select(line => line.TrimEnd('\r'))];

    private static string Rendered(ProgressView view, int width, ColorSystemSupport colors)
    {
        var terminal = new FakeTerminal(width);
        terminal.Console(colors).Write(new ProgressPanel(view));
        return terminal.Written;
    }
}
