using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class BreachPathTests
{
    [Theory]
    [InlineData("/: missing", "/: missing")]
    [InlineData("/a/b: type", "/a/b: type")]
    [InlineData("/a/a: type", "/a: type")]
    [InlineData("/a/a/a/a/a: type", "/a: type")]
    [InlineData("/a/a/a/…: type", "/a: type")]
    [InlineData("/a/b/…: type", "/a/b/…: type")]
    [InlineData("/children/*/children/*/children/*/name: required", "/children/*/name: required")]
    [InlineData("/a/b/c/d/a/b/c/d/e: type", "/a/b/c/d/e: type")]
    [InlineData("/a/b/a: type", "/a/b/a: type")]
    [InlineData("/x: type (null)", "/x: type (null)")]
    [InlineData("no path", "no path")]
    public void Should_write_each_round_once_when_a_schema_is_recursive(string breach, string folded) =>
        Assert.Equal(folded, BreachPath.Fold(breach));

    [Fact]
    public void Should_be_bounded_when_a_name_is_long()
    {
        var folded = BreachPath.Fold($"/{new string('x', 1 << 20)}: {new string('y', 1 << 20)}");

        Assert.InRange(folded.Length, 1, 410);
    }
}
