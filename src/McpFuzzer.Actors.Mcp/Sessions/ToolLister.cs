using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Collects the pages of <c>tools/list</c> within bounds, and their breaches.</summary>
internal static class ToolLister
{
    private const int MethodNotFound = -32601;
    private const int MostPages = 1000;
    private const int MostTools = 100_000;
    private const int MostBreaches = 100;

    /// <summary>Returns all tools, or the reason why they could not be listed.</summary>
    /// <param name="ask">Requests the page of a cursor; null requests the first page.</param>
    /// <param name="isDeclared">True when the server has declared tools. A server that has not may lack the
    /// method.</param>
    public static async Task<ListToolsResult> ListAsync(Func<string?, Task<McpReply>> ask, bool isDeclared)
    {
        var collected = new Collected();
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var pages = 0; pages < MostPages && collected.Count <= MostTools; pages++)
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

            var isNew = collected.Add(page);
            cursor = page.NextCursor;
            if (cursor is null)
            {
                return collected.Close(isCircle: false);
            }

            // The server repeats a cursor, or returns the same tools for other cursors.
            if (!cursors.Add(cursor) || (!isNew && page.Tools.Count > 0))
            {
                return collected.Close(isCircle: true);
            }
        }

        return Failed($"tools/list did not end within {MostPages} pages and {MostTools} tools");
    }

    private static ListToolsResult.Failed Failed(string why) => new(why);

    private static string Show(McpReply reply) =>
        reply switch
        {
            McpReply.Error error => $"tools/list was rejected: {ServerAnswers.Show(error)}",
            McpReply.Unreadable beyond => $"the answer to tools/list exceeds a limit of mcpfuzzer: {beyond.Limit}",
            McpReply.TimedOut timedOut => $"tools/list was not answered within {Durations.Show(timedOut.After)}",
            _ => "the target exited before it answered tools/list",
        };

    private sealed class Collected
    {
        private readonly List<McpTool> _tools = [];
        private readonly HashSet<ListBreach> _breaches = [];
        private readonly HashSet<ListBreach> _repeated = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public int Count => _tools.Count;

        /// <summary>Adds a page; returns whether it has a new tool.</summary>
        public bool Add(ToolPage page)
        {
            var before = _tools.Count;
            _breaches.UnionWith(page.Breaches);
            var ofThisPage = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tool in page.Tools)
            {
                var isFirstOfPage = ofThisPage.Add(tool.Name);
                if (_names.Add(tool.Name))
                {
                    _tools.Add(tool);
                    continue;
                }

                // A call cannot reach a second tool with the same name.
                (isFirstOfPage ? _repeated : _breaches).Add(new ListBreach(tool.Name, "its name is listed twice"));
            }

            return _tools.Count > before;
        }

        public ListToolsResult.Listed Close(bool isCircle)
        {
            if (isCircle)
            {
                // The circle explains the repeated tool, and is reported already.
                _breaches.Add(new ListBreach(null, "the pages form a circle"));
            }
            else
            {
                _breaches.UnionWith(_repeated);
            }

            return new ListToolsResult.Listed(_tools) { Breaches = [.. _breaches.Take(MostBreaches)] };
        }
    }
}
