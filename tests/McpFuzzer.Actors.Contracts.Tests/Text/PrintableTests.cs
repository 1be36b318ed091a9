using CsCheck;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain ünïcode 漢字 🙂", "plain ünïcode 漢字 🙂")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\u001b[2J\u0007", @"\u001b[2J\u0007")]
    [InlineData("\u202eevil", @"\u202eevil")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("\0", @"\u0000")]
    public void Should_escape_characters_that_move_a_cursor_or_end_a_line(string text, string shown) =>
        Assert.Equal(shown, Printable.Escape(text));

    [Fact]
    public void Should_keep_newlines_when_several_lines_are_allowed() =>
        Assert.Equal("a\n\\rb", Printable.Escape("a\n\rb", keepNewlines: true));

    [Fact]
    public void Should_decode_loosely_when_bytes_are_not_UTF8() =>
        Assert.Equal("\ufffdok", Printable.FromBytes([0xff, (byte)'o', (byte)'k']));

    [Fact]
    public void Should_never_show_a_control_character_for_any_bytes() =>
        Gen.Byte.Array.Sample(bytes => !Printable.FromBytes(bytes).Any(char.IsControl));
}
