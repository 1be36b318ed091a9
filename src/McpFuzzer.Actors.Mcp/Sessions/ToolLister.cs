namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Collects the pages of <c>tools/list</c>, within bounds, and what is wrong with them.</summary>
internal static class ToolLister
{
    private const int MethodNotFound = -32601;
    private const int MostPages = 1000;
    private const int MostTools = 100_000;
    private const int MostBreaches = 100;

    /// <summary>All tools, or why there is no list.</summary>
    /// <param name="ask">Asks for the page of a cursor; null is the first.</param>
    /// <param name="isDeclared">The server has said that it has tools. One that has not may lack the method.</param>
    public static async Task<ListToolsResult> ListAsync(Func<string?, Task<McpReply>> ask, bool isDeclared)
    {
        var tools = new List<McpTool>();
        var breaches = new HashSet<ListBreach>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var pages = 0; pages < MostPages && tools.Count <= MostTools; pages++)
        {
            var reply = await ask(cursor);
            if (reply is McpReply.Error { Code: MethodNotFound } && !isDeclared)
            {
                return new ListToolsResult.Listed([]);
            }

            if (reply is not McpReply.Result result)
            {
                return Failed(Show(reply));
            }

            if (ToolPage.Read(result.Value) is not { } page)
            {
                return Failed("tools/list has no array of tools");
            }

            // No call could reach a second tool of one name.
            breaches.UnionWith(page.Breaches);
            foreach (var tool in page.Tools)
            {
                if (names.Add(tool.Name))
                {
                    tools.Add(tool);
                }
                else
                {
                    breaches.Add(new ListBreach(tool.Name, "its name is listed twice"));
                }
            }

            cursor = page.NextCursor;
            var isCircle = cursor is not null && !cursors.Add(cursor);
            if (isCircle)
            {
                breaches.Add(new ListBreach(null, "the pages go round in a circle"));
            }

            if (cursor is null || isCircle)
            {
                return new ListToolsResult.Listed(tools) { Breaches = [.. breaches.Take(MostBreaches)] };
            }
        }

        return Failed($"tools/list does not end within {MostPages} pages and {MostTools} tools");
    }

    private static ListToolsResult.Failed Failed(string why) => new(why);

    private static string Show(McpReply reply) =>
        reply switch
        {
            McpReply.Error error => $"tools/list was refused: {ServerAnswers.Show(error)}",
            McpReply.Unreadable beyond => $"the answer to tools/list is beyond a limit of mcpfuzzer: {beyond.Limit}",
            McpReply.TimedOut timedOut => $"tools/list was not answered within {timedOut.After.TotalSeconds:0.#} s",
            _ => "the target ended before it answered tools/list",
        };
}
