using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// Writes outgoing frames. Each is one line of UTF-8 without a byte order mark. Params are copied byte for byte.
/// </summary>
internal static class JsonRpcFrames
{
    private static readonly SearchValues<char> NeedNoEscape = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-"
    );

    /// <summary>Writes a request; without params when they are empty.</summary>
    public static void WriteRequest(IBufferWriter<byte> to, long id, string method, ReadOnlySpan<byte> parameters)
    {
        BeginRequest(to, id);
        WriteMethod(to, method, parameters);
    }

    /// <summary>Writes a tool's call, with its arguments byte for byte.</summary>
    public static void WriteCall(IBufferWriter<byte> to, long id, ToolCall call, RequestParams parameters)
    {
        BeginRequest(to, id);
        to.Write(",\"method\":"u8);
        WriteText(to, McpMethods.CallTool);
        to.Write(",\"params\":"u8);
        parameters.WriteCall(to, call, call.Progress is null ? null : id);
        to.Write("}\n"u8);
    }

    public static ReadOnlyMemory<byte> Notification(string method, ReadOnlySpan<byte> parameters)
    {
        var frame = new ArrayBufferWriter<byte>(64 + method.Length + parameters.Length);
        frame.Write("{\"jsonrpc\":\"2.0\""u8);
        WriteMethod(frame, method, parameters);
        return frame.WrittenMemory;
    }

    /// <summary>Makes the notification that cancels a request (MCP, cancellation).</summary>
    public static ReadOnlyMemory<byte> Cancelled(long id, string reason)
    {
        var parameters = new ArrayBufferWriter<byte>();
        parameters.Write("{\"requestId\":"u8);
        WriteNumber(parameters, id);
        parameters.Write(",\"reason\":"u8);
        WriteText(parameters, reason);
        parameters.Write("}"u8);
        return Notification("notifications/cancelled", parameters.WrittenSpan);
    }

    public static ReadOnlyMemory<byte> EmptyResult(JsonElement id)
    {
        var frame = new ArrayBufferWriter<byte>(64);
        WriteReplyHead(frame, id);
        frame.Write(",\"result\":{}}\n"u8);
        return frame.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> MethodNotFound(JsonElement id)
    {
        var frame = new ArrayBufferWriter<byte>(128);
        WriteReplyHead(frame, id);
        frame.Write(",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}\n"u8);
        return frame.WrittenMemory;
    }

    /// <summary>Writes a JSON string, quoted and escaped.</summary>
    public static void WriteText(IBufferWriter<byte> to, string text)
    {
        to.Write("\""u8);
        if (text.AsSpan().ContainsAnyExcept(NeedNoEscape))
        {
            to.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        }
        else
        {
            Encoding.UTF8.GetBytes(text, to);
        }

        to.Write("\""u8);
    }

    private static void WriteReplyHead(ArrayBufferWriter<byte> frame, JsonElement id)
    {
        frame.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        frame.Write(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(id));
    }

    private static void BeginRequest(IBufferWriter<byte> frame, long id)
    {
        frame.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        WriteNumber(frame, id);
    }

    private static void WriteMethod(IBufferWriter<byte> frame, string method, ReadOnlySpan<byte> parameters)
    {
        frame.Write(",\"method\":"u8);
        WriteText(frame, method);
        if (!parameters.IsEmpty)
        {
            frame.Write(",\"params\":"u8);
            frame.Write(parameters);
        }

        frame.Write("}\n"u8);
    }

    /// <summary>Writes a JSON number.</summary>
    public static void WriteNumber(IBufferWriter<byte> to, long number)
    {
        Utf8Formatter.TryFormat(number, to.GetSpan(20), out var written);
        to.Advance(written);
    }
}
