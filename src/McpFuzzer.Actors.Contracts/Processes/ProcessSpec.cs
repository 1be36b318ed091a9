using McpFuzzer.Actors.Contracts.Secrets;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>What counts as activity of a target. The latest of several sources counts.</summary>
[Flags]
public enum ActivitySources
{
    /// <summary>None: the process is idle from its start.</summary>
    None = 0,

    /// <summary>Output on stdout or stderr that passes through the node.</summary>
    Output = 1,

    /// <summary><see cref="UpdateActivity" />.</summary>
    Updates = 2,

    /// <summary>
    /// A local caller's callback. It always counts when there is one, and must not be named when there is none.
    /// </summary>
    Callback = 4,
}

/// <summary>What to start, and how to manage it.</summary>
public sealed record ProcessSpec
{
    /// <summary>
    /// The argument vector, never a shell string. The first word is the command: with a slash it is a path, relative to
    /// the working directory; otherwise it is looked up on the PATH of the process's own environment. NUL is not
    /// allowed. A lone surrogate from U+DC80 to U+DCFF, here, in the environment and in the working directory, stands
    /// for a byte from 0x80 to 0xFF that is not UTF-8 (PEP 383).
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The working directory; null takes the node's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// The user, by name or number: <c>user</c>, or <c>user:group</c> to replace the user's own group. The
    /// supplementary groups are the user's, and so are HOME, SHELL, USER and LOGNAME, unless <see cref="Environment" />
    /// sets them. The node must run as root, on Linux. Null means the node's own user.
    /// </summary>
    public string? User { get; init; }

    /// <summary>Changes over the base environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// Whether the base environment is only PATH, HOME, LANG and TMPDIR, instead of the node's whole environment.
    /// </summary>
    public bool CleanEnvironment { get; init; }

    /// <summary>A label for people, in logs and lists.</summary>
    public string Name { get; init; } = "unknown";

    /// <summary>
    /// How long it may be idle before the watchdog warns; null takes the watchdog's <c>process-timeout</c>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the watchdog ends it when it hangs; null takes the watchdog's <c>auto-kill</c>.</summary>
    public bool? AutoKill { get; init; }

    /// <summary>
    /// How long it may run; null means unlimited. Then it is stopped with <see cref="ExitCause.TimeLimit" />.
    /// </summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>What counts as activity.</summary>
    public ActivitySources ActivitySource { get; init; } = ActivitySources.Output | ActivitySources.Updates;

    /// <summary>
    /// The path of a terminal, such as the other side of a pseudo-terminal (pty(7)). It becomes the controlling
    /// terminal, and <see cref="StdioMode.Inherited" /> streams are connected to it instead of the node's own. Only on
    /// Linux; null means none.
    /// </summary>
    public string? Terminal { get; init; }

    /// <summary>
    /// Standard input: <see cref="StdioMode.Null" />, <see cref="StdioMode.Piped" /> or <see cref="StdioMode.Inherited"
    /// />.
    /// </summary>
    public StdioMode Stdin { get; init; } = StdioMode.Null;

    /// <summary>Standard output.</summary>
    public StdioMode Stdout { get; init; } = StdioMode.CapturedTail;

    /// <summary>Standard error.</summary>
    public StdioMode Stderr { get; init; } = StdioMode.CapturedTail;

    /// <summary>The number of last bytes of each output to keep, 0 to 1 MiB.</summary>
    public int TailBytes { get; init; } = 4096;

    /// <summary>How it is stopped; null takes the node's ladder.</summary>
    public StopLadder? StopLadder { get; init; }

    /// <summary>Whether it is restarted after its end.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.Never;

    /// <summary>Resource limits; null means none.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>When it counts as ready; null means when it has started.</summary>
    public ReadyWhen? ReadyWhen { get; init; }

    /// <summary>
    /// How long readiness may take before <see cref="ProcessNotReady" /> is published, at most 365 d. Default: 30 s.
    /// The process continues.
    /// </summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Names of further environment variables and options whose values are secrets.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>Returns the name and the masked command; environment values are never shown.</summary>
    public override string ToString() => $"{Name}: {string.Join(' ', SecretRules.MaskArguments(Command, Redact))}";
}
