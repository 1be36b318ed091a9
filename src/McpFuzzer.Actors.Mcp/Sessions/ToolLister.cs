using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Collects the pages of <c>tools/list</c>, within bounds.</summary>
internal static class ToolLister
{
    private const int MostPages = 1000;
    private const int MostTools = 100_000;

    /// <summary>All tools, or why there is no list.</summary>
    /// <param name="ask">Asks for the page of a cursor; null is the first.</param>
    public static async Task<ListToolsResult> ListAsync(Func<string?, Task<McpReply>> ask)
    {
        var tools = new List<McpTool>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var pages = 0; pages < MostPages && tools.Count <= MostTools; pages++)
        {
            var reply = await ask(cursor);
            if (reply is not McpReply.Result result)
            {
                return Failed(Show(reply));
            }

            if (ToolPage.Read(result.Value, out var fault) is not { } page)
            {
                return Failed(fault!);
            }

            if (page.Tools.FirstOrDefault(tool => !names.Add(tool.Name)) is { } twice)
            {
                return Failed($"tools/list names the tool {Printable.Escape(twice.Name)} twice");
            }

            tools.AddRange(page.Tools);
            if (page.NextCursor is null)
            {
                return new ListToolsResult.Listed(tools);
            }

            cursor = page.NextCursor;
            if (!cursors.Add(cursor))
            {
                return Failed("the pages of tools/list go round in a circle");
            }
        }

        return Failed($"tools/list does not end within {MostPages} pages and {MostTools} tools");
    }

    private static ListToolsResult.Failed Failed(string why) => new(why);

    private static string Show(McpReply reply) =>
        reply switch
        {
            McpReply.Error error => $"tools/list was refused: {ServerAnswers.Show(error)}",
            McpReply.TimedOut timedOut => $"tools/list was not answered within {timedOut.After.TotalSeconds:0.###} s",
            _ => "the target ended before it answered tools/list",
        };
}
