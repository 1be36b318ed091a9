using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Hosting;

/// <summary>Options of processes. Null takes the value of the HOCON.</summary>
public sealed class ProcessOptions
{
    /// <summary>How many ends of processes stay readable, 1 to 1,000,000; 1000 by default.</summary>
    public int? History { get; set; }

    /// <summary>How long the end of its stdin may take to end a piped process, 0 to 1 h; 0.5 s by default.</summary>
    public TimeSpan? CloseStdin { get; set; }

    /// <summary>The signal that asks a process to end, 1 to 64; SIGTERM by default.</summary>
    public int? Signal { get; set; }

    /// <summary>How long that signal may take, 0 to 1 h; 2 s by default.</summary>
    public TimeSpan? Grace { get; set; }

    /// <summary>How long after SIGKILL nothing may be left, 100 ms to 1 h; 5 s by default.</summary>
    public TimeSpan? Verify { get; set; }

    /// <summary>
    /// The level of containment; the strongest available one by default. The start rejects a level that the machine
    /// does not support.
    /// </summary>
    public ContainmentLevel? Containment { get; set; }

    /// <summary>
    /// Whether this process becomes the reaper of its orphaned descendants (PR_SET_CHILD_SUBREAPER of prctl(2)); false
    /// by default. It affects the whole process: orphans of children that other code starts are adopted too.
    /// </summary>
    public bool? Subreaper { get; set; }

    /// <summary>Whether a small helper process ends the targets when this process is killed; true by default.</summary>
    public bool? Guardian { get; set; }

    /// <summary>
    /// Whether processes inherit the descriptors above 2 that this process was started with; false by default. They
    /// never inherit descriptors that this process opened itself.
    /// </summary>
    public bool? PassDescriptors { get; set; }

    /// <summary>
    /// The folder that keeps the id of this run of the node for the next start; <c>mcp-fuzzer</c> below
    /// <c>$XDG_STATE_HOME</c> by default.
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>
    /// How often a process is looked at that has limits which no kernel keeps, 50 ms to 1 min; 250 ms by default.
    /// </summary>
    public TimeSpan? SampleInterval { get; set; }

    /// <summary>
    /// How long a process may take no byte of what is written to its piped stdin before that write fails, 1 ms to 24 d;
    /// 30 s by default.
    /// </summary>
    public TimeSpan? StdinWriteTimeout { get; set; }

    internal IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("process.history", History),
            ("process.containment", Containment?.ToString().ToLowerInvariant()),
            ("process.subreaper", Subreaper),
            ("process.guardian", Guardian),
            ("process.pass-descriptors", PassDescriptors),
            ("process.state-folder", StateFolder),
            ("process.sample-interval", SampleInterval),
            ("process.stdin-write-timeout", StdinWriteTimeout),
            ("process.stop-ladder.close-stdin", CloseStdin),
            ("process.stop-ladder.signal", Signal),
            ("process.stop-ladder.grace", Grace),
            ("process.stop-ladder.verify", Verify),
        ];
}
