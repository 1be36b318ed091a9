using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Tools of other kinds than the plain ones, by the name of their kind.</summary>
internal static class ToolKits
{
    private static readonly Dictionary<string, Func<Spec, IEnumerable<Tool>>> ByName = new()
    {
        ["slow"] = spec => [SlowTools.Slow(spec)],
        ["sleep"] = spec => [SlowTools.Sleep(spec)],
        ["kill_process"] = _ => [KillProcess()],
        ["task"] = spec => [Task(spec.Text("name", "task"))],
        ["wide"] = Wide,
        ["patterns"] = Patterns,
        ["ignoring"] = Ignoring,
        ["unbounded"] = spec => [Unbounded(spec.Text("name", "unbounded"))],
        ["recursive"] = spec => [OddSchemas.Recursive(spec)],
        ["long-name"] = spec => [OddSchemas.LongName(spec)],
    };

    /// <summary>Makes the tools that are named.</summary>
    /// <exception cref="FormatException">The name is unknown.</exception>
    public static IEnumerable<Tool> Of(Spec spec) =>
        ByName.TryGetValue(spec.Name, out var make)
            ? make(spec)
            : throw new FormatException(
                $"--with {spec.Name}: no such tool; there are {string.Join(", ", ByName.Keys)}"
            );

    public static IEnumerable<Tool> Plain(int count) => Enumerable.Range(0, count).Select(i => PlainTool($"tool{i}"));

    /// <summary>Takes a whole number and a text, checks them, and replies at once.</summary>
    public static Tool PlainTool(string name) =>
        new(name, ObjectOf(("a", TypeOf("integer")), ("text", TypeOf("string")), ("mode", OneOf("plain", "odd"))));

    /// <summary>Ends nothing, but writes <c>pid N</c> to the record.</summary>
    private static Tool KillProcess() =>
        new("kill_process", ObjectOf(("pid", TypeOf("integer")), ("force", TypeOf("boolean"))))
        {
            More = new JsonObject { ["annotations"] = new JsonObject { ["destructiveHint"] = true } },
            Run = (server, request, call) =>
            {
                if (Incoming.Find(call.Arguments, "pid") is { } pid)
                {
                    server.Record.Write($"pid {pid.GetRawText()}");
                }

                server.Reply(request, Tool.Text("killed"));
            },
        };

    /// <summary>
    /// A tool that must be called as a task, and rejects a plain call as the specification prescribes.
    /// </summary>
    private static Tool Task(string name) =>
        PlainTool(name) with
        {
            Checks = false,
            More = new JsonObject { ["execution"] = new JsonObject { ["taskSupport"] = "required" } },
            Run = (server, request, _) => server.Refuse(request, -32601, "must be called as a task"),
        };

    /// <summary>
    /// <c>wide:count=1500,properties=12[,bounds]</c>: tools with many properties, each described at length; with
    /// bounds, numbers are 0 to 9.
    /// </summary>
    private static IEnumerable<Tool> Wide(Spec spec)
    {
        string[] types = ["string", "integer", "boolean", "array"];
        var properties = Enumerable
            .Range(0, spec.Whole("properties", 12))
            .Select(i => ($"p{i}", WideProperty(types[i % types.Length], spec.Has("bounds"))));
        var schema = ObjectOf([.. properties]);
        schema["required"] = new JsonArray("p0", "p1");
        return Enumerable.Range(0, spec.Whole("count", 1)).Select(i => new Tool($"wide{i}", schema));
    }

    /// <summary>
    /// <c>patterns:count=10,each=54</c>: tools whose texts have patterns. They check nothing but types.
    /// </summary>
    private static IEnumerable<Tool> Patterns(Spec spec)
    {
        var properties = Enumerable
            .Range(0, spec.Whole("each", 54))
            .Select(i =>
            {
                var property = TypeOf("string");
                property["pattern"] = $"^[a-z]{{{i + 1},{i + 40}}}(-[0-9A-F]{{4}})+$";
                return ($"p{i}", property);
            });
        var schema = ObjectOf([.. properties]);
        return Enumerable.Range(0, spec.Whole("count", 10)).Select(i => new Tool($"patterns{i}", schema));
    }

    /// <summary>
    /// <c>ignoring:count=11[,says]</c>: tools that forbid other properties and then ignore them, and perhaps say so.
    /// </summary>
    private static IEnumerable<Tool> Ignoring(Spec spec)
    {
        for (var i = 0; i < spec.Whole("count", 11); i++)
        {
            var told = ObjectOf(("a", TypeOf("integer")));
            var kept = told.DeepClone().AsObject();
            told["additionalProperties"] = false;
            yield return new Tool($"ignoring{i}", told)
            {
                Checks = false,
                Run = (server, request, call) =>
                    server.Reply(
                        request,
                        ArgumentCheck.Problem(kept, call.Arguments) is { } problem ? Tool.Failure(problem)
                            : ArgumentCheck.Problem(told, call.Arguments) is { } ignored && spec.Has("says")
                                ? Tool.Text($"done; ignored {ignored}")
                            : Tool.Text("done")
                    ),
            };
        }
    }

    /// <summary>Publishes 1 to 10 and checks no upper bound.</summary>
    private static Tool Unbounded(string name)
    {
        var size = TypeOf("integer");
        size["minimum"] = 1;
        var kept = ObjectOf(("size", size.DeepClone().AsObject()));
        size["maximum"] = 10;
        return new Tool(name, ObjectOf(("size", size)))
        {
            Checks = false,
            Run = (server, request, call) =>
                server.Reply(
                    request,
                    ArgumentCheck.Problem(kept, call.Arguments) is { } problem
                        ? Tool.Failure(problem)
                        : Tool.Text("done")
                ),
        };
    }

    public static JsonObject TypeOf(string type) => new() { ["type"] = type };

    public static JsonObject ObjectOf(params (string Name, JsonObject Schema)[] properties) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))
            ),
        };

    private static JsonObject OneOf(params string[] values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    private static JsonObject WideProperty(string type, bool hasBounds)
    {
        var schema = TypeOf(type);
        schema["description"] = new string('x', 150);
        if (hasBounds && type == "integer")
        {
            schema["minimum"] = 0;
            schema["maximum"] = 9;
        }

        return schema;
    }
}
