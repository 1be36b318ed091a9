using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Nodes;

/// <summary>The bounds of the options of clients and of their MCP transport.</summary>
public static class ClientBounds
{
    /// <summary>How long an actor may take to reply to what it answers at once; 1 ms to 1 d.</summary>
    public static DurationBound AskTimeout { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));

    /// <summary>How many events of a stream may wait for their reader; 1 to 2,147,483,647.</summary>
    public static WholeBound EventCapacity { get; } = new(1, int.MaxValue);

    /// <summary>How long the start of an MCP server may take; 1 ms to 1 d.</summary>
    public static DurationBound StartTimeout { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));

    /// <summary>The longest line that is taken from an MCP server, in bytes; 1 KiB to 1 GiB.</summary>
    public static SizeBound MaxFrameBytes { get; } = new(1L << 10, 1L << 30);
}
