using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Tests.Bounds;

public sealed class BoundTests
{
    private static readonly WholeBound Runs = new(1, 10);
    private static readonly DurationBound Time = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
    private static readonly NumberBound Share = new(0, 1);
    private static readonly SizeBound Memory = new(1 << 20, 8L << 40);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    public void Should_read_a_value_when_it_is_in_range(string text, int expected)
    {
        Assert.Null(Runs.Read("--runs", text, out var value));
        Assert.Equal(expected, value);
        Assert.Null(Runs.ErrorOf("Runs", value));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    public void Should_report_text_and_value_alike_when_both_are_out_of_range(string text)
    {
        var read = Runs.Read("--runs", text, out _);
        var given = Runs.ErrorOf("Runs", int.Parse(text));

        Assert.Equal($"--runs = {text}: must be a whole number from 1 to 10", read?.ToString());
        Assert.Equal($"Runs = {text}: must be a whole number from 1 to 10", given?.ToString());
    }

    [Theory]
    [InlineData("2.5")]
    [InlineData("2147483648")]
    [InlineData(" 5")]
    [InlineData("1e1")]
    [InlineData("many")]
    public void Should_reject_a_text_when_it_is_not_a_whole_number(string text) =>
        Assert.Equal(
            new ValidationError("--runs", text, "must be a whole number from 1 to 10"),
            Runs.Read("--runs", text, out _)
        );

    [Theory]
    [InlineData("0.5ms", "0.5ms: must be a duration from 1ms to 1h")]
    [InlineData("61m", "61m: must be a duration from 1ms to 1h")]
    [InlineData("-1s", "-1s: must be a duration from 1ms to 1h")]
    [InlineData("5", "5: must be a duration with a unit (ms, s, m, h, d) from 1ms to 1h")]
    [InlineData("", "'': must be a duration with a unit (ms, s, m, h, d) from 1ms to 1h")]
    public void Should_name_the_units_when_a_text_is_not_a_duration(string text, string error) =>
        Assert.Equal($"--timeout = {error}", Time.Read("--timeout", text, out _)?.ToString());

    [Theory]
    [InlineData("1023K", "1023K: must be a size from 1M to 8T")]
    [InlineData("1GB", "1GB: must be a size in bytes, or with K, M, G, T, P or E (512M, 1.5G), from 1M to 8T")]
    public void Should_name_the_units_when_a_text_is_not_a_size(string text, string error) =>
        Assert.Equal($"--memory = {error}", Memory.Read("--memory", text, out _)?.ToString());

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-0.1")]
    [InlineData("1.1")]
    public void Should_reject_a_number_when_it_is_not_in_range(string text) =>
        Assert.Equal($"share = {text}: must be a number from 0 to 1", Share.Read("share", text, out _)?.ToString());

    [Fact]
    public void Should_move_one_end_only_when_a_bound_depends_on_another_value()
    {
        Assert.Equal("1m to 1h", Time.AtLeast(TimeSpan.FromMinutes(1)).Range);
        Assert.Equal("1ms to 1m", Time.AtMost(TimeSpan.FromMinutes(1)).Range);
    }

    [Fact]
    public void Should_show_no_value_when_none_was_given() =>
        Assert.Equal("Key: must not be null", new ValidationError("Key", null, "must not be null").ToString());
}
