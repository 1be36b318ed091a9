using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

public sealed class WatchdogSettingsTests
{
    [Fact]
    public void Should_have_the_documented_values_when_nothing_is_configured() =>
        Assert.Equal(
            new WatchdogSettings
            {
                CheckInterval = TimeSpan.FromSeconds(1),
                ProcessTimeout = TimeSpan.FromSeconds(30),
                ExtraBuffer = TimeSpan.FromSeconds(5),
                MaxHangTime = TimeSpan.FromSeconds(60),
                AutoKill = true,
                HeartbeatInterval = TimeSpan.FromSeconds(10),
            },
            WatchdogSettings.From(Config.Empty)
        );

    [Theory]
    [InlineData("watchdog-debug", 500, 10, false)]
    [InlineData("watchdog-high-frequency", 100, 5, true)]
    [InlineData("watchdog-low-frequency", 5_000, 60, true)]
    public void Should_have_the_values_of_a_profile(
        string profile,
        int checkMilliseconds,
        int timeoutSeconds,
        bool autoKill
    )
    {
        var settings = WatchdogSettings.From(ConfigurationFactory.ParseString(Profiles.Read(profile)));

        Assert.Equal(TimeSpan.FromMilliseconds(checkMilliseconds), settings.CheckInterval);
        Assert.Equal(TimeSpan.FromSeconds(timeoutSeconds), settings.ProcessTimeout);
        Assert.Equal(autoKill, settings.AutoKill);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.MaxHangTime);
    }

    [Theory]
    [InlineData("check-interval", "0s")]
    [InlineData("check-interval", "1")]
    [InlineData("process-timeout", "-1s")]
    [InlineData("process-timeout", "NaN")]
    [InlineData("extra-buffer", "0s")]
    [InlineData("max-hang-time", "1e308s")]
    [InlineData("heartbeat-interval", "25h")]
    [InlineData("auto-kill", "maybe")]
    [InlineData("check-intervall", "1s")]
    public void Should_refuse_a_value_out_of_range_with_the_keys_path(string key, string value)
    {
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.watchdog.{key} = \"{value}\"");

        var refused = Assert.Throws<SettingsException>(() => WatchdogSettings.From(configuration));

        Assert.Equal($"mcp-fuzzer.watchdog.{key}", refused.Path);
    }
}
