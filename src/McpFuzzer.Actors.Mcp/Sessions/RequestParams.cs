using System.Buffers;
using System.Text;
using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The params of our requests, as JSON on one line, in one protocol revision.</summary>
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

    /// <summary>As a revision wants them.</summary>
    public static RequestParams For(string revision) => new(ProtocolRevisions.Discovers(revision));

    /// <summary>What initialize takes.</summary>
    public static ReadOnlyMemory<byte> Initialize { get; } =
        Encoding.UTF8.GetBytes(
            $$"""{"protocolVersion":"{{ProtocolRevisions.Initializing}}","capabilities":{},"clientInfo":{{ClientInfo}}}"""
        );

    /// <summary>Of a request that has none of its own; empty where nothing is due.</summary>
    public ReadOnlyMemory<byte> Bare() => _withMeta ? End(Begin(0), null) : ReadOnlyMemory<byte>.Empty;

    /// <summary>The first page of tools, or the one that a cursor stands for.</summary>
    public ReadOnlyMemory<byte> Page(string? cursor)
    {
        if (cursor is null)
        {
            return Bare();
        }

        var to = Begin(cursor.Length);
        to.Write("\"cursor\":"u8);
        JsonRpcFrames.WriteText(to, cursor);
        return End(to, null);
    }

    /// <summary>A tool's call, its arguments byte for byte.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="progressToken">Asks the server to tell its progress under this token; null asks for
    /// nothing.</param>
    public ReadOnlyMemory<byte> Call(string tool, ReadOnlyMemory<byte> arguments, long? progressToken = null)
    {
        var to = Begin(tool.Length + arguments.Length);
        to.Write("\"name\":"u8);
        JsonRpcFrames.WriteText(to, tool);
        to.Write(",\"arguments\":"u8);
        to.Write(arguments.Span);
        return End(to, progressToken);
    }

    private ArrayBufferWriter<byte> Begin(int length)
    {
        const int Names = 64;
        var to = new ArrayBufferWriter<byte>(Names + length + (_withMeta ? Meta.Length : 0));
        to.Write("{"u8);
        return to;
    }

    private ReadOnlyMemory<byte> End(ArrayBufferWriter<byte> to, long? progressToken)
    {
        if (_withMeta || progressToken is not null)
        {
            to.Write(to.WrittenCount > 1 ? ",\"_meta\":{"u8 : "\"_meta\":{"u8);
            WriteMeta(to, progressToken);
            to.Write("}"u8);
        }

        to.Write("}"u8);
        return to.WrittenMemory;
    }

    private void WriteMeta(ArrayBufferWriter<byte> to, long? progressToken)
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
