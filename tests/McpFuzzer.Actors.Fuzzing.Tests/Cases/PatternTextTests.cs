using System.Text.RegularExpressions;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

public sealed class PatternTextTests
{
    [Theory]
    [InlineData("^[a-z]+$")]
    [InlineData("^[A-Za-z0-9_-]{3,63}$")]
    [InlineData(@"^\d{4}-\d{2}-\d{2}$")]
    [InlineData("^(get|put|delete)(/[a-z]+)*$")]
    [InlineData("^#?([a-f0-9]{6}|[a-f0-9]{3})$")]
    [InlineData(@"^\+?[1-9]\d{1,14}$")]
    [InlineData(@"^v?\d+(\.\d+){0,2}(?:-[\w.]+)?$")]
    [InlineData("^[^/]+$")]
    [InlineData("[a-z-]")]
    [InlineData("")]
    public void Should_match_the_pattern_when_it_is_supported(string pattern)
    {
        for (var index = 0; index < 200; index++)
        {
            var text = new PatternText(pattern).Make(RandomOf(index));

            Assert.NotNull(text);
            Assert.Matches(new Regex(pattern, RegexOptions.ECMAScript), text);
        }
    }

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\p{L}+")]
    [InlineData("[z-a]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("a{99999}")]
    [InlineData(@"a\")]
    public void Should_give_up_when_the_pattern_is_not_supported(string pattern) =>
        Assert.Null(new PatternText(pattern).Make(RandomOf(0)));

    private static CaseRandom RandomOf(int index) => CaseRandom.Of(1, "{}"u8, "tool", Phases.Random, index);
}
