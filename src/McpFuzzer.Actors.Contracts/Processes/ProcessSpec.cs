using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>What counts as a sign of life of a target. Of several sources the latest counts.</summary>
[Flags]
public enum ActivitySources
{
    /// <summary>Nothing does: the process is idle from its start.</summary>
    None = 0,

    /// <summary>Bytes on its stdout or stderr, where they pass through the node.</summary>
    Output = 1,

    /// <summary><see cref="UpdateActivity" />.</summary>
    Updates = 2,

    /// <summary>What a callback of a caller on the node answers. It counts wherever one was given, and may not be named where none was.</summary>
    Callback = 4,
}

/// <summary>What to start, and how to treat it.</summary>
public sealed record ProcessSpec
{
    /// <summary>
    /// The argument vector, never a shell string. The first is the command: with a slash it is a path, relative to the working directory; without one it is
    /// looked up on the PATH of the process's own environment. No NUL anywhere. A lone surrogate from U+DC80 to U+DCFF, here,
    /// in the environment and in the working directory, is a byte from 0x80 to 0xFF that is not UTF-8 (PEP 383).
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The directory that it starts in; null takes the node's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// As whom it runs, by name or number: <c>user</c>, or <c>user:group</c> in place of the user's own group; the
    /// supplementary groups are the user's. HOME, SHELL, USER and LOGNAME are too, where <see cref="Environment" />
    /// does not say otherwise. It takes a node that runs as root, on Linux. Null is as the node does.
    /// </summary>
    public string? User { get; init; }

    /// <summary>Changes over the base environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Base the environment on PATH, HOME, LANG and TMPDIR alone instead of on all that the node has.</summary>
    public bool CleanEnvironment { get; init; }

    /// <summary>A name for people, in logs and lists.</summary>
    public string Name { get; init; } = "unknown";

    /// <summary>How long it may be idle before the watchdog warns; null takes the watchdog's <c>process-timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the watchdog ends it when it hangs; null takes the watchdog's <c>auto-kill</c>.</summary>
    public bool? AutoKill { get; init; }

    /// <summary>How long it may run at all; null is without bound. What outlives it is stopped with <see cref="ExitCause.TimeLimit" />.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>What counts as activity.</summary>
    public ActivitySources ActivitySource { get; init; } = ActivitySources.Output | ActivitySources.Updates;

    /// <summary>
    /// The path of a terminal, such as the other side of a pseudo-terminal (pty(7)): it becomes the process's
    /// controlling terminal, and streams that are <see cref="StdioMode.Inherited" /> are connected with it instead of
    /// the node's own. On Linux alone; null is none.
    /// </summary>
    public string? Terminal { get; init; }

    /// <summary>Standard input: <see cref="StdioMode.Null" />, <see cref="StdioMode.Piped" /> or <see cref="StdioMode.Inherited" />.</summary>
    public StdioMode Stdin { get; init; } = StdioMode.Null;

    /// <summary>Standard output.</summary>
    public StdioMode Stdout { get; init; } = StdioMode.CapturedTail;

    /// <summary>Standard error.</summary>
    public StdioMode Stderr { get; init; } = StdioMode.CapturedTail;

    /// <summary>How many of the last bytes of each output are kept, 0 to 1 MiB.</summary>
    public int TailBytes { get; init; } = 4096;

    /// <summary>How it is stopped; null takes the node's ladder.</summary>
    public StopLadder? StopLadder { get; init; }

    /// <summary>Whether it is started again after its end.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.Never;

    /// <summary>Bounds of what it may use; null is none.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>The sign that it is ready; null takes it as ready when it has started.</summary>
    public ReadyWhen? ReadyWhen { get; init; }

    /// <summary>How long the sign may take before <see cref="ProcessNotReady" /> is told, at most 365 d; 30 s. The process goes on all the same.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Names of environment variables and options whose values are secrets, beside those whose names say so.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>The name and the command with its secrets masked; no environment value is ever shown.</summary>
    public override string ToString() => $"{Name}: {string.Join(' ', SecretRules.MaskArguments(Command, Redact))}";
}
