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

    /// <summary>Describes an option that is out of range, in one line; null when all are valid.</summary>
    internal string? FindFault()
    {
        if (StartTimeout <= TimeSpan.Zero || StartTimeout > TimeSpan.FromDays(1))
        {
            return $"{nameof(StartTimeout)} is {StartTimeout}, and must be above zero and at most one day";
        }

        return MaxFrameBytes is < 1024 or > 1L << 30
            ? $"{nameof(MaxFrameBytes)} is {MaxFrameBytes}, and must be from 1 KiB to 1 GiB"
            : null;
    }
}
