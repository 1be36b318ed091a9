using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Mcp.Framing;

/// <summary>The frames of a pipe, up to its end. Reading no further holds the writer back.</summary>
internal static class FrameReader
{
    /// <summary>Each frame's bytes are valid until the next one is asked for.</summary>
    public static async IAsyncEnumerable<Frame> ReadFramesAsync(
        this PipeReader pipe,
        LineFramer framer,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        ReadResult read;
        do
        {
            read = await pipe.ReadAsync(cancellation);
            var input = read.Buffer;
            while (framer.TryRead(ref input, out var frame))
            {
                yield return frame;
            }

            pipe.AdvanceTo(read.Buffer.End);
        } while (!read.IsCompleted);

        if (framer.TryComplete(out var last))
        {
            yield return last;
        }
    }
}
