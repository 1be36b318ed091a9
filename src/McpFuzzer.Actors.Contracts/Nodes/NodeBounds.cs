using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Nodes;

/// <summary>The bounds of the settings of the <c>mcpfuzzer</c> program and of its cluster node.</summary>
public static class NodeBounds
{
    /// <summary>The port on which a node listens; 0, any free port, to 65535.</summary>
    public static WholeBound Port { get; } = new(0, 65_535);

    /// <summary>The port of another node; 1 to 65535.</summary>
    public static WholeBound PeerPort { get; } = new(1, 65_535);

    /// <summary>
    /// The delay before <c>mcpfuzzer run</c> restarts a command; 1 ms to 1 min, within which it counts restarts.
    /// </summary>
    public static DurationBound RestartDelay { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));

    /// <summary>The time between two lines of progress; 100 ms to 1 h.</summary>
    public static DurationBound ProgressInterval { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
}
