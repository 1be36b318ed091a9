using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>One message of the client.</summary>
internal sealed class Incoming
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 100_000 };

    private Incoming(string line, JsonElement message)
    {
        Line = line;
        Method = Find(message, "method")?.GetString();
        Id = Find(message, "id")?.GetRawText();
        Params = Find(message, "params");
        IsError = Find(message, "error") is not null;
    }

    public string Line { get; }

    /// <summary>Null for a reply.</summary>
    public string? Method { get; }

    /// <summary>The id as it is written; null where there is none.</summary>
    public string? Id { get; }

    public JsonElement? Params { get; }

    /// <summary>Whether it is a reply with an error.</summary>
    public bool IsError { get; }

    /// <summary>The call that it makes; set for <c>tools/call</c>.</summary>
    public Call? Call { get; set; }

    public bool IsRequest => Method is not null && Id is not null;

    public bool IsNotification => Method is not null && Id is null;

    /// <summary>The revision that its <c>_meta</c> names.</summary>
    public string? Revision => Find(Meta, "io.modelcontextprotocol/protocolVersion")?.GetString();

    /// <summary>The token for progress, as it is written.</summary>
    public string? ProgressToken => Find(Meta, "progressToken")?.GetRawText();

    private JsonElement? Meta => Find(Params, "_meta");

    /// <summary>Reads a line; null when it is not a JSON object.</summary>
    public static Incoming? Read(string line)
    {
        try
        {
            var message = JsonDocument.Parse(line, Deep).RootElement;
            return message.ValueKind == JsonValueKind.Object ? new Incoming(line, message) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A copy of the id, to put into a reply.</summary>
    public JsonNode? IdNode() => Id is null ? null : JsonNode.Parse(Id);

    /// <summary>A member of an object; null when either is missing.</summary>
    public static JsonElement? Find(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } container && container.TryGetProperty(name, out var member)
            ? member
            : null;
}
