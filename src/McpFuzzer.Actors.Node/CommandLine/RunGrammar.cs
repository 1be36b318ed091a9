using System.CommandLine;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>The verb <c>run</c>.</summary>
internal sealed class RunGrammar
{
    public const string Name = "run";

    // What the runtime takes.
    private const int MostRestarts = 1_000_000;
    private const int MostPids = 4_194_304;
    private const int MostOpenFiles = 1_048_576;
    private const long LeastMemory = 1L << 20;
    private const long MostMemory = 1L << 60;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(24);
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(365);
    private static readonly TimeSpan LongestRung = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastCpuTime = TimeSpan.FromMilliseconds(100);

    private readonly Option<string[]> _idleTimeout = Grammar.Value(
        "--idle-timeout",
        "TIME",
        "Ends the command when it writes nothing to stdout and stderr for so long. They, and stdin, are pipes then, or a "
            + "pseudo-terminal where stdout is a terminal; what waits for a slow reader of ours is no silence."
    );
    private readonly Option<string[]> _maxTime = Grammar.Value("--max-time", "TIME", "Ends it when it runs longer.");
    private readonly Option<string[]> _signal = Grammar.Value(
        "--signal",
        "SIGNAL",
        "What ends it, by name or number (TERM)."
    );
    private readonly Option<string[]> _grace = Grammar.Value(
        "--grace",
        "TIME",
        "How long that signal may take before SIGKILL (2s)."
    );
    private readonly Option<bool> _preserveStatus = Grammar.Flag(
        "--preserve-status",
        "Exits as the command did when a timeout has ended it, and not with 124."
    );
    private readonly EnvironmentGrammar _environment = new("command");
    private readonly Option<string[]> _workingDirectory = Grammar.Value("--cwd", "DIR", "Where it starts.");
    private readonly Option<string[]> _user = Grammar.Value(
        "--user",
        "USER[:GROUP]",
        "As whom it runs, by name or number, with the user's groups, HOME, SHELL, USER and LOGNAME; it takes root."
    );
    private readonly Option<string[]> _restart = Grammar.Value(
        "--restart",
        "WHEN",
        "Starts it again: never, on-failure (any end but exit code 0) or always (never)."
    );
    private readonly Option<string[]> _maxRestarts = Grammar.Value(
        "--max-restarts",
        "N",
        "Gives up when more are needed within a minute (5)."
    );
    private readonly Option<string[]> _restartDelay = Grammar.Value(
        "--restart-delay",
        "TIME",
        "Before the first restart; it doubles with each further one, up to 30s (500ms)."
    );
    private readonly Option<string[]> _containment = Grammar.Value(
        "--containment",
        "LEVEL",
        "What its descendants are held together by: auto, cgroup, session or group (auto)."
    );
    private readonly Option<string[]> _memory = Grammar.Value(
        "--memory",
        "SIZE",
        "Ends it when its processes use more, what they share counted once (512M, 1G; K, M, G, T: powers of 1024)."
    );
    private readonly Option<string[]> _pids = Grammar.Value(
        "--pids",
        "N",
        "Ends it when it has more processes and threads."
    );
    private readonly Option<string[]> _cpuTime = Grammar.Value(
        "--cpu-time",
        "TIME",
        "Ends it when it has used more processor time."
    );
    private readonly Option<string[]> _openFiles = Grammar.Value(
        "--open-files",
        "N",
        "How many descriptors each of its processes may have."
    );
    private readonly Option<string[]> _status = Grammar.Value(
        "--status",
        "FILE",
        "Writes how it ended to FILE, as JSON, at the end and at once."
    );
    private readonly ConfigurationGrammar _configuration = new();

    public RunGrammar() => _grace.Aliases.Add("--kill-after");

    public Command Build()
    {
        var command = new Command(
            Name,
            "Supervises one command in the foreground, and leaves nothing of it behind: mcpfuzzer run [options] -- command args…"
        );
        foreach (var option in Options())
        {
            command.Options.Add(option);
        }

        return command;
    }

    public RunOptions Read(ParseResult parsed, IReadOnlyList<string>? target)
    {
        var restart = Restart(parsed);
        RefuseWithoutRestart(parsed, restart, _maxRestarts);
        RefuseWithoutRestart(parsed, restart, _restartDelay);
        return new RunOptions
        {
            Command = target ?? throw new UsageException("run: needs a command, as in: mcpfuzzer run -- make test"),
            IdleTimeout = Duration(parsed, _idleTimeout, LongestIdle),
            MaxTime = Duration(parsed, _maxTime, LongestTime),
            Signal = Grammar.One(parsed, _signal) is { } signal ? OptionValues.Signal(_signal.Name, signal) : null,
            Grace = Duration(parsed, _grace, LongestRung),
            PreserveStatus = parsed.GetValue(_preserveStatus),
            Environment = _environment.Read(parsed),
            WorkingDirectory = Grammar.One(parsed, _workingDirectory) is { } folder
                ? OptionValues.Word(_workingDirectory.Name, folder)
                : null,
            User = Grammar.One(parsed, _user) is { } user ? OptionValues.User(_user.Name, user) : null,
            Restart = restart,
            MaxRestarts = Whole(parsed, _maxRestarts, 1, MostRestarts),
            RestartDelay = Duration(parsed, _restartDelay, LongestDelay),
            Containment = Grammar.One(parsed, _containment) is { } level
                ? OptionValues.OneOf(_containment.Name, level, ["auto", "cgroup", "session", "group"])
                : null,
            Limits = Limits(parsed),
            Status = Grammar.One(parsed, _status) is { } file ? StatusFile(file) : null,
            Configuration = _configuration.Read(parsed),
        };
    }

    private IEnumerable<Option> Options() =>
        [
            _idleTimeout,
            _maxTime,
            _signal,
            _grace,
            _preserveStatus,
            .. _environment.Options,
            _workingDirectory,
            _user,
            _restart,
            _maxRestarts,
            _restartDelay,
            _containment,
            _memory,
            _pids,
            _cpuTime,
            _openFiles,
            _status,
            .. _configuration.Options,
        ];

    private RestartMode Restart(ParseResult parsed) =>
        OptionValues.OneOf(
            _restart.Name,
            Grammar.One(parsed, _restart) ?? "never",
            ["never", "on-failure", "always"]
        ) switch
        {
            "on-failure" => RestartMode.OnFailure,
            "always" => RestartMode.Always,
            _ => RestartMode.Never,
        };

    private static void RefuseWithoutRestart(ParseResult parsed, RestartMode restart, Option<string[]> option)
    {
        if (restart == RestartMode.Never && Grammar.Many(parsed, option).Count > 0)
        {
            throw new UsageException($"{option.Name}: says nothing without --restart on-failure or always");
        }
    }

    private ResourceLimits? Limits(ParseResult parsed)
    {
        var limits = new ResourceLimits
        {
            MemoryBytes = Grammar.One(parsed, _memory) is { } size
                ? OptionValues.Size(_memory.Name, size, LeastMemory, MostMemory)
                : null,
            Pids = Whole(parsed, _pids, 1, MostPids),
            CpuTime = Grammar.One(parsed, _cpuTime) is { } time
                ? OptionValues.Duration(_cpuTime.Name, time, LongestTime, LeastCpuTime)
                : null,
            OpenFiles = Whole(parsed, _openFiles, 3, MostOpenFiles),
        };
        return limits == new ResourceLimits() ? null : limits;
    }

    private string StatusFile(string file) =>
        file == "-"
            ? throw new UsageException($"{_status.Name} = -: must be a file; stdout is the command's")
            : OptionValues.Word(_status.Name, file);

    private static int? Whole(ParseResult parsed, Option<string[]> option, int min, int max) =>
        Grammar.One(parsed, option) is { } text ? (int)OptionValues.Whole(option.Name, text, min, max) : null;

    private static TimeSpan? Duration(ParseResult parsed, Option<string[]> option, TimeSpan max) =>
        Grammar.One(parsed, option) is { } text ? OptionValues.Duration(option.Name, text, max) : null;
}
