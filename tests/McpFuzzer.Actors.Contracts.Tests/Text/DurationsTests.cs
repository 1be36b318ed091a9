using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Tests.Text;

public sealed class DurationsTests
{
    private const long Minute = TimeSpan.TicksPerMinute;

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "0.0001ms")]
    [InlineData(5_000, "0.5ms")]
    [InlineData(250 * TimeSpan.TicksPerMillisecond, "250ms")]
    [InlineData(TimeSpan.TicksPerSecond, "1s")]
    [InlineData(15 * TimeSpan.TicksPerSecond / 10, "1.5s")]
    [InlineData(Minute, "1m")]
    [InlineData(Minute + (30 * TimeSpan.TicksPerSecond), "1m30s")]
    [InlineData(90 * Minute, "1h30m")]
    [InlineData(24 * 60 * Minute, "1d")]
    [InlineData(365 * 24 * 60 * Minute, "365d")]
    [InlineData((25 * 60 * Minute) + 1_000_000, "1d1h0.1s")]
    [InlineData(-5 * TimeSpan.TicksPerSecond, "-5s")]
    [InlineData(-90 * Minute, "-1h30m")]
    public void Should_show_each_unit_whose_part_is_not_zero(long ticks, string text) =>
        Assert.Equal(text, Durations.Show(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData(12_345_678, "1.235s")]
    [InlineData(9_999_999, "1s")]
    [InlineData(599_999_999, "1m")]
    [InlineData(864_000_004_999, "1d")]
    [InlineData(long.MaxValue, "10675199d2h48m5.478s")]
    [InlineData(long.MinValue, "-10675199d2h48m5.478s")]
    public void Should_round_to_milliseconds_when_a_duration_is_longer_than_one(long ticks, string text) =>
        Assert.Equal(text, Durations.Show(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("500ms", 500)]
    [InlineData("0.5s", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("2 m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("720h", 2_592_000_000)]
    [InlineData("1.5d", 129_600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1m1ms", 60_001)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("-5s", -5_000)]
    public void Should_read_a_duration_when_each_number_has_its_unit(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5S")]
    [InlineData("5sec")]
    [InlineData("5 parsecs")]
    [InlineData("1e3s")]
    [InlineData("NaNs")]
    [InlineData("1,5s")]
    [InlineData(".5s")]
    [InlineData("5s\n")]
    [InlineData(" 5s")]
    [InlineData("5s ")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("1h-30m")]
    [InlineData("٥s")]
    [InlineData("00:01:00")]
    public void Should_reject_a_text_when_it_is_not_a_duration(string text) =>
        Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("99999999999999999999999999999999999999d")]
    [InlineData("10675200d")]
    public void Should_read_the_longest_duration_when_the_text_exceeds_it(string text)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.MaxValue, duration);
        Assert.True(Durations.TryParse($"-{text}", out duration));
        Assert.Equal(TimeSpan.MinValue, duration);
    }

    [Fact]
    public void Should_round_trip_every_whole_millisecond()
    {
        var random = new Random(20_261_129);
        for (var i = 0; i < 10_000; i++)
        {
            // Each order of magnitude as often as any other, up to 24 years.
            var milliseconds = random.NextInt64(1L << random.Next(1, 40)) * (random.Next(2) == 0 ? 1 : -1);
            var duration = TimeSpan.FromMilliseconds(milliseconds);

            Assert.True(Durations.TryParse(Durations.Show(duration), out var read), Durations.Show(duration));
            Assert.Equal(duration, read);
        }
    }
}
