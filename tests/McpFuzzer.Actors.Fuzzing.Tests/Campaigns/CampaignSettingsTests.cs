using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Fuzzing.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

public sealed class CampaignSettingsTests
{
    [Fact]
    public void Should_take_the_reference_when_nothing_is_configured()
    {
        var settings = CampaignSettings.Read(Config.Empty);

        Assert.Equal((10, 1000, 12), (settings.MaxCrashes, settings.MaxRestarts, settings.EmptyLists));
        Assert.Equal(TimeSpan.FromSeconds(11), settings.Thresholds.LostAfter);
    }

    [Theory]
    [InlineData("max-crashes = 0", "mcp-fuzzer.campaign.max-crashes")]
    [InlineData("max-restarts = many", "mcp-fuzzer.campaign.max-restarts")]
    [InlineData("last-words = 2", "mcp-fuzzer.campaign.last-words")]
    [InlineData("max-crahses = 2", "mcp-fuzzer.campaign.max-crahses")]
    [InlineData("oracle.slow-after = 0s", "mcp-fuzzer.campaign.oracle.slow-after")]
    public void Should_name_the_path_when_a_key_or_value_is_rejected(string line, string path)
    {
        var configured = ConfigurationFactory.ParseString($"mcp-fuzzer.campaign {{ {line} }}");

        Assert.Equal(path, Assert.Throws<SettingsException>(() => CampaignSettings.Read(configured)).Path);
    }
}
