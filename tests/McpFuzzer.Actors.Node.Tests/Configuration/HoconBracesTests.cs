using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Tests.Configuration;

public sealed class HoconBracesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a = 1")]
    [InlineData("a { b = [1, { c = 2 }] }")]
    [InlineData("a = \"{\" # {\nb = \"\\\"{\" // [\n")]
    [InlineData("a = \"\"\"{\n[\"\"\"")]
    [InlineData("a = ${b}")]
    public void Should_find_nothing_when_each_brace_is_matched(string text) => Assert.Null(HoconBraces.ErrorOf(text));

    [Theory]
    [InlineData("a {\n  b {\n  c = 1\n}\n", "line 1: { is never closed")]
    [InlineData("a = [1, 2", "line 1: [ is never closed")]
    [InlineData("a { }\n}", "line 2: } closes nothing")]
    [InlineData("a = \"\"\"\n\n\"\"\"\nb = { ]", "line 4: ] closes nothing")]
    public void Should_name_the_line_of_an_unmatched_brace(string text, string fault) =>
        Assert.Equal(fault, HoconBraces.ErrorOf(text));
}
