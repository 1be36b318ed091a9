using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Faults of the list of tools.</summary>
internal static class ListFaults
{
    private const string Changed = "notifications/tools/list_changed";

    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["page-circle"] = spec => EditList(result => result["nextCursor"] = spec.Text("cursor", "8")),
            ["empty-cursor"] = _ => EditList(result => result["nextCursor"] = ""),
            ["destructive"] = _ => EditList(MakeDestructive),
            ["no-capability"] = _ => NoCapability(),
            ["late-tools"] = LateTools,
            ["added-tool"] = AddedTool,
        };

    private static Fault EditList(Action<JsonObject> edit) =>
        new()
        {
            OnReply = (_, request, reply) =>
            {
                if (request.Method == "tools/list" && reply["result"] is JsonObject result)
                {
                    edit(result);
                }
            },
        };

    private static void MakeDestructive(JsonObject result)
    {
        foreach (var tool in result["tools"]!.AsArray())
        {
            tool!["annotations"] = new JsonObject { ["destructiveHint"] = true };
        }
    }

    private static Fault NoCapability() =>
        new()
        {
            OnReply = (_, request, reply) =>
            {
                if (request.Method is "initialize" or "server/discover" && reply["result"] is JsonObject result)
                {
                    result["capabilities"] = new JsonObject { ["prompts"] = new JsonObject() };
                }
            },
        };

    /// <summary>
    /// <c>late-tools:after=500ms</c>: the first list is empty; so long after it all tools are there, and list_changed
    /// says so.
    /// </summary>
    private static Fault LateTools(Spec spec)
    {
        IReadOnlyList<Tool> all = [];
        var isListed = false;
        return new Fault
        {
            AtStart = server => (all, server.Tools) = (server.Tools, []),
            AfterReply = (server, request) =>
            {
                if (request.Method == "tools/list" && !isListed)
                {
                    isListed = true;
                    Server.Beside(() =>
                    {
                        Pause.For(spec.Time("after", TimeSpan.FromMilliseconds(500)));
                        server.Tools = all;
                        server.Notify(Changed);
                    });
                }
            },
        };
    }

    /// <summary>
    /// <c>added-tool:call=3,name=added</c>: at that call a further tool comes, and list_changed says so.
    /// </summary>
    private static Fault AddedTool(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        var isAdded = false;
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                if (!isAdded && trigger.Fires(message))
                {
                    isAdded = true;
                    server.Tools = [.. server.Tools, ToolKits.PlainTool(spec.Text("name", "added"))];
                    server.Notify(Changed);
                }

                return false;
            },
        };
    }
}
