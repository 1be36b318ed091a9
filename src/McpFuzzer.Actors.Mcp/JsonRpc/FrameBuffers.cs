using System.Buffers;
using System.Collections.Concurrent;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>A pool of buffers for outgoing frames. Thread-safe.</summary>
internal sealed class FrameBuffers
{
    private const int FirstSize = 256;
    private const int MostKept = 64;
    private const int LargestKept = 64 * 1024;

    private readonly ConcurrentQueue<ArrayBufferWriter<byte>> _free = new();

    /// <summary>Takes an empty buffer.</summary>
    public ArrayBufferWriter<byte> Take() =>
        _free.TryDequeue(out var buffer) ? buffer : new ArrayBufferWriter<byte>(FirstSize);

    /// <summary>Returns a buffer to the pool.</summary>
    public void Return(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity <= LargestKept && _free.Count < MostKept)
        {
            buffer.ResetWrittenCount();
            _free.Enqueue(buffer);
        }
    }
}
