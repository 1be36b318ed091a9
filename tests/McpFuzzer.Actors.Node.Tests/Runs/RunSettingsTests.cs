using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.Actors.Node.Tests.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunSettingsTests
{
    [Theory]
    [InlineData("run -- true", 15)]
    [InlineData("run --set mcp-fuzzer.process.stop-ladder.signal=HUP -- true", 1)]
    [InlineData("run --set mcp-fuzzer.process.stop-ladder.signal=HUP --signal 10 -- true", 10)]
    public void Should_end_it_with_the_signal_of_the_option_or_else_of_the_settings(string commandLine, int signal) =>
        Assert.Equal(signal, RunSettings.SignalOf(Load(commandLine)));

    [Fact]
    public void Should_pass_on_inherited_descriptors_unless_a_setting_forbids_it()
    {
        const string key = "mcp-fuzzer.process.pass-descriptors";

        Assert.True(Load("run -- true").GetBoolean(key));
        Assert.False(Load($"run --set {key}=off -- true").GetBoolean(key));
    }

    [Theory]
    [InlineData("100ms", 100, 10)]
    [InlineData("1s", 1_000, 50)]
    [InlineData("10m", 600_000, 1_000)]
    public void Should_check_often_enough_and_leave_the_rest_to_the_ladder(string option, int idle, int check)
    {
        var watchdog = Load($"run --idle-timeout {option} --grace 5m -- true").GetConfig("mcp-fuzzer.watchdog");

        Assert.Equal(Durations.Show(TimeSpan.FromMilliseconds(idle)), watchdog.GetString("process-timeout"));
        Assert.Equal(Durations.Show(TimeSpan.FromMilliseconds(check)), watchdog.GetString("check-interval"));
        Assert.Equal("1ms", watchdog.GetString("extra-buffer"));
        Assert.Equal("365d", watchdog.GetString("max-hang-time"));
    }

    [Fact]
    public void Should_prefer_options_to_settings_and_settings_to_the_profile()
    {
        var configuration = Load(
            "run --containment group --set mcp-fuzzer.process.containment=cgroup "
                + "--set mcp-fuzzer.process.stop-ladder.grace=9s --set mcp-fuzzer.node.log-level=info -- true"
        );

        Assert.Equal("group", configuration.GetString("mcp-fuzzer.process.containment"));
        Assert.Equal("9s", configuration.GetString("mcp-fuzzer.process.stop-ladder.grace"));
        Assert.Equal("info", configuration.GetString("mcp-fuzzer.node.log-level"));
        Assert.Equal("error", Load("run -- true").GetString("mcp-fuzzer.node.log-level"));
        Assert.Equal("0s", Load("run -- true").GetString("mcp-fuzzer.process.stop-ladder.close-stdin"));
    }

    private static Config Load(string commandLine)
    {
        var request = Typed.Verb<RunVerb>(commandLine).Request();
        return NodeConfiguration.Load(request.Settings, Config.Empty, RunSettings.Profile(request.IdleTimeout));
    }
}
