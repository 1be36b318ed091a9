using System.CommandLine;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;
using McpFuzzer.Actors.Node.Hosting;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary><c>mcpfuzzer fuzz</c>: a campaign against one MCP server.</summary>
internal sealed class FuzzVerb : Verb
{
    private readonly SettingsOptions _settings = new();
    private long? _seed;
    private CampaignSpec _spec = new()
    {
        Seed = 0,
        Target = new ProcessSpec { Command = [], Name = "sample-server" },
    };
    private FuzzOutput _output = new();

    public override string Name => "fuzz";

    public override string Summary =>
        "Fuzzes an MCP server on stdio and reports its bugs. Without a command it fuzzes the sample server.";

    public override string Usage => "[options] [-- command args...]";

    public override IReadOnlyList<string> Examples =>
        ["fuzz -- node server.js", "fuzz --runs 5 --tool search --output report -- python -m my_server"];

    public override IReadOnlyList<(string Code, string Meaning)> Codes =>
        [
            ("0", "no finding at or above --fail-on"),
            ("1", "findings at or above --fail-on"),
            ("2", "wrong usage or configuration"),
            ("3", "the server could not be started, did not speak MCP, or was sent no call"),
            ("4", "a bug of mcpfuzzer, or reports that can't be written"),
            (
                $"{ExitCodes.Of(ProcessSignal.HangUp)}, {ExitCodes.Of(ProcessSignal.Interrupt)}, "
                    + $"{ExitCodes.Of(ProcessSignal.Terminate)}",
                "SIGHUP, SIGINT or SIGTERM ended it; the reports cover what was done"
            ),
        ];

    public override string TargetExample => "fuzz -- node server.js";

    /// <summary>Returns the campaign that was asked for.</summary>
    /// <param name="draw">Decides the seed where none was given.</param>
    /// <exception cref="UsageException">A word of the command is not UTF-8.</exception>
    public FuzzRequest Request(Random draw)
    {
        var target = ArgumentBytes.RequireText(Target) is { } command
            ? _spec.Target with
            {
                Command = command,
                Name = Path.GetFileName(command[0]),
            }
            : _spec.Target with
            {
                Command = OwnCommand.SampleServer,
            };
        var spec = _spec with { Target = target, Seed = _seed ?? draw.Next(1, 1_000_000_000) };
        return new FuzzRequest(spec, _output, _settings.Sources);
    }

    public override Task<int> RunAsync(NodeConsole console) => FuzzCampaign.RunAsync(Request(Random.Shared), console);

    protected override IReadOnlyList<Option> BuildOptions() =>
        [
            Count(
                "--runs",
                "Cases per tool and phase.",
                CampaignBounds.Runs,
                n => _spec = _spec with { Runs = n },
                () => _spec.Runs
            ),
            Time(
                "--duration",
                "Ends the campaign after TIME.",
                CampaignBounds.Duration,
                time => _spec = _spec with { Duration = time }
            ),
            new VerbOption<long>(
                "--seed",
                "N",
                "Decides every case; a whole number.",
                new Seeds(),
                seed => _seed = seed
            )
            {
                ShowDefault = () => "random, and printed",
            },
            Count(
                "--concurrency",
                "Calls in flight at each server.",
                CampaignBounds.Concurrency,
                n => _spec = _spec with { Concurrency = n },
                () => _spec.Concurrency
            ),
            Count(
                "--servers",
                "Servers in parallel.",
                CampaignBounds.Servers,
                n => _spec = _spec with { Servers = n },
                () => _spec.Servers
            ),
            Time(
                "--timeout",
                "How long one reply may take.",
                CampaignBounds.Time,
                time => _spec = _spec with { CallTimeout = time },
                () => _spec.CallTimeout
            ),
            Time(
                "--start-timeout",
                "How long one start may take.",
                CampaignBounds.Time,
                time => _spec = _spec with { StartTimeout = time },
                () => _spec.StartTimeout
            ),
            Count(
                "--start-retries",
                "How often a failed start is retried.",
                CampaignBounds.StartRetries,
                n => _spec = _spec with { StartRetries = n },
                () => _spec.StartRetries
            ),
            Count(
                "--max-hangs",
                "Skips the other cases of a tool after N hangs.",
                CampaignBounds.MaxFaults,
                n => _spec = _spec with { MaxHangs = n },
                () => _spec.MaxHangs
            ),
            Count(
                "--max-findings",
                "Ends the campaign at N findings.",
                CampaignBounds.MaxFindings,
                n => _spec = _spec with { MaxFindings = n }
            ),
            new VerbOption<string>(
                "--tool",
                "NAME",
                "Calls only this tool.",
                new Texts(),
                tool => _spec = _spec with { Tools = With(_spec.Tools, tool) }
            )
            {
                IsRepeatable = true,
            },
            new VerbOption<string>(
                "--phase",
                "NAME",
                "Runs only this phase.",
                new Words(Phases.All),
                phase => _spec = _spec with { Phases = With(_spec.Phases, phase) }
            )
            {
                IsRepeatable = true,
            },
            new VerbFlag(
                "--destructive",
                "Calls destructive tools too.",
                () => _spec = _spec with { Destructive = true }
            ),
            new VerbFlag(
                "--clean-env",
                "Gives the server PATH, HOME, LANG and TMPDIR only.",
                () => _spec = _spec with { Target = _spec.Target with { CleanEnvironment = true } }
            ),
            new VerbOption<string>(
                "--output",
                "DIR",
                "Writes the reports to DIR.",
                new Texts(),
                folder => _output = _output with { Folder = FilePaths.ToWrite("--output", folder) }
            )
            {
                ShowDefault = () => "./mcpfuzzer-<UTC>-<seed>",
            },
            new VerbFlag(
                "--keep-cases",
                "Writes each case to cases.jsonl.",
                () => _spec = _spec with { KeepCases = true }
            ),
            FailOnOption.Of(severity => _output = _output with { FailOn = severity }),
            .. _settings.Table,
            new VerbFlag("--no-progress", "Shows no progress.", () => _output = _output with { IsQuiet = true }),
            new VerbFlag(
                "--json",
                "Prints the result to stdout as JSON.",
                () => _output = _output with { IsJson = true }
            ),
        ];

    private static VerbOption<int> Count(
        string name,
        string help,
        WholeBound bound,
        Action<int> set,
        Func<int>? standard = null
    ) =>
        new(name, "N", help, new Within<int>(bound), set)
        {
            ShowDefault = standard is null ? null : () => bound.Show(standard()),
        };

    private static VerbOption<TimeSpan> Time(
        string name,
        string help,
        DurationBound bound,
        Action<TimeSpan> set,
        Func<TimeSpan>? standard = null
    ) =>
        new(name, "TIME", help, new Within<TimeSpan>(bound), set)
        {
            ShowDefault = standard is null ? null : () => bound.Show(standard()),
        };

    private static IReadOnlyList<string> With(IReadOnlyList<string> words, string word) =>
        [.. words.Append(word).Distinct()];
}
