using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class RunGrammarTests
{
    [Fact]
    public void Should_ask_for_nothing_when_the_command_stands_alone()
    {
        var options = Run("run -- make --help");

        Assert.Equal(["make", "--help"], options.Command);
        Assert.Equal(new RunOptions { Command = options.Command, Configuration = options.Configuration }, options);
    }

    [Fact]
    public void Should_read_every_option_when_all_are_given()
    {
        var options = Run(
            "run --idle-timeout 30s --max-time 2h --grace 500ms --restart on-failure --max-restarts 3 --restart-delay 1s "
                + "--containment session --memory 512M --pids 64 --cpu-time 90s --open-files 256 --status s.json "
                + "--signal INT --preserve-status --env A=1 --env B=x=y --env C --unset-env D --clean-env --cwd sub --user u:g "
                + "--config c.conf --set x.y=1 -- -- -x"
        );

        Assert.Equal(["--", "-x"], options.Command);
        Assert.Equal(TimeSpan.FromSeconds(30), options.IdleTimeout);
        Assert.Equal(TimeSpan.FromHours(2), options.MaxTime);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Grace);
        Assert.Equal((RestartMode.OnFailure, 3), (options.Restart, options.MaxRestarts));
        Assert.Equal(TimeSpan.FromSeconds(1), options.RestartDelay);
        Assert.Equal("session", options.Containment);
        Assert.Equal(
            new ResourceLimits
            {
                MemoryBytes = 512L << 20,
                Pids = 64,
                CpuTime = TimeSpan.FromSeconds(90),
                OpenFiles = 256,
            },
            options.Limits
        );
        Assert.Equal((2, true), (options.Signal, options.PreserveStatus));
        Assert.Equal((true, "sub", "u:g"), (options.Environment.IsClean, options.WorkingDirectory, options.User));
        Assert.Equal(["C"], options.Environment.Kept);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["A"] = "1",
                ["B"] = "x=y",
                ["D"] = null,
            },
            options.Environment.Changes
        );
        Assert.Equal("s.json", options.Status);
        Assert.Equal("c.conf", options.Configuration.File);
        Assert.Equal([KeyValuePair.Create("x.y", "1")], options.Configuration.Overrides);
    }

    [Theory]
    [InlineData("run --unset-env A --env A=1 -- true", "1")]
    [InlineData("run --env A=1 --env A=2 -- true", "2")]
    [InlineData("run --env A= -- true", "")]
    public void Should_set_what_was_said_last_as_env_does(string commandLine, string value) =>
        Assert.Equal(value, Run(commandLine).Environment.Changes["A"]);

    [Fact]
    public void Should_take_the_name_that_timeout_has_for_the_grace() =>
        Assert.Equal(TimeSpan.FromSeconds(3), Run("run --kill-after 3s -- true").Grace);

    [Theory]
    [InlineData("run", "run: needs a command, as in: mcpfuzzer run -- make test")]
    [InlineData("run --", "--: a command must follow, as in: mcpfuzzer run -- make test")]
    [InlineData("run true", "true: put -- before the command, as in: mcpfuzzer run [options] -- true")]
    [InlineData("run --nosuch -- true", "--nosuch: no such option; mcpfuzzer run --help lists them")]
    [InlineData("run --max-time -- true", "--max-time: needs a value (TIME)")]
    [InlineData("run --max-time 1s --max-time 2s -- true", "--max-time: given twice")]
    [InlineData(
        "run --max-time 5 -- true",
        "--max-time = 5: must be a duration with its unit (500ms, 5s, 2m, 1h), from 1ms to 8760h"
    )]
    [InlineData(
        "run --cpu-time 99ms -- true",
        "--cpu-time = 99ms: must be a duration with its unit (500ms, 5s, 2m, 1h), from 100ms to 8760h"
    )]
    [InlineData("run --restart maybe -- true", "--restart = maybe: must be one of never, on-failure, always")]
    [InlineData("run --max-restarts 3 -- true", "--max-restarts: says nothing without --restart on-failure or always")]
    [InlineData(
        "run --restart never --restart-delay 3s -- true",
        "--restart-delay: says nothing without --restart on-failure or always"
    )]
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
    [InlineData("run --status - -- true", "--status = -: must be a file; stdout is the command's")]
    [InlineData("run --status= -- true", "--status: needs a value (FILE)")]
    public void Should_refuse_in_one_line_with_125_when_usage_is_wrong(string commandLine, string message)
    {
        var refused = Assert.IsType<ParsedCommand.Refused>(CommandLineReader.Read(Words(commandLine)));

        Assert.Equal((message, 125), (refused.Message, refused.ExitCode));
    }

    [Theory]
    [InlineData("fuzz run")]
    [InlineData("nosuch -- run")]
    public void Should_refuse_with_2_when_it_is_another_verb(string commandLine) =>
        Assert.Equal(2, Assert.IsType<ParsedCommand.Refused>(CommandLineReader.Read(Words(commandLine))).ExitCode);

    [Theory]
    [InlineData("--help", "run ")]
    [InlineData("run --help", "--idle-timeout")]
    [InlineData("run --help", "124          a timeout ended it")]
    [InlineData("run --help", "The third SIGINT or SIGTERM")]
    [InlineData("run -h -- ls --help", "Exit codes:")]
    public void Should_show_help_when_asked(string commandLine, string contained)
    {
        var shown = Assert.IsType<ParsedCommand.Show>(CommandLineReader.Read(Words(commandLine)));

        Assert.Contains(contained, shown.Text, StringComparison.Ordinal);
    }

    private static RunOptions Run(string commandLine) =>
        Assert.IsType<ParsedCommand.Run>(CommandLineReader.Read(Words(commandLine))).Options;

    private static string[] Words(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
