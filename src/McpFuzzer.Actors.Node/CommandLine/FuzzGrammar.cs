using System.CommandLine;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verb <c>fuzz</c>: its options, and how their texts become <see cref="FuzzOptions" />.</summary>
internal sealed class FuzzGrammar
{
    // What a campaign takes.
    private const int MostRuns = 100_000;
    private const int MostConcurrency = 1_024;
    private const int MostServers = 256;
    private const int MostRetries = 1_000;
    private const int MostCounted = 1_000_000;
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(30);

    private readonly Option<string[]> _runs = Grammar.Value("--runs", "N", "Cases per tool and phase (25).");
    private readonly Option<string[]> _duration = Grammar.Value("--duration", "TIME", "Ends the campaign after this.");
    private readonly Option<string[]> _seed = Grammar.Value("--seed", "N", "Decides every case (random, and printed).");
    private readonly Option<string[]> _concurrency = Grammar.Value("--concurrency", "N", "Calls in flight (4).");
    private readonly Option<string[]> _servers = Grammar.Value("--servers", "N", "Servers side by side (1).");
    private readonly Option<string[]> _timeout = Grammar.Value("--timeout", "TIME", "For one reply (5s).");
    private readonly Option<string[]> _startTimeout = Grammar.Value("--start-timeout", "TIME", "For one start (30s).");
    private readonly Option<string[]> _startRetries = Grammar.Value("--start-retries", "N", "Further starts to try.");
    private readonly Option<string[]> _maxHangs = Grammar.Value("--max-hangs", "N", "Hangs until a tool is left (3).");
    private readonly Option<string[]> _maxFindings = Grammar.Value("--max-findings", "N", "Ends the campaign at N.");
    private readonly Option<string[]> _tools = Grammar.Value("--tool", "NAME", "Only this tool; repeatable.");
    private readonly Option<string[]> _phases = Grammar.Value(
        "--phase",
        "NAME",
        "Only this phase: examples, boundary or random; repeatable."
    );
    private readonly Option<bool> _destructive = Grammar.Flag("--destructive", "Calls destructive tools too.");
    private readonly EnvironmentGrammar _environment = new("target");
    private readonly Option<string[]> _output = Grammar.Value(
        "--output",
        "DIR",
        "Where the report goes (./mcpfuzzer-<UTC>-<seed>)."
    );
    private readonly Option<bool> _keepCases = Grammar.Flag("--keep-cases", "Writes each case to cases.jsonl.");
    private readonly Option<string[]> _failOn = Grammar.Value(
        "--fail-on",
        "SEVERITY",
        "Exit code 1 from here on: low, medium, high or never (medium)."
    );
    private readonly Option<bool> _noProgress = Grammar.Flag("--no-progress", "Shows no progress.");
    private readonly Option<bool> _json = Grammar.Flag("--json", "Prints the result to stdout as JSON.");
    private readonly ConfigurationGrammar _configuration = new();

    public Command Build()
    {
        var command = new Command(
            "fuzz",
            "Fuzzes a stdio MCP server: mcpfuzzer fuzz [options] [-- command args…]. Without a command, the sample server."
        );
        foreach (var option in Options())
        {
            command.Options.Add(option);
        }

        return command;
    }

    public FuzzOptions Read(ParseResult parsed, IReadOnlyList<string>? target) =>
        new()
        {
            Target = ArgumentBytes.RequireText(target),
            Runs = Whole(parsed, _runs, 1, MostRuns),
            Duration = Duration(parsed, _duration, LongestDuration),
            Seed = Grammar.One(parsed, _seed) is { } seed
                ? OptionValues.Whole(_seed.Name, seed, long.MinValue, long.MaxValue)
                : null,
            Concurrency = Whole(parsed, _concurrency, 1, MostConcurrency),
            Servers = Whole(parsed, _servers, 1, MostServers),
            Timeout = Duration(parsed, _timeout, LongestTimeout),
            StartTimeout = Duration(parsed, _startTimeout, LongestTimeout),
            StartRetries = Whole(parsed, _startRetries, 0, MostRetries),
            MaxHangs = Whole(parsed, _maxHangs, 1, MostCounted),
            MaxFindings = Whole(parsed, _maxFindings, 1, MostCounted),
            Tools = [.. Grammar.Many(parsed, _tools).Select(tool => OptionValues.Word(_tools.Name, tool)).Distinct()],
            Phases =
            [
                .. Grammar
                    .Many(parsed, _phases)
                    .Select(phase => OptionValues.OneOf(_phases.Name, phase, Phases.All))
                    .Distinct(),
            ],
            Destructive = parsed.GetValue(_destructive),
            CleanEnvironment = _environment.ReadClean(parsed),
            Output = Grammar.One(parsed, _output) is { } folder
                ? FilePaths.ToWrite(_output.Name, OptionValues.Word(_output.Name, folder))
                : null,
            KeepCases = parsed.GetValue(_keepCases),
            FailOn = OptionValues.FailOn(_failOn.Name, Grammar.One(parsed, _failOn) ?? "medium"),
            Configuration = _configuration.Read(parsed),
            NoProgress = parsed.GetValue(_noProgress),
            Json = parsed.GetValue(_json),
        };

    private IEnumerable<Option> Options() =>
        [
            _runs,
            _duration,
            _seed,
            _concurrency,
            _servers,
            _timeout,
            _startTimeout,
            _startRetries,
            _maxHangs,
            _maxFindings,
            _tools,
            _phases,
            _destructive,
            _environment.Clean,
            _output,
            _keepCases,
            _failOn,
            .. _configuration.Options,
            _noProgress,
            _json,
        ];

    private static int? Whole(ParseResult parsed, Option<string[]> option, int min, int max) =>
        Grammar.One(parsed, option) is { } text ? (int)OptionValues.Whole(option.Name, text, min, max) : null;

    private static TimeSpan? Duration(ParseResult parsed, Option<string[]> option, TimeSpan max) =>
        Grammar.One(parsed, option) is { } text ? OptionValues.Duration(option.Name, text, max) : null;
}
