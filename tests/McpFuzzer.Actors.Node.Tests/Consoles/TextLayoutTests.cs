using McpFuzzer.Actors.Node.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

public sealed class TextLayoutTests
{
    private static readonly Text Long = new(string.Join(' ', Enumerable.Repeat("word", 40)), new Style(Color.Red));

    [Fact]
    public void Should_be_one_line_without_codes_when_it_is_not_for_a_terminal() =>
        Assert.Equal([string.Join(' ', Enumerable.Repeat("word", 40))], TextLayout.Plain.Lines(Long));

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void Should_wrap_at_the_width_when_it_is_for_a_terminal(int width)
    {
        var lines = TextLayout.Of(FakeTerminal.Console(width, ColorSystemSupport.NoColors)).Lines(Long);

        Assert.True(lines.Count > 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
    }

    [Theory]
    [InlineData(ColorSystemSupport.EightBit, true)]
    [InlineData(ColorSystemSupport.NoColors, false)]
    public void Should_be_coloured_when_the_terminal_has_colours(ColorSystemSupport colors, bool expected)
    {
        var lines = TextLayout.Of(FakeTerminal.Console(80, colors)).Lines(new Text("red", new Style(Color.Red)));

        Assert.Equal(expected ? "\u001b[38;5;9mred\u001b[0m" : "red", Assert.Single(lines));
    }

    [Fact]
    public void Should_be_plain_when_the_terminal_takes_no_codes()
    {
        var dumb = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new FakeTerminal(80) });

        Assert.False(TextLayout.Of(dumb).IsTerminal);
    }
}
