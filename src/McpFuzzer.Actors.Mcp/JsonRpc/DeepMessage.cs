using System.Buffers;
using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// Reads only the id of a message with too many levels. The reader walks the levels in a loop and keeps one bit per
/// level.
/// </summary>
internal static class DeepMessage
{
    private static readonly JsonReaderOptions Unlimited = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads the message.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Incoming Read(ReadOnlySequence<byte> line, string limit)
    {
        var reader = new Utf8JsonReader(line, Unlimited);
        reader.Read();
        JsonElement id = default;
        string? method = null;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject)
        {
            reader.Skip();
        }

        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isMethod = reader.ValueTextEquals("method"u8);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (isId)
            {
                id = JsonElement.ParseValue(ref reader);
            }
            else if (isMethod)
            {
                method = JsonRpcDecoder.Text(JsonElement.ParseValue(ref reader));
            }
        }

        // Throws if anything follows the message.
        while (reader.Read()) { }
        return (method, id.ValueKind) switch
        {
            (null, _) => new Incoming.Reply(id, new ReplyOutcome.Unreadable(limit), Defect: null),
            (_, JsonValueKind.String or JsonValueKind.Number) => new Incoming.Request(id, method),
            _ => new Incoming.Notification(method, default),
        };
    }
}
