using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Runs.Terminals;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="Command">The command and what was said of it; its streams follow from the rest.</param>
/// <param name="IdleTimeout">How long it may write nothing; null gives it our own descriptors.</param>
/// <param name="Settings">Where settings come from.</param>
internal sealed record RunRequest(ProcessSpec Command, TimeSpan? IdleTimeout, SettingsSources Settings)
{
    /// <summary>Whether a timeout that ended the command leaves its exit code as it is.</summary>
    public bool PreserveStatus { get; init; }

    /// <summary>Where the status goes at the end; null is nowhere.</summary>
    public string? StatusFile { get; init; }

    /// <summary>Returns the process that is started.</summary>
    /// <param name="terminal">The terminal that it gets instead of pipes; null means none.</param>
    public ProcessSpec Spec(RunTerminal? terminal = null)
    {
        var mode = IdleTimeout is null ? StdioMode.Inherited : StdioMode.Piped;
        return Command with
        {
            Terminal = terminal?.Path,
            Stdin = terminal is { HasKeys: true } ? StdioMode.Inherited : mode,
            Stdout = terminal is not null ? StdioMode.Inherited : mode,
            Stderr = terminal is { HasErrors: true } ? StdioMode.Inherited : mode,
            // Output that does not pass through us can be neither seen nor reported.
            Timeout = IdleTimeout ?? ProcessBounds.Time.Max,
            AutoKill = IdleTimeout is not null,
        };
    }
}
