using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Campaigns;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Tests.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Tests.Campaigns;

public sealed class FindingsTableTests
{
    private static readonly IReadOnlyList<Finding> Findings =
    [
        Campaign.Finding(Severity.Low, "accepted-invalid", "rename") with
        {
            Id = "aaaaaaaaaaaa",
            Title = "accepts [red]arguments[/] that break its input schema",
        },
        Campaign.Finding(Severity.High) with
        {
            Id = "bbbbbbbbbbbb",
        },
    ];

    [Fact]
    public void Should_have_a_row_for_each_finding_with_the_worst_first_when_the_terminal_has_80_columns() =>
        Assert.Equal(
            [
                "severity category         tool   count title                        id",
                new string('─', 80),
                "HIGH     crash            divide     1 the server exited            bbbbbbbbbbbb",
                "LOW      accepted-invalid rename     1 accepts [red]arguments[/]    aaaaaaaaaaaa",
                "                                       that break its input schema",
            ],
            Lines(80, ColorSystemSupport.NoColors)
        );

    [Fact]
    public void Should_fold_the_texts_into_one_column_when_the_terminal_is_narrow() =>
        Assert.Equal(
            [
                "severity count finding",
                new string('─', 40),
                "HIGH         1 crash divide",
                "               the server exited",
                "               bbbbbbbbbbbb",
                "LOW          1 accepted-invalid rename",
                "               accepts [red]arguments[/]",
                "               that break its input",
                "               schema",
                "               aaaaaaaaaaaa",
            ],
            Lines(40, ColorSystemSupport.NoColors)
        );

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    public void Should_keep_to_the_width_when_a_name_and_a_title_have_their_greatest_length(int width)
    {
        var huge = Campaign.Finding(Severity.High, "reply-to-notification", new string('t', 500)) with
        {
            Title = new string('x', 500),
            Count = 123_456,
        };

        Assert.All(
            Layout(width, ColorSystemSupport.NoColors).Lines(Table([huge], width)),
            line => Assert.InRange(line.Length, 0, width)
        );
    }

    [Fact]
    public void Should_colour_the_severity_alone_when_the_terminal_has_colours()
    {
        var lines = Lines(120, ColorSystemSupport.EightBit);

        Assert.StartsWith("\u001b[38;5;9mHIGH\u001b[0m     crash", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("\u001b[38;5;6mLOW\u001b[0m      accepted", lines[3], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Lines(int width, ColorSystemSupport colors) =>
        Layout(width, colors).Lines(FindingsTable.Of(FindingRow.Of(Findings), Layout(width, colors)));

    private static Table Table(IReadOnlyList<Finding> findings, int width) =>
        FindingsTable.Of(FindingRow.Of(findings), Layout(width, ColorSystemSupport.NoColors));

    private static TextLayout Layout(int width, ColorSystemSupport colors) =>
        TextLayout.Of(FakeTerminal.Console(width, colors));
}
