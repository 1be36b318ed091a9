using Akka.Configuration;
using Akka.Hosting;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Core.Watch;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Tests.Hosting;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Tests.Watch;

public sealed class WatchdogSettingsTests
{
    private static readonly WatchdogSettings Standard = new()
    {
        CheckInterval = TimeSpan.FromSeconds(1),
        ProcessTimeout = TimeSpan.FromSeconds(30),
        ExtraBuffer = TimeSpan.FromSeconds(5),
        MaxHangTime = TimeSpan.FromSeconds(60),
        AutoKill = true,
        HeartbeatInterval = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void Should_have_the_documented_values_when_nothing_is_configured() =>
        Assert.Equal(Standard, WatchdogSettings.From(Config.Empty));

    /// <summary>The values of the original's document.</summary>
    [Theory]
    [InlineData("standard", WatchdogProfile.Standard, 1, 30, true)]
    [InlineData("debug", WatchdogProfile.Debug, 0.5, 10, false)]
    [InlineData("high-frequency", WatchdogProfile.HighFrequency, 0.1, 5, true)]
    [InlineData("low-frequency", WatchdogProfile.LowFrequency, 5, 60, true)]
    public void Should_have_the_values_of_a_profile(
        string name,
        WatchdogProfile profile,
        double checkInterval,
        double processTimeout,
        bool autoKill
    )
    {
        var expected = Standard with
        {
            CheckInterval = TimeSpan.FromSeconds(checkInterval),
            ProcessTimeout = TimeSpan.FromSeconds(processTimeout),
            AutoKill = autoKill,
        };

        Assert.Equal(expected, From($"mcp-fuzzer.watchdog.profile = {name}"));
        Assert.Equal(expected, WatchdogSettings.From(Given(new WatchdogOptions { Profile = profile })));
        if (profile != WatchdogProfile.Standard)
        {
            Assert.Equal(expected, From(Profiles.Read($"watchdog-{name}")));
        }
    }

    [Fact]
    public void Should_prefer_explicit_values_to_those_of_the_profile() =>
        Assert.Equal(
            Standard with
            {
                CheckInterval = TimeSpan.FromSeconds(0.5),
                ProcessTimeout = TimeSpan.FromSeconds(7),
                AutoKill = true,
            },
            From("mcp-fuzzer.watchdog { auto-kill = on, profile = debug, process-timeout = 7s }")
        );

    [Fact]
    public async Task Should_have_the_profile_in_a_node_from_any_source()
    {
        await using var byOption = await RunningNode.StartAsync(options =>
            options.Watchdog.Profile = WatchdogProfile.Debug
        );
        await using var byHocon = await RunningNode.StartAsync(around: akka =>
            akka.AddHocon("mcp-fuzzer.watchdog.profile = debug", HoconAddMode.Append)
        );

        foreach (var node in new[] { byOption, byHocon })
        {
            Assert.False(WatchdogSettings.From(node.System.Settings.Config).AutoKill);
        }
    }

    public static TheoryData<string, WatchdogOptions> BadOptions =>
        new()
        {
            {
                "check-interval = 0s: must be",
                new WatchdogOptions { CheckInterval = TimeSpan.Zero }
            },
            {
                "check-interval = 1h0.001s: must be",
                new WatchdogOptions { CheckInterval = TimeSpan.FromMilliseconds(3_600_001) }
            },
            {
                "process-timeout = -1s: must be",
                new WatchdogOptions { ProcessTimeout = TimeSpan.FromSeconds(-1) }
            },
            {
                "process-timeout = 10675199d2h48m5.478s: must be",
                new WatchdogOptions { ProcessTimeout = TimeSpan.MaxValue }
            },
            {
                "extra-buffer = 0.0001ms: must be",
                new WatchdogOptions { ExtraBuffer = TimeSpan.FromTicks(1) }
            },
            {
                "extra-buffer = -10675199d2h48m5.478s: must be",
                new WatchdogOptions { ExtraBuffer = TimeSpan.MinValue }
            },
            {
                "max-hang-time = 366d: must be",
                new WatchdogOptions { MaxHangTime = TimeSpan.FromDays(366) }
            },
            {
                "heartbeat-interval = 99ms: must be",
                new WatchdogOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(99) }
            },
            {
                "profile = 7: must be one of standard, debug",
                new WatchdogOptions { Profile = (WatchdogProfile)7 }
            },
        };

    [Theory]
    [Trait("Hazard", "45")]
    [MemberData(nameof(BadOptions))]
    public void Should_reject_an_option_out_of_range_with_path_value_and_what_is_allowed(
        string fault,
        WatchdogOptions options
    )
    {
        var refused = Assert.Throws<SettingsException>(() => WatchdogSettings.From(Given(options)));

        Assert.StartsWith($"mcp-fuzzer.watchdog.{fault}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("must be", refused.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hazard", "45")]
    public void Should_add_the_longest_times_without_overflow()
    {
        var settings = From(
            "mcp-fuzzer.watchdog { process-timeout = 365d, extra-buffer = 365d, max-hang-time = 365d }"
        );

        var limits = SilenceLimits.Of(settings.ProcessTimeout, settings.ExtraBuffer, settings.MaxHangTime);

        Assert.Equal((TimeSpan.FromDays(730), TimeSpan.FromDays(730)), (limits.Terminate, limits.Kill));
    }

    [Theory]
    [Trait("Hazard", "45")]
    [InlineData("check-interval", "0s", "from 10ms to 1h")]
    [InlineData("check-interval", "1", "a unit (ms, s, m, h, d)")]
    [InlineData("check-interval", "1 year", "a unit (ms, s, m, h, d)")]
    [InlineData("process-timeout", "-1s", "from 1ms to 365d")]
    [InlineData("process-timeout", "NaN", "from 1ms to 365d")]
    [InlineData("process-timeout", "NaNs", "from 1ms to 365d")]
    [InlineData("process-timeout", "infinite", "from 1ms to 365d")]
    [InlineData("extra-buffer", "0s", "from 1ms to 365d")]
    [InlineData("extra-buffer", "", "from 1ms to 365d")]
    [InlineData("max-hang-time", "1e308s", "a unit (ms, s, m, h, d) from 1ms to 365d")]
    [InlineData("max-hang-time", "99999999999999999999999999999999999d", "from 1ms to 365d")]
    [InlineData("heartbeat-interval", "25h", "from 100ms to 1h")]
    [InlineData("auto-kill", "maybe", "must be true or false")]
    [InlineData("profile", "slow", "must be one of standard, debug, high-frequency, low-frequency")]
    [InlineData("check-intervall", "1s", "no such key; known here: auto-kill, callback-dispatcher, check-interval")]
    public void Should_reject_a_value_out_of_range_with_path_value_and_what_is_allowed(
        string key,
        string value,
        string allowed
    )
    {
        var configuration = ConfigurationFactory.ParseString($"mcp-fuzzer.watchdog.{key} = \"{value}\"");

        var refused = Assert.Throws<SettingsException>(() => WatchdogSettings.From(configuration));

        Assert.Equal($"mcp-fuzzer.watchdog.{key}", refused.Path);
        Assert.Contains(allowed, refused.Allowed, StringComparison.Ordinal);
        Assert.Contains($"{key} = {value}", refused.Message, StringComparison.Ordinal);
    }

    private static WatchdogSettings From(string hocon) =>
        WatchdogSettings.From(ConfigurationFactory.ParseString(hocon));

    private static Config Given(WatchdogOptions options) =>
        RuntimeConfiguration.Of(new McpFuzzerOptions { Watchdog = options });
}
