namespace McpFuzzer.Actors.Hosting;

/// <summary>How processes are kept and stopped. Null leaves a value to the HOCON.</summary>
public sealed class ProcessOptions
{
    /// <summary>How many ends of processes stay readable, 1 to 1,000,000; 1000 by default.</summary>
    public int? History { get; set; }

    /// <summary>How long the end of its stdin may take to end a piped process, 0 to 1 h; 0.5 s by default.</summary>
    public TimeSpan? CloseStdin { get; set; }

    /// <summary>How long SIGTERM may take, 0 to 1 h; 2 s by default.</summary>
    public TimeSpan? Grace { get; set; }

    /// <summary>How long after SIGKILL nothing may be left, 100 ms to 1 h; 5 s by default.</summary>
    public TimeSpan? Verify { get; set; }

    internal IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("process.history", History),
            ("process.stop-ladder.close-stdin", CloseStdin),
            ("process.stop-ladder.grace", Grace),
            ("process.stop-ladder.verify", Verify),
        ];
}
