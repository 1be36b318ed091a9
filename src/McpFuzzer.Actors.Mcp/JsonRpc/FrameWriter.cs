using System.IO.Pipelines;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>The outcome of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>The whole frame was written.</summary>
    Written,

    /// <summary>The target accepts no more input. The frame was not written, or only a part of it.</summary>
    Rejected,
}

/// <summary>Writes whole frames in order, one at a time, each when the target has room for it.</summary>
internal sealed class FrameWriter(PipeWriter pipe) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Exception? _fault;

    /// <summary>Why the target accepts no more input; null while it does.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>
    /// Writes a frame with its newline. The token withdraws a frame that waits for its turn. A write that has begun is
    /// completed, or the next frame would be garbled.
    /// </summary>
    public async Task<WriteOutcome> WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken withdraw)
    {
        await _turn.WaitAsync(withdraw);
        try
        {
            // A frame that was withdrawn a moment ago may still be in the queue.
            withdraw.ThrowIfCancellationRequested();
            return Fault is null ? await WriteInTurnAsync(frame) : WriteOutcome.Rejected;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the target's stdin, and gives up a write that waits for room.</summary>
    public async ValueTask DisposeAsync()
    {
        pipe.CancelPendingFlush();
        await _turn.WaitAsync();
        try
        {
            if (Fault is not ObjectDisposedException)
            {
                Volatile.Write(ref _fault, new ObjectDisposedException(nameof(FrameWriter)));
                await pipe.CompleteAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WriteOutcome> WriteInTurnAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            var flush = await pipe.WriteAsync(frame);
            if (!flush.IsCompleted && !flush.IsCanceled)
            {
                return WriteOutcome.Written;
            }

            Volatile.Write(ref _fault, new IOException("the target no longer reads its stdin"));
            return WriteOutcome.Rejected;
        }
        // InvalidOperationException: the stop ladder has completed the pipe during the write.
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            Volatile.Write(ref _fault, error);
            return WriteOutcome.Rejected;
        }
    }
}
