using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Faults of the replies to calls. Each takes the keys of <see cref="Trigger" />.</summary>
internal static class ResultFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["refuse"] = spec => Instead(spec, (server, request) => server.Reply(request, Rejection(spec))),
            ["internal-error"] = spec => Instead(spec, (server, request) => Fail(server, request, spec)),
            ["nested"] = Nested,
            ["broken-result"] = spec => Edit(spec, result => result["content"] = "not a list"),
            ["says-ignored"] = spec => Edit(spec, SayIgnored),
            ["result-type"] = spec => Edit(spec, result => SetType(result, spec.Text("value", "unknown"))),
            ["task-result"] = spec => Edit(spec, AddTask),
            ["input-required"] = spec => Edit(spec, RequireInput),
        };

    private static Fault Instead(Spec spec, Action<Server, Incoming> answer)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                var fires = trigger.Fires(message);
                if (fires)
                {
                    answer(server, message);
                }

                return fires;
            },
        };
    }

    private static Fault Edit(Spec spec, Action<JsonObject> edit)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnReply = (_, request, reply) =>
            {
                if (trigger.Fires(request) && reply["result"] is JsonObject result)
                {
                    edit(result);
                }
            },
        };
    }

    /// <summary><c>refuse[:text=TEXT]</c>: isError, as where an API key is missing.</summary>
    private static JsonObject Rejection(Spec spec) => Tool.Failure(spec.Text("text", "401: set API_KEY"));

    /// <summary><c>internal-error[:code=-32603,message=TEXT]</c>.</summary>
    private static void Fail(Server server, Incoming request, Spec spec) =>
        server.Refuse(request, spec.Whole("code", -32603), spec.Text("message", "getaddrinfo ENOTFOUND api.example"));

    /// <summary><c>nested:depth=2000</c>: valid JSON that deep, where a plain tool takes the arguments.</summary>
    private static Fault Nested(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        var schema = ToolKits.PlainTool("plain").Schema;
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                var fires = trigger.Fires(message) && ArgumentCheck.Problem(schema, message.Call!.Arguments) is null;
                if (fires)
                {
                    Nest(server, message, spec.Whole("depth", 2_000));
                }

                return fires;
            },
        };
    }

    private static void Nest(Server server, Incoming request, int depth) =>
        server.Output.WriteLine(
            $"{{\"jsonrpc\":\"2.0\",\"id\":{request.Id},\"result\":{{\"content\":[],"
                + $"\"structuredContent\":{{\"deep\":{new string('[', depth)}{new string(']', depth)}}}}}}}"
        );

    private static void SayIgnored(JsonObject result) =>
        result["content"] = Tool.Text("unknown properties were ignored")["content"]!.DeepClone();

    /// <summary><c>result-type:value=TYPE</c>; the value <c>missing</c> takes the member away.</summary>
    private static void SetType(JsonObject result, string type)
    {
        result.Remove("resultType");
        if (type != "missing")
        {
            result["resultType"] = type;
        }
    }

    private static void AddTask(JsonObject result) =>
        result["task"] = new JsonObject
        {
            ["taskId"] = "1",
            ["status"] = "working",
            ["createdAt"] = "2026-01-01T00:00:00Z",
            ["lastUpdatedAt"] = "2026-01-01T00:00:00Z",
            ["ttl"] = 60_000,
        };

    private static void RequireInput(JsonObject result)
    {
        result["resultType"] = "input_required";
        result["inputRequests"] = new JsonObject
        {
            ["1"] = new JsonObject { ["method"] = "elicitation/create", ["params"] = new JsonObject() },
        };
    }
}
