using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>Writes what a consumer has flushed to a child's stdin.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its source has no timer and no handle.")]
internal sealed class StreamWriting(Stream stream, PipeReader source, TimeSpan writeTimeout)
{
    // A write shows progress only when it completes. Small chunks distinguish a slow reader from none.
    private const int ChunkSize = 4096;

    private readonly CancellationTokenSource _abandoned = new();
    private volatile bool _closing;
    private long _bytes;

    internal long Bytes => Volatile.Read(ref _bytes);

    internal void Start() => _ = Task.Run(RunAsync);

    internal void CloseAfterWriting()
    {
        _closing = true;
        source.CancelPendingRead();
    }

    internal void Abandon() => _abandoned.Cancel();

    private async Task RunAsync()
    {
        StdinWriteException? fault;
        try
        {
            fault = await WriteAllAsync();
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            fault = new StdinWriteException(StdinFault.Closed, "The target has ended.");
        }
        catch (OperationCanceledException)
        {
            fault = new StdinWriteException(
                StdinFault.TimedOut,
                $"The target took no byte from its stdin for {Durations.Show(writeTimeout)}."
            );
        }
        catch (IOException)
        {
            fault = new StdinWriteException(StdinFault.Closed, "The target has closed its stdin.");
        }
        catch (Exception)
        {
            // The consumer ended its writing with an exception, which belongs to the consumer.
            fault = null;
        }

        await source.CompleteAsync(fault);
        await CloseAsync();
    }

    // Null when the consumer completed its side.
    private async Task<StdinWriteException?> WriteAllAsync()
    {
        while (true)
        {
            var result = await source.ReadAsync(_abandoned.Token);
            foreach (var segment in result.Buffer)
            {
                await WriteAsync(segment);
            }

            source.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }

            if (_closing && result.Buffer.IsEmpty)
            {
                return new StdinWriteException(StdinFault.Closed, "The target's stdin was closed.");
            }

            if (_closing)
            {
                // Once more, for bytes that were flushed meanwhile. The read returns at once.
                source.CancelPendingRead();
            }
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(ChunkSize, bytes.Length)];
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_abandoned.Token);
            timeout.CancelAfter(writeTimeout);
            await stream.WriteAsync(chunk, timeout.Token);
            await stream.FlushAsync(timeout.Token);
            Volatile.Write(ref _bytes, _bytes + chunk.Length);
            bytes = bytes[chunk.Length..];
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // Disposal flushes, and throws when the reader is gone. The consumer knows that already.
        }
    }
}
