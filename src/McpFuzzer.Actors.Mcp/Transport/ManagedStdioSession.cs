using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Targets;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpFuzzer.Actors.Mcp.Transport;

/// <summary>
/// Carries the SDK's messages over the streams of a managed process. Both directions have back-pressure: a server that
/// reads slowly slows down the client's sends, and a client that takes messages slowly slows down its server.
/// </summary>
internal sealed class ManagedStdioSession : ITransport
{
    private const int MessagesHeld = 256;
    private const int ShownBytes = 200;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private static readonly JsonTypeInfo MessageType = McpJsonUtilities.DefaultOptions.GetTypeInfo(
        typeof(JsonRpcMessage)
    );

    private readonly TargetProcess _process;
    private readonly FrameWriter _writer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _abandoning = new();
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateBounded<JsonRpcMessage>(
        new BoundedChannelOptions(MessagesHeld) { SingleWriter = true }
    );
    private readonly Task _reading;
    private readonly Lazy<Task> _disposal;

    private ManagedStdioSession(TargetProcess process, LineFramer framer, ILogger logger)
    {
        _process = process;
        _writer = new FrameWriter(process.Stdin);
        _logger = logger;
        _disposal = new Lazy<Task>(CloseAsync);
        _reading = Task.Run(() => ReadToEndAsync(framer));
    }

    public static ManagedStdioSession Open(TargetProcess process, LineFramer framer, ILogger logger) =>
        new(process, framer, logger);

    /// <summary>Stdio has no sessions.</summary>
    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        var frame = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(frame))
        {
            JsonSerializer.Serialize(json, message, MessageType);
        }

        frame.Write("\n"u8);
        if (await _writer.WriteAsync(frame.WrittenMemory, cancellationToken) == WriteOutcome.Rejected)
        {
            throw new IOException($"{_process.Key} accepts no more input", _writer.Fault);
        }
    }

    /// <summary>Stops the process, with its whole process set.</summary>
    public async ValueTask DisposeAsync() => await _disposal.Value;

    private async Task CloseAsync()
    {
        // The channel has no reader any more. Remaining output is read and discarded, so that the target can exit.
        await _closing.CancelAsync();
        await _process.StopAsync();
        // The stream ends with the process. If the process could not be stopped, the stream is still open.
        _abandoning.CancelAfter(LastWords);
        await _reading;
        await _writer.DisposeAsync();
        _closing.Dispose();
        _abandoning.Dispose();
    }

    private async Task ReadToEndAsync(LineFramer framer)
    {
        Exception? fault = null;
        try
        {
            await foreach (var frame in _process.Stdout.ReadFramesAsync(framer, _abandoning.Token))
            {
                if (!_closing.IsCancellationRequested && Decode(frame) is { } message)
                {
                    await DeliverAsync(message);
                }
            }
        }
        catch (Exception error)
        {
            fault = error;
        }

        await _process.Stdout.CompleteAsync();
        await Task.WhenAny(_process.Exited, Task.Delay(LastWords, TimeProvider.System));
        var exit = _process.Exited.IsCompleted ? await _process.Exited : null;
        _messages.Writer.TryComplete(TransportClosure.Of(_process, exit, fault));
    }

    private async Task DeliverAsync(JsonRpcMessage message)
    {
        try
        {
            await _messages.Writer.WriteAsync(message, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closed while the client was not reading.
        }
    }

    private JsonRpcMessage? Decode(Frame frame)
    {
        if (frame.Kind == FrameKind.Oversized)
        {
            _logger.LogWarning(
                "{ProcessKey} wrote a line of {Bytes} bytes, which was skipped",
                _process.Key,
                frame.Length
            );
            return null;
        }

        try
        {
            var json = new Utf8JsonReader(frame.Bytes);
            return (JsonRpcMessage?)JsonSerializer.Deserialize(ref json, MessageType);
        }
        catch (JsonException)
        {
            var shown = frame.Bytes.Slice(0, Math.Min(ShownBytes, frame.Bytes.Length)).ToArray();
            _logger.LogWarning(
                "{ProcessKey} wrote a line that is not a message: {Line}",
                _process.Key,
                Printable.FromBytes(shown)
            );
            return null;
        }
    }
}
