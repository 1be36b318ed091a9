using System.IO.Pipelines;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What became of a frame.</summary>
internal enum WriteOutcome
{
    /// <summary>All of it was handed over.</summary>
    Written,

    /// <summary>The target takes no more; nothing was handed over, or not all of it.</summary>
    Refused,
}

/// <summary>Writes whole frames, one at a time in the order in which they were given, each when the target has room for it.</summary>
internal sealed class FrameWriter(PipeWriter pipe) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Exception? _fault;

    /// <summary>Why the target takes no more; null while it does.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Writes a frame with its newline. The token withdraws it while it waits for its turn; a write that has begun is finished, or the frame behind it would be garbled.</summary>
    public async Task<WriteOutcome> WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken withdraw)
    {
        await _turn.WaitAsync(withdraw);
        try
        {
            // The turn may come to one that was withdrawn a moment before, and is still in the queue.
            withdraw.ThrowIfCancellationRequested();
            return Fault is null ? await WriteInTurnAsync(frame) : WriteOutcome.Refused;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the target's stdin. A write that waits for room is given up.</summary>
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

            Volatile.Write(ref _fault, new IOException("nobody reads this stdin any more"));
            return WriteOutcome.Refused;
        }
        // InvalidOperationException: the stop ladder has completed the pipe under us.
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            Volatile.Write(ref _fault, error);
            return WriteOutcome.Refused;
        }
    }
}
