using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>One page of <c>tools/list</c>.</summary>
/// <param name="Tools">Its tools.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
internal sealed record ToolPage(IReadOnlyList<McpTool> Tools, string? NextCursor)
{
    /// <summary>Reads a page; <paramref name="fault" /> is one line when it is nonsense.</summary>
    public static ToolPage? Read(JsonElement result, out string? fault)
    {
        fault = null;
        if (ServerAnswers.Member(result, "tools") is not { ValueKind: JsonValueKind.Array } list)
        {
            fault = "tools/list has no array of tools";
            return null;
        }

        var tools = new List<McpTool>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (ServerAnswers.Text(ServerAnswers.Member(item, "name")) is not { Length: > 0 } name)
            {
                fault = $"tool {tools.Count + 1} of a page of tools/list has no name";
                return null;
            }

            if (ServerAnswers.Member(item, "inputSchema") is not { ValueKind: JsonValueKind.Object } input)
            {
                fault = $"the tool {Contracts.Text.Printable.Escape(name)} has no inputSchema that is an object";
                return null;
            }

            var destructive = ServerAnswers.Member(ServerAnswers.Member(item, "annotations"), "destructiveHint");
            tools.Add(
                new McpTool(
                    name,
                    // A clone, or the whole page would live as long as one schema of it.
                    input.Clone(),
                    ServerAnswers.Member(item, "outputSchema") is { ValueKind: JsonValueKind.Object } output
                        ? output.Clone()
                        : null,
                    destructive is { ValueKind: JsonValueKind.True }
                )
            );
        }

        return ReadCursor(result, tools, out fault);
    }

    private static ToolPage? ReadCursor(JsonElement result, List<McpTool> tools, out string? fault)
    {
        fault = null;
        switch (ServerAnswers.Member(result, "nextCursor"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return new ToolPage(tools, null);
            case { } cursor when ServerAnswers.Text(cursor) is { } text:
                return new ToolPage(tools, text);
            default:
                fault = "nextCursor of tools/list is no string";
                return null;
        }
    }
}
