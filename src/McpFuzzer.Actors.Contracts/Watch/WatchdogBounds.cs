using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Watch;

/// <summary>The bounds of the watchdog's settings.</summary>
public static class WatchdogBounds
{
    /// <summary>How often deadlines are checked; 10 ms, the tick of Akka's scheduler, to 1 h.</summary>
    public static DurationBound CheckInterval { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

    /// <summary>How long a process may be silent before each level; 1 ms to 365 d, as in a spec.</summary>
    public static DurationBound Silence => ProcessBounds.Time;

    /// <summary>How often the actor of a process is asked for its last activity; 100 ms to 1 h.</summary>
    public static DurationBound HeartbeatInterval { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
}
