using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Tests.CommandLine;

public sealed class TypedLineTests
{
    [Theory]
    [InlineData("", "no command given; there are fuzz, replay, report, run and node; see --help")]
    [InlineData("frobnicate", "frobnicate: no such command; there are fuzz, replay, report, run and node")]
    [InlineData("--nosuch", "--nosuch: no such option; mcpfuzzer --help lists them")]
    [InlineData("fuzz --nosuch 5", "--nosuch: no such option; mcpfuzzer fuzz --help lists them")]
    [InlineData("fuzz node x.js", "node: put -- before the command, as in: mcpfuzzer fuzz [options] -- node x.js")]
    [InlineData("fuzz node --timeout abc", "node: put -- before the command, as in: mcpfuzzer fuzz [options] -- node")]
    [InlineData("fuzz @file", "@file: put -- before the command, as in: mcpfuzzer fuzz [options] -- @file")]
    [InlineData("fuzz --json true", "true: put -- before the command, as in: mcpfuzzer fuzz [options] -- true")]
    [InlineData("fuzz --", "--: a command must follow, as in: mcpfuzzer fuzz -- node server.js")]
    [InlineData("fuzz --runs", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs --seed 5", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs --nosuch", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs -- true", "--runs: needs a value (N)")]
    [InlineData("fuzz --runs 1 --runs 2", "--runs: given twice")]
    [InlineData("fuzz --runs 0", "--runs = 0: must be a whole number from 1 to 100000")]
    [InlineData("fuzz --runs=", "--runs: needs a value (N)")]
    [InlineData("fuzz --concurrency 1025", "--concurrency = 1025: must be a whole number from 1 to 1024")]
    [InlineData("fuzz --fail-on info", "--fail-on = info: must be one of low, medium, high, never")]
    [InlineData("fuzz --phase sequence", "--phase = sequence: must be one of examples, boundary, random")]
    [InlineData("fuzz --set a", "--set = a: must be path=value, such as mcp-fuzzer.watchdog.check-interval=500ms")]
    [InlineData("[diagram] fuzz", "[diagram]: no such command; there are fuzz, replay, report, run and node")]
    [InlineData("replay", "replay: needs a file, as in: mcpfuzzer replay findings.json")]
    [InlineData("replay --nosuch", "--nosuch: no such option; mcpfuzzer replay --help lists them")]
    [InlineData("replay a b", "b: put -- before the command, as in: mcpfuzzer replay a [options] -- b")]
    [InlineData("replay a --", "--: a command must follow, as in: mcpfuzzer replay findings.json -- node server.js")]
    [InlineData("report", "report: needs the output folder of a run, as in: mcpfuzzer report out")]
    [InlineData("report --nosuch", "--nosuch: no such option; mcpfuzzer report --help lists them")]
    [InlineData("report a b", "b: report takes one folder")]
    [InlineData("report a -- x", "report: takes no command; it starts nothing")]
    [InlineData("report a --fail-on info", "--fail-on = info: must be one of low, medium, high, never")]
    [InlineData("node x", "x: node takes options only")]
    [InlineData("node -- sh", "node: takes no command; processes are started on it by other nodes")]
    [InlineData("run", "run: needs a command, as in: mcpfuzzer run -- make test")]
    [InlineData("run --", "--: a command must follow, as in: mcpfuzzer run -- make test")]
    [InlineData("run true", "true: put -- before the command, as in: mcpfuzzer run [options] -- true")]
    [InlineData("run --nosuch -- true", "--nosuch: no such option; mcpfuzzer run --help lists them")]
    public void Should_reject_in_one_line_when_usage_is_wrong(string commandLine, string message) =>
        Assert.Equal(message, Typed.Rejection(commandLine));

    [Theory]
    [InlineData("fuzz node x.js")]
    [InlineData("fuzz --")]
    [InlineData("run make test")]
    [InlineData("run")]
    [InlineData("run --")]
    [InlineData("replay")]
    [InlineData("replay a b c")]
    [InlineData("replay a --")]
    [InlineData("report")]
    public void Should_take_the_call_that_its_error_suggests(string commandLine)
    {
        const string Before = "as in: mcpfuzzer ";
        var error = Typed.Rejection(commandLine);
        var suggested = error[(error.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..];

        var verb = Typed.Verb<Verb>(suggested.Replace("[options] ", "", StringComparison.Ordinal));

        // Where words were in the wrong place, none is lost.
        string?[] taken = [verb.Name, verb.Argument?.Value, .. verb.Target ?? []];
        Assert.All(
            Typed.Words(commandLine),
            word => Assert.True(taken.Contains(word) || !error.Contains("put -- before", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("sample-server x", "x: sample-server takes no words")]
    [InlineData("sample-server -- x", "sample-server: takes no command")]
    public void Should_reject_what_the_sample_server_does_not_take(string commandLine, string message) =>
        Assert.Equal(message, Typed.Rejection(commandLine));

    [Fact]
    public void Should_quote_a_suggested_word_that_a_shell_would_split() =>
        Assert.Equal(
            "my server: put -- before the command, as in: mcpfuzzer replay 'a b' [options] -- 'my server' -x",
            Typed.Rejection(["replay", "a b", "my server", "-x"])
        );

    [Fact]
    public void Should_require_a_command_when_its_name_is_empty() =>
        Assert.Equal(
            "--: a command must follow, as in: mcpfuzzer fuzz -- node server.js",
            Typed.Rejection(["fuzz", "--", "", "x"])
        );

    [Fact]
    public void Should_escape_a_word_when_it_is_not_printable() =>
        Assert.Equal(
            "--runs = 1\\n: must be a whole number from 1 to 100000",
            Typed.Rejection(["fuzz", "--runs", "1\n"])
        );

    [Theory]
    [InlineData("--baseline x")]
    [InlineData("--resume x")]
    [InlineData("--shrink-time 1s")]
    [InlineData("--containment group")]
    [InlineData("--sarif x")]
    public void Should_reject_an_option_when_it_is_not_supported_yet(string option) =>
        Assert.Contains("no such option", Typed.Rejection($"fuzz {option}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("run nosuch", 125, 125)]
    [InlineData("fuzz run", 2, 4)]
    [InlineData("replay", 2, 4)]
    public void Should_exit_as_its_verb_does_when_it_is_rejected(string commandLine, int usage, int fault)
    {
        var verb = TypedLine.Of(Typed.Words(commandLine)).Verb!;

        Assert.Equal((usage, fault), (verb.UsageCode, verb.FaultCode));
    }

    [Theory]
    [InlineData("nosuch -- run")]
    [InlineData("--nosuch run")]
    [InlineData("")]
    public void Should_have_no_verb_when_the_first_word_names_none(string commandLine) =>
        Assert.Null(TypedLine.Of(Typed.Words(commandLine)).Verb);

    [Theory]
    [InlineData("--help", "fuzz")]
    [InlineData("-h", "run ")]
    [InlineData("--help fuzz", "--max-hangs")]
    [InlineData("report --help", "killed")]
    [InlineData("fuzz --help", "--max-hangs")]
    [InlineData("fuzz --runs 0 nosuch --help", "--max-hangs")]
    [InlineData("fuzz -h -- ls --help", "--max-hangs")]
    [InlineData("replay --help", "--finding")]
    [InlineData("run --help", "--idle-timeout")]
    [InlineData("run --help", "124         a timeout ended it")]
    [InlineData("run --help", "The third SIGINT or SIGTERM")]
    [InlineData("run -h -- ls --help", "Exit codes:")]
    public void Should_show_help_when_it_is_requested(string commandLine, string contained)
    {
        var text = Typed.Text(commandLine);

        Assert.Contains(contained, text, StringComparison.Ordinal);
        Assert.DoesNotContain("sample-server", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--version fuzz")]
    public void Should_show_the_version_when_it_is_requested(string commandLine) =>
        Assert.Matches("^mcpfuzzer [0-9]+\\.[0-9]+\\.[0-9]+$", Typed.Text(commandLine));

    [Fact]
    public void Should_recognise_the_sample_server_when_it_is_named() => Typed.Verb<SampleServerVerb>("sample-server");
}
