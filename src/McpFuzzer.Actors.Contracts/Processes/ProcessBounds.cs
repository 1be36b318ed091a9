using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The bounds of what a start asks for, and of how a node manages processes.</summary>
public static class ProcessBounds
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long a process may run, be silent, or take to become ready; so too the window of its restarts. 1 ms to 365
    /// d.
    /// </summary>
    public static DurationBound Time { get; } = new(Shortest, TimeSpan.FromDays(365));

    /// <summary>How long a command waits for a process; 0, which checks once, to 365 d.</summary>
    public static DurationBound Wait { get; } = new(TimeSpan.Zero, Time.Max);

    /// <summary>How long end-of-file on stdin, or the signal of a stop ladder, may take; 0 to 1 h.</summary>
    public static DurationBound Rung { get; } = new(TimeSpan.Zero, TimeSpan.FromHours(1));

    /// <summary>How long after SIGKILL the set must be empty; 100 ms to 1 h.</summary>
    public static DurationBound Verify { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));

    /// <summary>The number of a signal; 1 to 64.</summary>
    public static WholeBound Signal { get; } = new(1, SignalName.Largest);

    /// <summary>How much of a captured stream is kept; 0 to 1 MiB.</summary>
    public static WholeBound TailBytes { get; } = new(0, 1024 * 1024);

    /// <summary>The delay before a process is restarted; 1 ms to 1 h.</summary>
    public static DurationBound Backoff { get; } = new(Shortest, TimeSpan.FromHours(1));

    /// <summary>The random part of that delay; 0 to 1.</summary>
    public static NumberBound RandomFactor { get; } = new(0, 1);

    /// <summary>How many restarts there may be within the window; 1 to 1,000,000.</summary>
    public static WholeBound MaxRestarts { get; } = new(1, 1_000_000);

    /// <summary>How many ends of processes stay readable on a node; 1 to 1,000,000.</summary>
    public static WholeBound History { get; } = new(1, 1_000_000);

    /// <summary>How often a node samples what a process uses; 50 ms to 1 min.</summary>
    public static DurationBound SampleInterval { get; } = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1));

    /// <summary>
    /// How long a write to a piped stdin may make no progress; 1 ms to 24 d, what every timer can count.
    /// </summary>
    public static DurationBound StdinWriteTimeout { get; } = new(Shortest, TimerLimit.Longest);
}
