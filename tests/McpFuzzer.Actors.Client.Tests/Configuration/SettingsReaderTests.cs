using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Client.Tests.Configuration;

public sealed class SettingsReaderTests
{
    private static readonly Config Reference = ConfigurationFactory.ParseString(
        """
        app.part {
          interval = 1s
          count = 5
          factor = 0.5
          on = true
          names = [a, b]
          inner { depth = 3 }
        }
        """
    );

    [Theory]
    [InlineData("names = []")]
    [InlineData("names = [ ], on = true")]
    public void Should_read_no_texts_when_the_list_is_empty(string text) => Assert.Empty(Open(text).Texts("names"));

    [Theory]
    [InlineData("10ms", 10)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2 m", 120_000)]
    [InlineData("1h", 3_600_000)]
    public void Should_read_a_duration_with_its_unit(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Interval($"interval = {text}"));

    [Theory]
    [InlineData("0s", "")]
    [InlineData("-1s", "")]
    [InlineData("25h", "")]
    [InlineData("99999999999999999999d", "")]
    [InlineData("5", " with a unit (ms, s, m, h, d)")]
    [InlineData("NaN", " with a unit (ms, s, m, h, d)")]
    [InlineData("1e308s", " with a unit (ms, s, m, h, d)")]
    [InlineData("5 parsecs", " with a unit (ms, s, m, h, d)")]
    [InlineData("soon", " with a unit (ms, s, m, h, d)")]
    [InlineData("[1s]", " with a unit (ms, s, m, h, d)")]
    public void Should_reject_a_duration_with_path_value_and_what_is_allowed(string text, string units)
    {
        var rejected = Assert.Throws<SettingsException>(() => Interval($"interval = \"{text}\""));

        Assert.Equal("app.part.interval", rejected.Path);
        Assert.Equal($"app.part.interval = {text}: must be a duration{units} from 1ms to 1d", rejected.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("2.5")]
    [InlineData("2147483648")]
    [InlineData("many")]
    public void Should_reject_a_number_that_is_not_whole_or_out_of_range(string text)
    {
        var refusal = Assert.Throws<SettingsException>(() =>
            Open($"count = {text}").Value("count", new WholeBound(1, 10))
        );

        Assert.Equal($"app.part.count = {text}: must be a whole number from 1 to 10", refusal.Message);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e308")]
    [InlineData("-0.1")]
    public void Should_reject_a_number_that_is_malformed_or_out_of_range(string text) =>
        Assert.Throws<SettingsException>(() => Open($"factor = \"{text}\"").Value("factor", new NumberBound(0, 1)));

    [Fact]
    public void Should_take_the_reference_where_no_value_is_given()
    {
        var reader = Open("count = 7");

        Assert.Equal(7, reader.Value("count", new WholeBound(1, 10)));
        Assert.Equal(0.5, reader.Value("factor", new NumberBound(0, 1)));
        Assert.True(reader.Switch("on"));
        Assert.Equal(["a", "b"], reader.Texts("names"));
    }

    [Theory]
    [InlineData(
        "intervall = 1s",
        "app.part.intervall = 1s: no such key; known here: count, factor, inner, interval, names, on"
    )]
    [InlineData("inner.deep = 1", "app.part.inner.deep = 1: no such key; known here: depth")]
    public void Should_reject_an_unknown_key_and_name_the_known_ones(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Open(text)).Message);

    [Theory]
    [InlineData("count { x = 1 }")]
    [InlineData("count = [1]")]
    public void Should_reject_a_section_or_list_where_a_value_belongs(string text) =>
        Assert.Throws<SettingsException>(() => Open(text).Value("count", new WholeBound(1, 10)));

    [Theory]
    [InlineData("inner = 3")]
    [InlineData("names = a")]
    public void Should_reject_a_value_where_a_section_or_list_belongs(string text) =>
        Assert.Throws<SettingsException>(() => Open(text).Texts("names"));

    private static TimeSpan Interval(string text) =>
        Open(text).Value("interval", new DurationBound(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)));

    private static SettingsReader Open(string text) =>
        SettingsReader.Open(ConfigurationFactory.ParseString($"app.part {{ {text} }}"), Reference, "app.part");
}
