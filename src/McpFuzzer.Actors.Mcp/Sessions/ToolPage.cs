using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>One page of <c>tools/list</c>, read tolerantly: a fault in one tool does not exclude the others.</summary>
/// <param name="Tools">Its tools.</param>
/// <param name="Breaches">What is wrong with it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
internal sealed record ToolPage(IReadOnlyList<McpTool> Tools, IReadOnlySet<ListBreach> Breaches, string? NextCursor)
{
    private static readonly JsonElement AnyObject = ParseAnyObject();

    /// <summary>Reads a page; returns null when it holds no list of tools.</summary>
    public static ToolPage? Read(JsonElement result)
    {
        if (ServerAnswers.Member(result, "tools") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var tools = new List<McpTool>(list.GetArrayLength());
        // A set, since a page may repeat one breach without end.
        var breaches = new HashSet<ListBreach>();
        foreach (var item in list.EnumerateArray())
        {
            if (ServerAnswers.Text(ServerAnswers.Member(item, "name")) is { Length: > 0 } name)
            {
                tools.Add(ReadTool(name, item, breaches));
            }
            else
            {
                breaches.Add(new ListBreach(null, "a tool has no name"));
            }
        }

        return new ToolPage(tools, breaches, ReadCursor(result, breaches));
    }

    private static McpTool ReadTool(string name, JsonElement item, HashSet<ListBreach> breaches)
    {
        var input = ReadSchema(item, "inputSchema");
        if (input is null)
        {
            breaches.Add(new ListBreach(name, "inputSchema is not an object"));
        }

        var output = ReadSchema(item, "outputSchema");
        var hasOutput = ServerAnswers.Member(item, "outputSchema") is { ValueKind: not JsonValueKind.Null };
        if (output is null && hasOutput)
        {
            breaches.Add(new ListBreach(name, "outputSchema is not an object"));
        }

        var destructive = ServerAnswers.Member(ServerAnswers.Member(item, "annotations"), "destructiveHint");
        var task = ServerAnswers.Text(ServerAnswers.Member(ServerAnswers.Member(item, "execution"), "taskSupport"));
        return new McpTool(name, input ?? AnyObject, output, destructive is { ValueKind: JsonValueKind.True })
        {
            RequiresTask = task == "required",
        };
    }

    // A clone, since a schema would otherwise keep the whole page alive.
    private static JsonElement? ReadSchema(JsonElement tool, string member) =>
        ServerAnswers.Member(tool, member) is { ValueKind: JsonValueKind.Object } schema ? schema.Clone() : null;

    private static string? ReadCursor(JsonElement result, HashSet<ListBreach> breaches)
    {
        var cursor = ServerAnswers.Member(result, "nextCursor");
        var text = ServerAnswers.Text(cursor);
        if (text is null && cursor is { ValueKind: not JsonValueKind.Null })
        {
            breaches.Add(new ListBreach(null, "nextCursor is not a string"));
        }

        if (text is "")
        {
            // A missing member ends the list. Some servers start again at an empty cursor.
            breaches.Add(new ListBreach(null, "nextCursor is empty"));
            return null;
        }

        return text;
    }

    private static JsonElement ParseAnyObject()
    {
        using var schema = JsonDocument.Parse("""{"type":"object"}""");
        return schema.RootElement.Clone();
    }
}
