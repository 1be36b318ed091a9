using System.CommandLine;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary><c>mcpfuzzer run</c>: one command, supervised in the foreground.</summary>
internal sealed class RunVerb : Verb
{
    private readonly SettingsOptions _settings = new();
    private readonly EnvironmentOptions _environment = new();
    private readonly RestartOptions _restart = new();
    private readonly LimitOptions _limits = new();
    private ProcessSpec _spec = new() { Command = [] };
    private TimeSpan? _idleTimeout;
    private bool _preserveStatus;
    private string? _status;

    public override string Name => "run";

    public override string Summary => "Supervises one command in the foreground, and leaves no process of it behind.";

    public override string Usage => "[options] -- command args...";

    public override IReadOnlyList<string> Examples =>
        ["run --max-time 5m -- make test", "run --idle-timeout 30s --status run.json -- node server.js"];

    public override IReadOnlyList<(string Code, string Meaning)> Codes => RunHelp.Codes;

    public override string Notes => RunHelp.Notes;

    // Below 125 the exit code is the command's.
    public override int UsageCode => ExitCodes.NotRun;

    public override int FaultCode => ExitCodes.NotRun;

    public override string TargetExample => "run -- make test";

    public override string? Rejection =>
        Target is null ? "run: needs a command, as in: mcpfuzzer run -- make test" : null;

    /// <summary>Returns the run that was asked for.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public RunRequest Request()
    {
        var spec = _spec with
        {
            Command = Target!,
            Name = NameOf(Target![0]),
            CleanEnvironment = _environment.IsClean,
            Environment = _environment.Changes(),
            Limits = _limits.Limits,
            Restart = _restart.Policy(),
        };
        return new RunRequest(spec, _idleTimeout, _settings.Sources)
        {
            PreserveStatus = _preserveStatus,
            StatusFile = _status,
        };
    }

    public override Task<int> RunAsync(NodeConsole console) => ForegroundRun.RunAsync(Request(), console);

    protected override IReadOnlyList<Option> BuildOptions() =>
        [
            new VerbOption<TimeSpan>(
                "--idle-timeout",
                "TIME",
                "Ends the command when it writes nothing to stdout and stderr for TIME. Its streams are pipes then, or "
                    + "a pseudo-terminal where stdout is a terminal. Time that it waits for a slow reader of "
                    + "mcpfuzzer's output does not count.",
                new Within<TimeSpan>(WatchdogBounds.Silence),
                SetIdleTimeout
            ),
            new VerbOption<TimeSpan>(
                "--max-time",
                "TIME",
                "Ends the command when it runs longer than TIME.",
                new Within<TimeSpan>(ProcessBounds.Time),
                time => _spec = _spec with { MaxTime = time }
            ),
            new VerbOption<int>(
                "--signal",
                "SIGNAL",
                "The signal that ends it, by name or number.",
                new Signals(),
                signal => _settings.Set(RunSettings.Signal, $"{signal}")
            )
            {
                ShowDefault = () => RunSettings.Default(RunSettings.Signal),
            },
            new VerbOption<TimeSpan>(
                "--grace",
                "TIME",
                "How long the command may take to end before SIGKILL; 0s sends SIGKILL alone.",
                new Within<TimeSpan>(ProcessBounds.Rung),
                time => _settings.Set(RunSettings.Grace, Durations.Show(time))
            )
            {
                Aliases = { "--kill-after" },
                ShowDefault = () => RunSettings.Default(RunSettings.Grace),
            },
            new VerbFlag(
                "--preserve-status",
                "Exits with the command's own code, not 124, when a timeout has ended it.",
                () => _preserveStatus = true
            ),
            .. _environment.Table,
            new VerbOption<string>(
                "--cwd",
                "DIR",
                "Starts the command in DIR.",
                new Texts(),
                folder => _spec = _spec with { WorkingDirectory = folder }
            ),
            new VerbOption<string>(
                "--user",
                "USER[:GROUP]",
                "Runs it as USER, by name or number, with the user's groups, HOME, SHELL, USER and LOGNAME. "
                    + "Needs root.",
                new Texts(ProcessTexts.User),
                user => _spec = _spec with { User = user }
            ),
            .. _restart.Table,
            new VerbOption<string>(
                "--containment",
                "LEVEL",
                "How its descendants are tracked and contained.",
                new Words(["auto", "cgroup", "session", "group"]),
                level => _settings.Set(RunSettings.Containment, level)
            )
            {
                ShowDefault = () => RunSettings.Default(RunSettings.Containment),
            },
            .. _limits.Table,
            new VerbOption<string>(
                "--status",
                "FILE",
                "Writes to FILE, as JSON, how the command ended.",
                new Texts("must be a file; stdout is the command's", file => file != "-"),
                file => _status = file
            ),
            .. _settings.Table,
        ];

    private void SetIdleTimeout(TimeSpan time)
    {
        _idleTimeout = time;
        _settings.Set(RunSettings.IdleTimeout, Durations.Show(time));
    }

    // A name for people has no control characters and an end.
    private static string NameOf(string command)
    {
        var text = ByteText.Show(Path.GetFileName(command));
        var name = new string([.. text.Where(letter => !char.IsControl(letter)).Take(ProcessTexts.LongestName)]);
        return name.Length == 0 ? "command" : name;
    }
}
