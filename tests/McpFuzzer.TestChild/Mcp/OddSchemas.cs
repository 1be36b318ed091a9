using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>
/// Tools with schemas that are hard to handle. With <c>where=output</c> it is the output schema, and each reply breaks
/// it.
/// </summary>
internal static class OddSchemas
{
    private const int Deepest = 10;

    /// <summary>
    /// <c>recursive[:where=output]</c>: a node that holds nodes. What is below the top is not checked; replies break it
    /// at one depth after another.
    /// </summary>
    public static Tool Recursive(Spec spec)
    {
        var node = ToolKits.ObjectOf(
            ("value", ToolKits.TypeOf("integer")),
            ("a", new JsonObject { ["$ref"] = "#/$defs/node" })
        );
        var schema = node.DeepClone().AsObject();
        schema["$defs"] = new JsonObject { ["node"] = node };
        return Of(spec, "recursive", schema, call => Nested(call.Number % Deepest));
    }

    /// <summary>
    /// <c>long-name:bytes=1000000[,where=output]</c>: a property with a name that long, whose type is not checked.
    /// </summary>
    public static Tool LongName(Spec spec)
    {
        var name = new string('n', spec.Whole("bytes", 1_000_000));
        var schema = ToolKits.ObjectOf((name, ToolKits.TypeOf("integer")));
        return Of(spec, "long-name", schema, _ => new JsonObject { [name] = "text" });
    }

    private static Tool Of(Spec spec, string name, JsonObject schema, Func<Call, JsonObject> output) =>
        spec.Text("where", "input") == "output"
            ? ToolKits.PlainTool(name) with
            {
                More = new JsonObject { ["outputSchema"] = schema },
                Run = (server, request, call) =>
                {
                    var result = Tool.Text("done");
                    result["structuredContent"] = output(call);
                    server.Reply(request, result);
                },
            }
            : new Tool(name, schema) { Checks = false };

    private static JsonObject Nested(int depth)
    {
        var node = new JsonObject { ["value"] = "text" };
        for (; depth > 0; depth--)
        {
            node = new JsonObject { ["value"] = depth, ["a"] = node };
        }

        return node;
    }
}
