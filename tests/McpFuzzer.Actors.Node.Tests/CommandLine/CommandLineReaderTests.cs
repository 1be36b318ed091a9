using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class CommandLineReaderTests
{
    [Fact]
    public void Should_leave_every_value_to_the_configuration_when_fuzz_stands_alone()
    {
        var options = Fuzz("fuzz");

        Assert.Null(options.Target);
        Assert.Null(options.Runs);
        Assert.Null(options.Seed);
        Assert.Null(options.Timeout);
        Assert.Empty(options.Tools);
        Assert.Equal(Severity.Medium, options.FailOn);
        Assert.False(options.Json);
    }

    [Fact]
    public void Should_read_every_option_when_all_are_given()
    {
        var options = Fuzz(
            "fuzz --runs 3 --duration 2m --seed -7 --concurrency 8 --servers 2 --timeout 500ms --start-timeout 9s "
                + "--start-retries 0 --max-hangs 1 --max-findings 5 --tool a --tool b --tool a --phase random "
                + "--phase boundary --destructive --clean-env --output out --keep-cases --fail-on never "
                + "--config c.conf --set x.y=1 --set z=2 --no-progress --json -- node --runs server.js"
        );

        Assert.Equal(3, options.Runs);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Duration);
        Assert.Equal(-7, options.Seed);
        Assert.Equal(8, options.Concurrency);
        Assert.Equal(2, options.Servers);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(9), options.StartTimeout);
        Assert.Equal(0, options.StartRetries);
        Assert.Equal(1, options.MaxHangs);
        Assert.Equal(5, options.MaxFindings);
        Assert.Equal(["a", "b"], options.Tools);
        Assert.Equal(["random", "boundary"], options.Phases);
        Assert.True(options.Destructive);
        Assert.True(options.CleanEnvironment);
        Assert.Equal("out", options.Output);
        Assert.True(options.KeepCases);
        Assert.Null(options.FailOn);
        Assert.Equal("c.conf", options.Configuration.File);
        Assert.Equal([KeyValuePair.Create("x.y", "1"), KeyValuePair.Create("z", "2")], options.Configuration.Overrides);
        Assert.True(options.NoProgress);
        Assert.True(options.Json);
        Assert.Equal(["node", "--runs", "server.js"], options.Target);
    }

    [Fact]
    public void Should_read_a_value_when_it_is_joined_by_an_equals_sign() =>
        Assert.Equal(12, Fuzz("fuzz --runs=12").Runs);

    [Theory]
    [InlineData("", "no command given: use fuzz, replay, report, run, node or --help")]
    [InlineData("frobnicate", "frobnicate: no such command; there are fuzz, replay, report, run and node")]
    [InlineData("--nosuch", "--nosuch: no such option; mcpfuzzer --help lists them")]
    [InlineData("fuzz --nosuch 5", "--nosuch: no such option; mcpfuzzer fuzz --help lists them")]
    [InlineData("fuzz node x.js", "node: put -- before the command, as in: mcpfuzzer fuzz [options] -- node")]
    [InlineData("fuzz node --timeout abc", "node: put -- before the command, as in: mcpfuzzer fuzz [options] -- node")]
    [InlineData("fuzz @file", "@file: put -- before the command, as in: mcpfuzzer fuzz [options] -- @file")]
    [InlineData("fuzz --json true", "true: put -- before the command, as in: mcpfuzzer fuzz [options] -- true")]
    [InlineData("fuzz --", "--: a command must follow, as in: mcpfuzzer fuzz -- node server.js")]
    [InlineData("fuzz --runs", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs --seed 5", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs -- true", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs 1 --runs 2", "--runs: given twice")]
    [InlineData("fuzz --runs 0", "--runs = 0: must be a whole number from 1 to 100000")]
    [InlineData("fuzz --runs=", "--runs: needs a value (N)")]
    [InlineData("fuzz --concurrency 1025", "--concurrency = 1025: must be a whole number from 1 to 1024")]
    [InlineData("fuzz --fail-on info", "--fail-on = info: must be one of low, medium, high, never")]
    [InlineData("fuzz --phase sequence", "--phase = sequence: must be one of examples, boundary, random")]
    [InlineData("fuzz --set a", "--set = a: must be path=value, such as mcp-fuzzer.watchdog.check-interval=500ms")]
    [InlineData("[diagram] fuzz", "[diagram]: put -- before the command, as in: mcpfuzzer fuzz [options] -- [diagram]")]
    [InlineData("replay", "replay: needs a file, as in: mcpfuzzer replay findings.json")]
    [InlineData("replay --nosuch", "--nosuch: no such option; mcpfuzzer replay --help lists them")]
    [InlineData("replay a b", "b: put -- before the command, as in: mcpfuzzer replay [options] -- b")]
    [InlineData("report", "report: needs the output folder of a run, as in: mcpfuzzer report out")]
    [InlineData("report --nosuch", "--nosuch: no such option; mcpfuzzer report --help lists them")]
    [InlineData("report a b", "b: report takes one folder")]
    [InlineData("report a -- x", "report: takes no command; it starts nothing")]
    [InlineData("report a --fail-on info", "--fail-on = info: must be one of low, medium, high, never")]
    public void Should_refuse_in_one_line_when_usage_is_wrong(string commandLine, string message)
    {
        var refused = Assert.IsType<ParsedCommand.Refused>(CommandLineReader.Read(Words(commandLine)));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("--baseline x")]
    [InlineData("--resume x")]
    [InlineData("--shrink-time 1s")]
    [InlineData("--containment group")]
    [InlineData("--sarif x")]
    public void Should_refuse_an_option_when_it_belongs_to_later_work(string option)
    {
        var refused = Assert.IsType<ParsedCommand.Refused>(CommandLineReader.Read(Words($"fuzz {option}")));

        Assert.Contains("no such option", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_replay_when_finding_and_command_are_given()
    {
        var replay = Assert
            .IsType<ParsedCommand.Replay>(
                CommandLineReader.Read(Words("replay out/findings.json --finding 0a1b -- node server.js"))
            )
            .Options;

        Assert.Equal("out/findings.json", replay.File);
        Assert.Equal("0a1b", replay.FindingId);
        Assert.Equal(["node", "server.js"], replay.Target);
    }

    [Fact]
    public void Should_read_a_report_when_a_folder_is_given()
    {
        Assert.Equal(new ReportOptions("out", Severity.Medium, Json: false), Report("report out"));
        Assert.Equal(new ReportOptions("out", null, Json: true), Report("report --json out --fail-on never"));

        static ReportOptions Report(string commandLine) =>
            Assert.IsType<ParsedCommand.Report>(CommandLineReader.Read(Words(commandLine))).Options;
    }

    [Theory]
    [InlineData("--help", "fuzz")]
    [InlineData("report --help", "killed")]
    [InlineData("fuzz --help", "--max-hangs")]
    [InlineData("fuzz -h -- ls --help", "--max-hangs")]
    [InlineData("replay --help", "--finding")]
    public void Should_show_help_when_asked(string commandLine, string contained)
    {
        var shown = Assert.IsType<ParsedCommand.Show>(CommandLineReader.Read(Words(commandLine)));

        Assert.Contains(contained, shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sample-server ", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_the_version_when_asked()
    {
        var shown = Assert.IsType<ParsedCommand.Show>(CommandLineReader.Read(["--version"]));

        Assert.Matches("^mcpfuzzer [0-9]+\\.[0-9]+\\.[0-9]+$", shown.Text);
    }

    [Fact]
    public void Should_know_the_sample_server_when_it_is_named() =>
        Assert.IsType<ParsedCommand.SampleServer>(CommandLineReader.Read(["sample-server"]));

    private static FuzzOptions Fuzz(string commandLine) =>
        Assert.IsType<ParsedCommand.Fuzz>(CommandLineReader.Read(Words(commandLine))).Options;

    [Fact]
    public void Should_ask_for_a_command_when_its_name_is_empty() =>
        Assert.Equal(
            "--: a command must follow, as in: mcpfuzzer fuzz -- node server.js",
            Assert.IsType<ParsedCommand.Refused>(CommandLineReader.Read(["fuzz", "--", "", "x"])).Message
        );

    private static string[] Words(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
