using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// One page of <c>tools/list</c>, read tolerantly: a fault of one tool does not keep the others from being called.
/// </summary>
/// <param name="Tools">Its tools.</param>
/// <param name="Breaches">What is wrong with it.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
internal sealed record ToolPage(IReadOnlyList<McpTool> Tools, IReadOnlySet<ListBreach> Breaches, string? NextCursor)
{
    private static readonly JsonElement AnyObject = ParseAnyObject();

    /// <summary>Reads a page; null when it holds no list of tools.</summary>
    public static ToolPage? Read(JsonElement result)
    {
        if (ServerAnswers.Member(result, "tools") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var tools = new List<McpTool>(list.GetArrayLength());
        // A set: a page may be full of nothing else.
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
            breaches.Add(new ListBreach(name, "inputSchema is no object"));
        }

        var output = ReadSchema(item, "outputSchema");
        var hasOutput = ServerAnswers.Member(item, "outputSchema") is { ValueKind: not JsonValueKind.Null };
        if (output is null && hasOutput)
        {
            breaches.Add(new ListBreach(name, "outputSchema is no object"));
        }

        var destructive = ServerAnswers.Member(ServerAnswers.Member(item, "annotations"), "destructiveHint");
        var task = ServerAnswers.Text(ServerAnswers.Member(ServerAnswers.Member(item, "execution"), "taskSupport"));
        return new McpTool(name, input ?? AnyObject, output, destructive is { ValueKind: JsonValueKind.True })
        {
            RequiresTask = task == "required",
        };
    }

    // A clone, or the whole page would live as long as one schema of it.
    private static JsonElement? ReadSchema(JsonElement tool, string member) =>
        ServerAnswers.Member(tool, member) is { ValueKind: JsonValueKind.Object } schema ? schema.Clone() : null;

    private static string? ReadCursor(JsonElement result, HashSet<ListBreach> breaches)
    {
        var cursor = ServerAnswers.Member(result, "nextCursor");
        var text = ServerAnswers.Text(cursor);
        if (text is null && cursor is { ValueKind: not JsonValueKind.Null })
        {
            breaches.Add(new ListBreach(null, "nextCursor is no string"));
        }

        if (text is "")
        {
            // A missing member ends the list. With the empty cursor some servers would begin again.
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
