using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Mcp.Framing;

/// <summary>Reads the frames of a pipe up to its end. A caller that stops reading slows the writer down.</summary>
internal static class FrameReader
{
    /// <summary>Reads the frames. The bytes of each are valid until the next is requested.</summary>
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
