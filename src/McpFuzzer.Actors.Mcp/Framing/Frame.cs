using System.Buffers;

namespace McpFuzzer.Actors.Mcp.Framing;

/// <summary>Kinds of frames.</summary>
internal enum FrameKind
{
    /// <summary>A whole line, without its LF and the CR before it; never empty.</summary>
    Line,

    /// <summary>A line beyond the cap; its bytes were skipped.</summary>
    Oversized,

    /// <summary>The bytes after the last LF when the stream ended, exactly as they were written.</summary>
    Half,
}

/// <summary>One frame.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Bytes">Its bytes, valid until the next call of the framer; empty for
/// <see cref="FrameKind.Oversized" />.</param>
/// <param name="Length">The number of bytes of the line, without its LF.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlySequence<byte> Bytes, long Length);
