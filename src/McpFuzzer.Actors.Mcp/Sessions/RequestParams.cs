using System.Buffers;
using System.Text;
using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The params of our requests in one protocol revision, as JSON on one line.</summary>
internal sealed class RequestParams
{
    private const string Prefix = "io.modelcontextprotocol/";

    private static readonly string ClientInfo =
        $$"""{"name":"mcpfuzzer","version":"{{typeof(RequestParams).Assembly.GetName().Version?.ToString(3)}}"}""";

    private static readonly byte[] Meta = Encoding.UTF8.GetBytes(
        $"\"{Prefix}protocolVersion\":\"{ProtocolRevisions.Discovering}\","
            + $"\"{Prefix}clientInfo\":{ClientInfo},"
            + $"\"{Prefix}clientCapabilities\":{{}}"
    );

    private readonly bool _withMeta;

    private RequestParams(bool withMeta) => _withMeta = withMeta;

    /// <summary>Returns the params for a revision.</summary>
    public static RequestParams For(string revision) => new(ProtocolRevisions.Discovers(revision));

    /// <summary>The params of initialize.</summary>
    public static ReadOnlyMemory<byte> Initialize { get; } = Encoding.UTF8.GetBytes(InitializeJson);

    private static string InitializeJson =>
        $$"""{"protocolVersion":"{{ProtocolRevisions.Initializing}}","capabilities":{},"clientInfo":{{ClientInfo}}}""";

    /// <summary>The params of a request without its own; empty when the revision needs none.</summary>
    public ReadOnlyMemory<byte> Bare()
    {
        if (!_withMeta)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var to = new ArrayBufferWriter<byte>();
        to.Write("{"u8);
        End(to, ""u8, progressToken: null);
        return to.WrittenMemory;
    }

    /// <summary>The params for the first page of tools, or for the page of a cursor.</summary>
    public ReadOnlyMemory<byte> Page(string? cursor)
    {
        if (cursor is null)
        {
            return Bare();
        }

        var to = new ArrayBufferWriter<byte>();
        to.Write("{\"cursor\":"u8);
        JsonRpcFrames.WriteText(to, cursor);
        End(to, ","u8, progressToken: null);
        return to.WrittenMemory;
    }

    /// <summary>Writes a tool's call, with its arguments byte for byte.</summary>
    /// <param name="to">The buffer to write to.</param>
    /// <param name="call">The call.</param>
    /// <param name="progressToken">Asks the server to report progress under this token; null asks for no
    /// progress.</param>
    public void WriteCall(IBufferWriter<byte> to, ToolCall call, long? progressToken)
    {
        to.Write("{\"name\":"u8);
        JsonRpcFrames.WriteText(to, call.Tool);
        to.Write(",\"arguments\":"u8);
        to.Write(call.Arguments.Span);
        End(to, ","u8, progressToken);
    }

    private void End(IBufferWriter<byte> to, ReadOnlySpan<byte> before, long? progressToken)
    {
        if (_withMeta || progressToken is not null)
        {
            to.Write(before);
            to.Write("\"_meta\":{"u8);
            WriteMeta(to, progressToken);
            to.Write("}"u8);
        }

        to.Write("}"u8);
    }

    private void WriteMeta(IBufferWriter<byte> to, long? progressToken)
    {
        if (_withMeta)
        {
            to.Write(Meta);
        }

        if (progressToken is { } token)
        {
            to.Write(_withMeta ? ",\"progressToken\":"u8 : "\"progressToken\":"u8);
            JsonRpcFrames.WriteNumber(to, token);
        }
    }
}
