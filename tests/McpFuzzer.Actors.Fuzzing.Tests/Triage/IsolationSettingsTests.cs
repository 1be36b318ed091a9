using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Fuzzing.Triage;

namespace McpFuzzer.Actors.Fuzzing.Tests.Triage;

public sealed class IsolationSettingsTests
{
    [Fact]
    public void Should_take_the_reference_when_nothing_is_configured()
    {
        var settings = IsolationSettings.Read(Config.Empty);

        Assert.Equal((0.25, 2), (settings.Share, settings.PerShape));
    }

    [Fact]
    public void Should_take_configured_values() =>
        Assert.Equal(
            new IsolationSettings
            {
                Servers = 3,
                Share = 0.5,
                Least = 7 * Given.Second,
                PerShape = 5,
                PerTool = 6,
                Suspects = 8,
                Quiet = 9 * Given.Second,
            },
            Read("servers = 3, share = 0.5, least = 7s, per-shape = 5, per-tool = 6, suspects = 8, quiet = 9s")
        );

    [Theory]
    [InlineData("servers = 3, share = 0, least = 1ms, per-shape = 1, per-tool = 1, suspects = 1, quiet = 1ms")]
    [InlineData("servers = 256, share = 1, least = 1h, per-shape = 1000, per-tool = 1000, suspects = 1000, quiet = 1h")]
    public void Should_accept_the_bounds(string values) => Assert.NotNull(Read(values));

    [Theory]
    [InlineData("servers = 2", "servers")]
    [InlineData("servers = 257", "servers")]
    [InlineData("share = -0.1", "share")]
    [InlineData("share = 1.1", "share")]
    [InlineData("least = 0s", "least")]
    [InlineData("least = 3601s", "least")]
    [InlineData("per-shape = 0", "per-shape")]
    [InlineData("per-shape = 1001", "per-shape")]
    [InlineData("per-tool = 0", "per-tool")]
    [InlineData("per-tool = 1001", "per-tool")]
    [InlineData("suspects = 0", "suspects")]
    [InlineData("suspects = 1001", "suspects")]
    [InlineData("quiet = 0ms", "quiet")]
    [InlineData("quiet = 61m", "quiet")]
    [InlineData("sevrers = 2", "sevrers")]
    public void Should_name_the_path_when_a_key_or_value_is_rejected(string line, string key) =>
        Assert.Equal($"mcp-fuzzer.campaign.isolation.{key}", Assert.Throws<SettingsException>(() => Read(line)).Path);

    private static IsolationSettings Read(string values) =>
        IsolationSettings.Read(ConfigurationFactory.ParseString($"mcp-fuzzer.campaign.isolation {{ {values} }}"));
}
