using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class OptionValuesTests
{
    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("0.5s", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("720h", 2_592_000_000)]
    public void Should_read_a_duration_when_it_has_a_unit(string text, double milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds),
            OptionValues.Duration("--timeout", text, TimeSpan.FromHours(720))
        );

    [Theory]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("0.5ms")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("5sec")]
    [InlineData("1e3s")]
    [InlineData("NaNs")]
    [InlineData("721h")]
    [InlineData("999999999999999h")]
    [InlineData("5s\n")]
    public void Should_refuse_a_duration_when_it_is_not_one_or_out_of_range(string text)
    {
        var refused = Assert.Throws<UsageException>(() =>
            OptionValues.Duration("--timeout", text, TimeSpan.FromHours(720))
        );

        Assert.StartsWith("--timeout = ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "must be a duration with its unit (500ms, 5s, 2m, 1h), from 1ms to 720h",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("1048576", 1L << 20)]
    [InlineData("1024K", 1L << 20)]
    [InlineData("512M", 512L << 20)]
    [InlineData("1.5G", 1536L << 20)]
    [InlineData("8T", 8L << 40)]
    public void Should_read_a_size_in_powers_of_1024(string text, long bytes) =>
        Assert.Equal(bytes, OptionValues.Size("--memory", text, 1 << 20, 8L << 40));

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("1023K")]
    [InlineData("9T")]
    [InlineData("-1G")]
    [InlineData("1g")]
    [InlineData("1GB")]
    [InlineData("1 G")]
    [InlineData("1e9")]
    [InlineData("999999999999999T")]
    [InlineData("1G\n")]
    public void Should_refuse_a_size_when_it_is_not_one_or_out_of_range(string text)
    {
        var refused = Assert.Throws<UsageException>(() => OptionValues.Size("--memory", text, 1 << 20, 8L << 40));

        Assert.EndsWith(
            ": must be a size in bytes, or with K, M, G or T (512M, 1.5G), from 1M to 8T",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e1")]
    [InlineData(" 5")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void Should_refuse_a_whole_number_when_it_is_not_one_or_out_of_range(string text)
    {
        var refused = Assert.Throws<UsageException>(() => OptionValues.Whole("--runs", text, 1, 10));

        Assert.EndsWith(": must be a whole number from 1 to 10", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low", Severity.Low)]
    [InlineData("medium", Severity.Medium)]
    [InlineData("high", Severity.High)]
    [InlineData("never", null)]
    public void Should_read_the_severity_when_it_is_one_of_four(string text, Severity? expected) =>
        Assert.Equal(expected, OptionValues.FailOn("--fail-on", text));

    [Theory]
    [InlineData("a.b=c", "a.b", "c")]
    [InlineData("a = b=c ", "a", "b=c")]
    [InlineData("a=", "a", "")]
    public void Should_split_at_the_first_equals_sign_when_a_setting_is_given(string text, string path, string value) =>
        Assert.Equal(KeyValuePair.Create(path, value), OptionValues.Assignment("--set", text));
}
