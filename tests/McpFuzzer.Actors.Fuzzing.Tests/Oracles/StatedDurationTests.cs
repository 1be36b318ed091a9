using System.Globalization;
using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class StatedDurationTests
{
    [Theory]
    [InlineData("""{"seconds":4}""", true)]
    [InlineData("""{"seconds":3.5}""", true)]
    [InlineData("""{"ms":4000}""", true)]
    [InlineData("""{"ms":5000}""", true)]
    [InlineData("""{"wait":{"for":[1,4e3]}}""", true)]
    [InlineData("""{"ms":5500}""", false)]
    [InlineData("""{"ms":3100}""", false)]
    [InlineData("""{"seconds":40}""", false)]
    [InlineData("""{"seconds":0}""", false)]
    [InlineData("""{"seconds":-4}""", false)]
    [InlineData("""{"seconds":1e400}""", false)]
    [InlineData("""{"seconds":"4"}""", false)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    [InlineData("{", false)]
    public void Should_explain_the_time_when_a_number_is_about_as_large(string arguments, bool isExplained) =>
        Assert.Equal(
            isExplained,
            StatedDuration.Explains(Encoding.UTF8.GetBytes(arguments), TimeSpan.FromSeconds(4.1))
        );

    [Fact]
    public void Should_explain_no_time_when_the_arguments_are_too_deep_to_read() =>
        Assert.False(
            StatedDuration.Explains(
                Encoding.UTF8.GetBytes(new string('[', 5_000) + "4" + new string(']', 5_000)),
                TimeSpan.FromSeconds(4)
            )
        );

    [Theory]
    [InlineData(
        """{"properties":{"seconds":{"default":4},"n":{"default":7.5},"no":{"default":"3"},"none":{}}}""",
        "4 7.5"
    )]
    [InlineData("""{"properties":{"seconds":4,"n":{"default":2}}}""", "2")]
    [InlineData("""{"properties":[{"default":4}]}""", "")]
    [InlineData("""{"type":"object"}""", "")]
    [InlineData("true", "")]
    public void Should_read_the_defaults_of_a_schema_when_they_are_numbers(string schema, string defaults) =>
        Assert.Equal(
            defaults,
            string.Join(
                ' ',
                StatedDuration
                    .DefaultsOf(JsonElement.Parse(schema))
                    .Select(value => value.ToString(CultureInfo.InvariantCulture))
            )
        );
}
