using McpFuzzer.Actors.Fuzzing.Reports;

namespace McpFuzzer.Actors.Fuzzing.Tests.Reports;

public sealed class BoundsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(199)]
    [InlineData(200)]
    public void Should_keep_a_title_when_it_is_short_enough(int length) =>
        Assert.Equal(new string('t', length), Bounds.Title(new string('t', length)));

    [Fact]
    public void Should_end_in_an_ellipsis_when_a_title_is_too_long() =>
        Assert.Equal($"{new string('t', 199)}…", Bounds.Title(new string('t', 201)));

    [Fact]
    public void Should_not_cut_a_character_in_two()
    {
        var title = $"{new string('t', 198)}\U0001F600{new string('t', 10)}";

        Assert.Equal($"{new string('t', 198)}…", Bounds.Title(title));
    }

    [Fact]
    public void Should_count_the_variants_that_are_left_out()
    {
        Assert.Equal(50, Bounds.Variants([.. Many(50)]).Count);
        Assert.DoesNotContain(Bounds.Variants([.. Many(50)]), variant => variant.StartsWith('…'));
        Assert.Equal([.. Many(49), "… and 951 more"], Bounds.Variants([.. Many(1_000)]));
    }

    [Fact]
    public void Should_change_nothing_when_bounded_twice()
    {
        var once = Bounds.Variants([.. Many(1_000)]);

        Assert.Equal(once, Bounds.Variants(once));
    }

    [Fact]
    public void Should_list_ten_names_and_count_the_rest()
    {
        Assert.Equal("v0, v1", NameList.Of([.. Many(2)]));
        Assert.Equal("v0, v1, v2, v3, v4, v5, v6, v7, v8, v9", NameList.Of([.. Many(10)]));
        Assert.EndsWith("v8, v9 and 1490 more", NameList.Of([.. Many(1_500)]), StringComparison.Ordinal);
        Assert.Equal("a\\nb", NameList.Of(["a\nb"]));
    }

    private static IEnumerable<string> Many(int count) => Enumerable.Range(0, count).Select(number => $"v{number}");
}
