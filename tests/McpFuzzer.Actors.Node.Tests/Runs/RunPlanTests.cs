using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunPlanTests
{
    private static readonly RunOptions Plain = new() { Command = ["/bin/true", "x"] };
    private static readonly Dictionary<string, string?> NoChanges = [];

    [Fact]
    public void Should_leave_the_command_our_descriptors_and_its_peace_when_nothing_is_asked_for()
    {
        var spec = RunPlan.Spec(Plain);

        Assert.Equal(
            (StdioMode.Inherited, StdioMode.Inherited, StdioMode.Inherited),
            (spec.Stdin, spec.Stdout, spec.Stderr)
        );
        Assert.Equal((false, null, "true"), (spec.AutoKill, spec.MaxTime, spec.Name));
        Assert.Equal(RestartPolicy.Never, spec.Restart);
        Assert.Null(spec.Limits);
        Assert.Null(spec.StopLadder);
    }

    [Fact]
    public void Should_pipe_and_watch_when_silence_is_to_be_found()
    {
        var spec = RunPlan.Spec(Plain with { IdleTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal((StdioMode.Piped, StdioMode.Piped, StdioMode.Piped), (spec.Stdin, spec.Stdout, spec.Stderr));
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (spec.AutoKill, spec.Timeout));
    }

    [Fact]
    public void Should_restart_as_asked()
    {
        var policy = RunPlan
            .Spec(Plain with { Restart = RestartMode.Always, MaxRestarts = 2, RestartDelay = TimeSpan.FromSeconds(40) })
            .Restart;

        Assert.Equal((RestartMode.Always, 2), (policy.Mode, policy.MaxRestarts));
        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40)), (policy.MinBackoff, policy.MaxBackoff));
    }

    [Fact]
    public void Should_start_it_where_as_whom_and_with_what_is_asked_for()
    {
        var environment = new EnvironmentOptions(
            IsClean: true,
            ["PWD", "NO_SUCH_VARIABLE"],
            new Dictionary<string, string?> { ["A"] = "", ["LANG"] = null }
        );

        var spec = RunPlan.Spec(Plain with { Environment = environment, WorkingDirectory = "sub", User = "nobody:1" });

        Assert.Equal((true, "sub", "nobody:1"), (spec.CleanEnvironment, spec.WorkingDirectory, spec.User));
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["PWD"] = Environment.GetEnvironmentVariable("PWD"),
                ["NO_SUCH_VARIABLE"] = null,
                ["A"] = "",
                ["LANG"] = null,
            },
            spec.Environment
        );
        Assert.Empty(
            RunPlan
                .Spec(Plain with { Environment = environment with { IsClean = false, Changes = NoChanges } })
                .Environment
        );
    }

    [Fact]
    public void Should_end_it_with_the_signal_of_the_option_or_else_of_the_settings()
    {
        var given = new ConfigurationOptions(
            null,
            [KeyValuePair.Create("mcp-fuzzer.process.stop-ladder.signal", "HUP")]
        );

        Assert.Equal(15, RunPlan.Signal(Load(Plain)));
        Assert.Equal(1, RunPlan.Signal(Load(Plain with { Configuration = given })));
        Assert.Equal(10, RunPlan.Signal(Load(Plain with { Configuration = given, Signal = 10 })));
    }

    [Fact]
    public void Should_pass_on_our_descriptors_unless_told_otherwise()
    {
        const string key = "mcp-fuzzer.process.pass-descriptors";

        Assert.True(Load(Plain).GetBoolean(key));
        Assert.False(
            Load(Plain with { Configuration = new ConfigurationOptions(null, [KeyValuePair.Create(key, "off")]) })
                .GetBoolean(key)
        );
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(1_000, 50)]
    [InlineData(600_000, 1_000)]
    public void Should_look_often_enough_and_leave_the_rest_to_the_ladder(int idle, int check)
    {
        var watchdog = Load(
                Plain with
                {
                    IdleTimeout = TimeSpan.FromMilliseconds(idle),
                    Grace = TimeSpan.FromMinutes(5),
                }
            )
            .GetConfig("mcp-fuzzer.watchdog");

        Assert.Equal($"{idle}ms", watchdog.GetString("process-timeout"));
        Assert.Equal($"{check}ms", watchdog.GetString("check-interval"));
        Assert.Equal("1ms", watchdog.GetString("extra-buffer"));
        Assert.Equal("24d", watchdog.GetString("max-hang-time"));
    }

    [Fact]
    public void Should_prefer_options_to_settings_and_settings_to_the_profile()
    {
        var given = new ConfigurationOptions(
            null,
            [
                KeyValuePair.Create("mcp-fuzzer.process.containment", "cgroup"),
                KeyValuePair.Create("mcp-fuzzer.process.stop-ladder.grace", "9s"),
                KeyValuePair.Create("mcp-fuzzer.node.log-level", "info"),
            ]
        );

        var configuration = Load(Plain with { Containment = "group", Configuration = given });

        Assert.Equal("group", configuration.GetString("mcp-fuzzer.process.containment"));
        Assert.Equal("9s", configuration.GetString("mcp-fuzzer.process.stop-ladder.grace"));
        Assert.Equal("info", configuration.GetString("mcp-fuzzer.node.log-level"));
        Assert.Equal("error", Load(Plain).GetString("mcp-fuzzer.node.log-level"));
        Assert.Equal("0s", Load(Plain).GetString("mcp-fuzzer.process.stop-ladder.close-stdin"));
    }

    private static Config Load(RunOptions options) =>
        NodeConfiguration.Load(RunPlan.Overrides(options), Config.Empty, RunPlan.Profile(options));
}
