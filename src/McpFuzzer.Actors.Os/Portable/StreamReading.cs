using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>Drains one output of a child into its tail and to its consumer.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its source has a timer alone, which ends by itself.")]
internal sealed class StreamReading(Stream stream, Tail? tail, PipeWriter? consumer, Action onBytes)
{
    private const int BufferSize = 16 * 1024;

    // How long a read may wait after the end was requested. Bytes in the pipe arrive at once.
    private static readonly TimeSpan LastRead = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ending = new();
    private bool _consumerGone;
    private bool _closed;

    /// <summary>Receives each chunk until it has found the sign.</summary>
    internal SignReader? Sign { get; set; }

    internal async Task RunAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (!_closed && await ReadAsync(buffer) is var count and > 0)
            {
                onBytes();
                tail?.Append(buffer.AsSpan(0, count));
                if (Sign?.Look(buffer.AsSpan(0, count)) == false)
                {
                    Sign = null;
                }

                await HandOverAsync(buffer.AsMemory(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await stream.DisposeAsync();
            if (consumer is not null)
            {
                await consumer.CompleteAsync();
            }
        }
    }

    /// <summary>Reads what is in the pipe now, and ends.</summary>
    internal void Finish() => _ending.CancelAfter(LastRead);

    private async Task<int> ReadAsync(byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer.AsMemory(0, BufferSize), _ending.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private async Task HandOverAsync(ReadOnlyMemory<byte> bytes)
    {
        if (consumer is null || _consumerGone)
        {
            return;
        }

        try
        {
            // In two steps: a write with a cancelled token hands over nothing, although the tail has counted the bytes.
            consumer.Write(bytes.Span);
            _consumerGone = (await consumer.FlushAsync(_ending.Token)).IsCompleted;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // A consumer that lags at the end keeps what it received.
        }
        catch (OutputClosedException)
        {
            _closed = true;
        }
        catch (Exception)
        {
            // A consumer that ended its reading with an exception has gone. The exception belongs to the consumer.
            _consumerGone = true;
        }
    }
}
