using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Mcp.Transport;

/// <summary>Options of <see cref="ManagedStdioTransport" />.</summary>
public sealed class ManagedStdioOptions
{
    /// <summary>The process's key; null makes one for each connection.</summary>
    public ProcessKey? Key { get; set; }

    /// <summary>How long the start may take; 30 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest line that is taken from the server, in bytes; 64 MiB. A longer one is skipped in constant memory.</summary>
    public long MaxFrameBytes { get; set; } = LineFramer.DefaultCap;

    /// <summary>What is out of range, in one line; null when nothing is.</summary>
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
