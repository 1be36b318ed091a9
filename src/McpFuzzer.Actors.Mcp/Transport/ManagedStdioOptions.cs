using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Nodes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Mcp.Transport;

/// <summary>Options of <see cref="ManagedStdioTransport" />.</summary>
public sealed class ManagedStdioOptions
{
    /// <summary>The key of the process; null generates one for each connection.</summary>
    public ProcessKey? Key { get; set; }

    /// <summary>How long a start may take. Default: 30 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest line accepted from the server, in bytes. A longer line is skipped in constant memory. Default: 64
    /// MiB.
    /// </summary>
    public long MaxFrameBytes { get; set; } = LineFramer.DefaultCap;

    /// <summary>Returns the first validation error, or null.</summary>
    internal ValidationError? FindError() =>
        ClientBounds.StartTimeout.ErrorOf(nameof(StartTimeout), StartTimeout)
        ?? ClientBounds.MaxFrameBytes.ErrorOf(nameof(MaxFrameBytes), MaxFrameBytes);
}
