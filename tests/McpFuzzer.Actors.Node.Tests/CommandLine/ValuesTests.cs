using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("a.b=c", "a.b", "c")]
    [InlineData("a = b=c ", "a", "b=c")]
    [InlineData("a=", "a", "")]
    public void Should_split_at_the_first_equals_sign_when_a_setting_is_given(string text, string path, string value) =>
        Assert.Equal(KeyValuePair.Create(path, value), Read(new Assignments(), text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-7", -7)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Should_read_a_seed_when_it_is_a_whole_number(string text, long seed) =>
        Assert.Equal(seed, Read(new Seeds(), text));

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("1e1")]
    [InlineData(" 5")]
    [InlineData("9223372036854775808")]
    public void Should_reject_a_seed_when_it_is_not_a_whole_number(string text) =>
        Assert.EndsWith(
            ": must be a whole number from -9223372036854775808 to 9223372036854775807",
            new Seeds().Read("--seed", text, out _)!.ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_name_the_allowed_words_when_a_word_is_not_one_of_them()
    {
        var values = new Choices<Severity?>(("low", Severity.Low), ("high", Severity.High), ("never", null));

        Assert.Equal(Severity.High, Read(values, "high"));
        Assert.Null(Read(values, "never"));
        Assert.Equal("low, high or never", values.Shown);
        Assert.Equal("--x = Low: must be one of low, high, never", values.Read("--x", "Low", out _)!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Should_reject_a_text_when_it_is_blank(string text) =>
        Assert.Equal("must not be empty", new Texts().Read("--output", text, out _)!.Allowed);

    private static T Read<T>(Values<T> values, string text)
    {
        Assert.Null(values.Read("--option", text, out var value));
        return value;
    }
}
