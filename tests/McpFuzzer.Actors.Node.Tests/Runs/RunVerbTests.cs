using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.Actors.Node.Tests.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunVerbTests
{
    [Fact]
    public void Should_pass_descriptors_and_set_no_limit_when_no_option_is_given()
    {
        var request = Request("run -- /bin/make --help");
        var spec = request.Spec();

        Assert.Equal(["/bin/make", "--help"], spec.Command);
        Assert.Equal(
            (StdioMode.Inherited, StdioMode.Inherited, StdioMode.Inherited),
            (spec.Stdin, spec.Stdout, spec.Stderr)
        );
        Assert.Equal((false, null, "make"), (spec.AutoKill, spec.MaxTime, spec.Name));
        Assert.Equal((false, null, null), (spec.CleanEnvironment, spec.WorkingDirectory, spec.User));
        Assert.Empty(spec.Environment);
        Assert.Equal(RestartPolicy.Never, spec.Restart);
        Assert.Null(spec.Limits);
        Assert.Null(spec.StopLadder);
        Assert.Equal((null, false, null), (request.IdleTimeout, request.PreserveStatus, request.StatusFile));
        Assert.Null(request.Settings.File);
        Assert.Empty(request.Settings.Overrides);
    }

    [Fact]
    public void Should_carry_every_option_when_all_are_given()
    {
        var request = Request(
            "run --idle-timeout 30s --max-time 2h --grace 500ms --restart on-failure --max-restarts 3 "
                + "--restart-delay 1s --containment session --memory 512M --pids 64 --cpu-time 90s --open-files 256 "
                + "--status s.json --signal INT --preserve-status --env A=1 --env B=x=y --env PWD "
                + "--env NO_SUCH_VARIABLE --unset-env D --clean-env --cwd sub --user u:g --config c.conf --set x.y=1 "
                + "-- -- -x"
        );
        var spec = request.Spec();

        Assert.Equal(["--", "-x"], spec.Command);
        Assert.Equal(TimeSpan.FromSeconds(30), request.IdleTimeout);
        Assert.Equal((true, TimeSpan.FromSeconds(30)), (spec.AutoKill, spec.Timeout));
        Assert.Equal((StdioMode.Piped, StdioMode.Piped, StdioMode.Piped), (spec.Stdin, spec.Stdout, spec.Stderr));
        Assert.Equal(TimeSpan.FromHours(2), spec.MaxTime);
        Assert.Equal(
            new RestartPolicy
            {
                Mode = RestartMode.OnFailure,
                MaxRestarts = 3,
                MinBackoff = TimeSpan.FromSeconds(1),
            },
            spec.Restart
        );
        Assert.Equal(
            new ResourceLimits
            {
                MemoryBytes = 512L << 20,
                Pids = 64,
                CpuTime = TimeSpan.FromSeconds(90),
                OpenFiles = 256,
            },
            spec.Limits
        );
        Assert.Equal((true, "sub", "u:g"), (spec.CleanEnvironment, spec.WorkingDirectory, spec.User));
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["PWD"] = Environment.GetEnvironmentVariable("PWD"),
                ["NO_SUCH_VARIABLE"] = null,
                ["A"] = "1",
                ["B"] = "x=y",
                ["D"] = null,
            },
            spec.Environment
        );
        Assert.Equal((true, "s.json"), (request.PreserveStatus, request.StatusFile));
        Assert.Equal("c.conf", request.Settings.File);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["x.y"] = "1",
                ["mcp-fuzzer.watchdog.process-timeout"] = "30s",
                ["mcp-fuzzer.process.stop-ladder.signal"] = "2",
                ["mcp-fuzzer.process.stop-ladder.grace"] = "500ms",
                ["mcp-fuzzer.process.containment"] = "session",
            },
            new Dictionary<string, string>(request.Settings.Overrides)
        );
    }

    [Theory]
    [InlineData("run --unset-env A --env A=1 -- true", "1")]
    [InlineData("run --env A=1 --env A=2 -- true", "2")]
    [InlineData("run --env A= -- true", "")]
    public void Should_let_the_last_assignment_win_as_env_does(string commandLine, string value) =>
        Assert.Equal(value, Request(commandLine).Spec().Environment["A"]);

    [Fact]
    public void Should_change_nothing_when_a_kept_variable_is_inherited_anyway() =>
        Assert.Empty(Request("run --env PWD -- true").Spec().Environment);

    [Fact]
    public void Should_accept_the_name_that_timeout_uses_for_the_grace() =>
        Assert.Equal(
            KeyValuePair.Create("mcp-fuzzer.process.stop-ladder.grace", "3s"),
            Assert.Single(Request("run --kill-after 3s -- true").Settings.Overrides)
        );

    [Fact]
    public void Should_raise_the_longest_delay_when_the_first_one_is_longer()
    {
        var restart = Request("run --restart always --restart-delay 40s -- true").Spec().Restart;

        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40)), (restart.MinBackoff, restart.MaxBackoff));
    }

    [Theory]
    [InlineData("run --max-time -- true", "--max-time: needs a value (TIME)")]
    [InlineData("run --max-time 1s --max-time 2s -- true", "--max-time: given twice")]
    [InlineData(
        "run --max-time 5 -- true",
        "--max-time = 5: must be a duration with a unit (ms, s, m, h, d) from 1ms to 365d"
    )]
    [InlineData("run --cpu-time 99ms -- true", "--cpu-time = 99ms: must be a duration from 100ms to 365d")]
    [InlineData("run --restart maybe -- true", "--restart = maybe: must be one of never, on-failure, always")]
    [InlineData(
        "run --containment leader -- true",
        "--containment = leader: must be one of auto, cgroup, session, group"
    )]
    [InlineData(
        "run --signal TERMINATE -- true",
        "--signal = TERMINATE: must be a signal by name or number, such as TERM, SIGINT or 15"
    )]
    [InlineData(
        "run --signal 0 -- true",
        "--signal = 0: must be a signal by name or number, such as TERM, SIGINT or 15"
    )]
    [InlineData("run --grace 1s --kill-after 2s -- true", "--grace: given twice")]
    [InlineData("run --env =x -- true", "--env: must be the name of a variable, which is not empty and has no '='")]
    [InlineData(
        "run --unset-env A=x -- true",
        "--unset-env: must be the name of a variable, which is not empty and has no '='"
    )]
    [InlineData("run --user :x -- true", "--user = :x: must be a user, or user:group, by name or number")]
    [InlineData("run --user a:b:c -- true", "--user = a:b:c: must be a user, or user:group, by name or number")]
    [InlineData("run --cwd= -- true", "--cwd: needs a value (DIR)")]
    [InlineData("run --open-files 2 -- true", "--open-files = 2: must be a whole number from 3 to 1048576")]
    [InlineData("run --pids 0 -- true", "--pids = 0: must be a whole number from 1 to 4194304")]
    [InlineData("run --memory 1023K -- true", "--memory = 1023K: must be a size from 1M to 1E")]
    [InlineData("run --status - -- true", "--status = -: must be a file; stdout is the command's")]
    [InlineData("run --status= -- true", "--status: needs a value (FILE)")]
    public void Should_reject_in_one_line_when_a_value_is_not_allowed(string commandLine, string message) =>
        Assert.Equal(message, Typed.Rejection(commandLine));

    [Theory]
    [InlineData("run --max-restarts 3 -- true", "--max-restarts: has no effect without --restart on-failure or always")]
    [InlineData(
        "run --restart never --restart-delay 3s -- true",
        "--restart-delay: has no effect without --restart on-failure or always"
    )]
    public void Should_reject_in_one_line_when_options_contradict_each_other(string commandLine, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Request(commandLine)).Message);

    private static RunRequest Request(string commandLine) => Typed.Verb<RunVerb>(commandLine).Request();
}
