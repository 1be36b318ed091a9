using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Mcp.Framing;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>The server's end of a target's stdin and stdout, in memory.</summary>
internal sealed class ScriptedPeer
{
    private readonly Pipe _stdin;
    private readonly Pipe _stdout = new();
    private readonly LineFramer _framer = new();
    private readonly Queue<string> _heard = new();

    /// <summary>A peer that has heard and said nothing.</summary>
    /// <param name="room">How many bytes the client may write before the server reads.</param>
    public ScriptedPeer(long room = 65536)
    {
        _stdin = new Pipe(new PipeOptions(pauseWriterThreshold: room, resumeWriterThreshold: room / 2));
    }

    /// <summary>What the client reads.</summary>
    public PipeReader Stdout => _stdout.Reader;

    /// <summary>What the client writes to.</summary>
    public PipeWriter Stdin => _stdin.Writer;

    /// <summary>The server's view, for a server that wants streams.</summary>
    public Stream ServerInput => _stdin.Reader.AsStream();

    /// <summary>The server's view, for a server that wants streams.</summary>
    public Stream ServerOutput => _stdout.Writer.AsStream();

    /// <summary>The next message of the client; null when it has closed stdin.</summary>
    public async Task<JsonElement?> HearAsync()
    {
        if (await TryHearAsync() is not { } line)
        {
            return null;
        }

        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    /// <summary>The next message of the client, as it was written.</summary>
    public async Task<string> HearTextAsync()
    {
        var line = await TryHearAsync();
        Assert.NotNull(line);
        return line;
    }

    /// <summary>Writes a line.</summary>
    public Task SayAsync(string line) => SayRawAsync(line + "\n");

    public async Task SayRawAsync(string bytes) => await _stdout.Writer.WriteAsync(Encoding.UTF8.GetBytes(bytes));

    public async Task SayBytesAsync(ReadOnlyMemory<byte> bytes) => await _stdout.Writer.WriteAsync(bytes);

    /// <summary>Closes stdout.</summary>
    public void End() => _stdout.Writer.Complete();

    /// <summary>The runtime closes the target's stdin.</summary>
    public void CloseStdin() => _stdin.Writer.Complete();

    /// <summary>Takes no more input.</summary>
    public void StopReading() => _stdin.Reader.Complete();

    /// <summary>Writes a result.</summary>
    public Task ReplyAsync(long id, string result = "{}") =>
        SayAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""");

    // Reads when it is asked to and not before, so that a test can leave the client's writes waiting.
    private async Task<string?> TryHearAsync()
    {
        while (_heard.Count == 0)
        {
            var read = await _stdin.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            var input = read.Buffer;
            while (_framer.TryRead(ref input, out var frame))
            {
                _heard.Enqueue(Encoding.UTF8.GetString(frame.Bytes));
            }

            _stdin.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted && _heard.Count == 0)
            {
                return null;
            }
        }

        return _heard.Dequeue();
    }
}
