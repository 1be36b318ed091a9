using System.Globalization;
using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Node.CommandLine;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Runs.Terminals;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What the options come to.</summary>
internal static class RunPlan
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(365);
    private static readonly TimeSpan ShortestCheck = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(1);

    /// <summary>The process that the options ask for.</summary>
    /// <param name="options">As given.</param>
    /// <param name="terminal">The terminal that it gets instead of pipes; null is none.</param>
    public static ProcessSpec Spec(RunOptions options, RunTerminal? terminal = null)
    {
        var mode = options.IdleTimeout is null ? StdioMode.Inherited : StdioMode.Piped;
        var restart = new RestartPolicy { Mode = options.Restart };
        return new ProcessSpec
        {
            Command = options.Command,
            Name = NameOf(options.Command[0]),
            WorkingDirectory = options.WorkingDirectory,
            User = options.User,
            CleanEnvironment = options.Environment.IsClean,
            Environment = Changes(options.Environment),
            Terminal = terminal?.Path,
            Stdin = terminal is { HasKeys: true } ? StdioMode.Inherited : mode,
            Stdout = terminal is not null ? StdioMode.Inherited : mode,
            Stderr = terminal is { HasErrors: true } ? StdioMode.Inherited : mode,
            // Where nothing passes through us nothing can be seen, nor reported.
            Timeout = options.IdleTimeout ?? Never,
            AutoKill = options.IdleTimeout is not null,
            MaxTime = options.MaxTime,
            Limits = options.Limits,
            Restart = restart with
            {
                MaxRestarts = options.MaxRestarts ?? restart.MaxRestarts,
                MinBackoff = options.RestartDelay ?? restart.MinBackoff,
                MaxBackoff =
                    options.RestartDelay > restart.MaxBackoff ? options.RestartDelay.Value : restart.MaxBackoff,
            },
        };
    }

    /// <summary>The options that are settings, over those of <c>--set</c>.</summary>
    public static ConfigurationOptions Overrides(RunOptions options)
    {
        (string Key, string? Value)[] given =
        [
            ("watchdog.process-timeout", Text(options.IdleTimeout)),
            ("process.stop-ladder.signal", options.Signal?.ToString(CultureInfo.InvariantCulture)),
            ("process.stop-ladder.grace", Text(options.Grace)),
            ("process.containment", options.Containment),
        ];
        return options.Configuration with
        {
            Overrides =
            [
                .. options.Configuration.Overrides,
                .. given
                    .Where(pair => pair.Value is not null)
                    .Select(pair => KeyValuePair.Create($"mcp-fuzzer.{pair.Key}", pair.Value!)),
            ],
        };
    }

    /// <summary>What <c>run</c> sets where nobody else does. Silence is looked for often enough that it is found a twentieth late at most.</summary>
    public static Config Profile(RunOptions options)
    {
        if (options.IdleTimeout is not { } idle)
        {
            return EmbeddedHocon.Run;
        }

        var check = TimeSpan.FromTicks(Math.Clamp(idle.Ticks / 20, ShortestCheck.Ticks, LongestCheck.Ticks));
        return ConfigurationFactory
            .ParseString($"mcp-fuzzer.watchdog.check-interval = {Text(check)}")
            .WithFallback(EmbeddedHocon.Run);
    }

    /// <summary>The signal that ends the command, of all that has been said about it.</summary>
    public static int Signal(Config configuration) =>
        SignalName.TryParse(configuration.GetString("mcp-fuzzer.process.stop-ladder.signal", ""), out var signal)
            ? signal
            : SignalName.Terminate;

    // What is kept of ours says something where the rest is not kept.
    private static Dictionary<string, string?> Changes(EnvironmentOptions environment)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in environment.Kept.Where(_ => environment.IsClean))
        {
            changes[name] = Environment.GetEnvironmentVariable(name);
        }

        foreach (var (name, value) in environment.Changes)
        {
            changes[name] = value;
        }

        return changes;
    }

    // A name for people has no control characters and an end.
    private static string NameOf(string command)
    {
        var text = ByteText.Show(Path.GetFileName(command));
        var name = new string([.. text.Where(letter => !char.IsControl(letter)).Take(128)]);
        return name.Length == 0 ? "command" : name;
    }

    private static string? Text(TimeSpan? time) =>
        time is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given.TotalMilliseconds}ms") : null;
}
