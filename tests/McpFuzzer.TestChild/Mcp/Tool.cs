using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>A tool of the server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The schema of its arguments.</param>
internal sealed record Tool(string Name, JsonObject Schema)
{
    /// <summary>Members of its description beside name and schema, such as <c>annotations</c>.</summary>
    public JsonObject More { get; init; } = [];

    /// <summary>Whether arguments that break the schema are rejected before it runs.</summary>
    public bool Checks { get; init; } = true;

    /// <summary>What a call does; by default it replies at once.</summary>
    public Action<Server, Incoming, Call> Run { get; init; } =
        (server, request, _) => server.Reply(request, Text("ok"));

    public JsonObject Describe()
    {
        var described = new JsonObject
        {
            ["name"] = Name,
            ["description"] = $"The tool {Name}.",
            ["inputSchema"] = Schema.DeepClone(),
        };
        foreach (var (name, value) in More)
        {
            described[name] = value?.DeepClone();
        }

        return described;
    }

    /// <summary>Returns a result with one text.</summary>
    public static JsonObject Text(string text) =>
        new() { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };

    /// <summary>Returns a result with <c>isError</c>.</summary>
    public static JsonObject Failure(string text)
    {
        var result = Text(text);
        result["isError"] = true;
        return result;
    }
}
