using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Tests.Oracles;

public sealed class OracleThresholdsTests
{
    [Fact]
    public void Should_take_the_reference_when_nothing_is_configured()
    {
        var thresholds = OracleThresholds.Read(Config.Empty);

        Assert.Equal(TimeSpan.FromSeconds(2), thresholds.SlowAfter);
        Assert.Equal(TimeSpan.FromSeconds(11), thresholds.LostAfter);
        Assert.Equal(TimeSpan.FromSeconds(2), thresholds.StuckAfter);
    }

    [Fact]
    public void Should_take_configured_values()
    {
        var thresholds = OracleThresholds.Read(
            ConfigurationFactory.ParseString("mcp-fuzzer.campaign.oracle.slow-after = 250ms")
        );

        Assert.Equal(TimeSpan.FromMilliseconds(250), thresholds.SlowAfter);
        Assert.Equal(
            [("lost-after", "11s"), ("slow-after", "250ms"), ("stuck-after", "2s")],
            thresholds.Shown.Select(shown => (shown.Key, shown.Value))
        );
    }

    [Theory]
    [InlineData("slow-after = 0s", "mcp-fuzzer.campaign.oracle.slow-after")]
    [InlineData("lost-after = 5", "mcp-fuzzer.campaign.oracle.lost-after")]
    [InlineData("stuck-after = 2h", "mcp-fuzzer.campaign.oracle.stuck-after")]
    [InlineData("slow = 1s", "mcp-fuzzer.campaign.oracle.slow")]
    public void Should_reject_a_value_with_its_path_when_it_is_not_allowed(string line, string path)
    {
        var refused = Assert.Throws<SettingsException>(() =>
            OracleThresholds.Read(ConfigurationFactory.ParseString($"mcp-fuzzer.campaign.oracle {{ {line} }}"))
        );

        Assert.Equal(path, refused.Path);
    }
}
