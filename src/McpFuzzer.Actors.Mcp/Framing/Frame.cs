using System.Buffers;

namespace McpFuzzer.Actors.Mcp.Framing;

/// <summary>What a framer found.</summary>
internal enum FrameKind
{
    /// <summary>A whole line, without its LF and the CR before it; never empty.</summary>
    Line,

    /// <summary>A line beyond the cap; its bytes were skipped.</summary>
    Oversized,

    /// <summary>What stood after the last LF when the stream ended, exactly as it was written.</summary>
    Half,
}

/// <summary>One frame.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its bytes, valid until the framer is asked again; none for <see cref="FrameKind.Oversized" />.</param>
/// <param name="Length">How many bytes the line had, LF excluded.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlySequence<byte> Bytes, long Length);
