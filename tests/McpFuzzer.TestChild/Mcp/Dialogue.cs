using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>How a server without faults answers each request.</summary>
internal sealed class Dialogue(Server server)
{
    public const string Discovering = "2026-07-28";
    public const string Initializing = "2025-11-25";

    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int UnsupportedRevision = -32022;

    private bool IsOld => server.Options.Era != Era.Discover;

    private bool IsNew => server.Options.Era != Era.Initialize;

    public void Answer(Incoming request)
    {
        if (request.Method == "initialize")
        {
            Initialize(request);
        }
        else if (request.Revision is { } revision && IsNew && revision != Discovering)
        {
            RejectRevision(request, revision);
        }
        else if (request.Revision is null && !IsOld)
        {
            server.Refuse(request, InvalidParams, "_meta names no protocol version");
        }
        else
        {
            AnswerKnown(request);
        }
    }

    /// <summary>Lists the tools on one page.</summary>
    public static JsonObject Page(Incoming request, IEnumerable<Tool> tools) =>
        Cacheable(request, new JsonObject { ["tools"] = new JsonArray([.. tools.Select(tool => tool.Describe())]) });

    private void AnswerKnown(Incoming request)
    {
        switch (request.Method)
        {
            case "server/discover" when IsNew:
                server.Reply(request, Discovered(request));
                break;
            case "ping" when IsOld && request.Revision is null:
                server.Reply(request, []);
                break;
            case "tools/list":
                server.Reply(request, Page(request, server.Tools));
                break;
            case "tools/call" when request.Call is { } call:
                Call(request, call);
                break;
            default:
                server.Refuse(request, MethodNotFound, "Method not found");
                break;
        }
    }

    private void Initialize(Incoming request)
    {
        if (!IsOld)
        {
            RejectRevision(request, Incoming.Find(request.Params, "protocolVersion")?.GetString());
            return;
        }

        server.Reply(
            request,
            new JsonObject
            {
                ["protocolVersion"] = Initializing,
                ["capabilities"] = Capabilities(),
                ["serverInfo"] = Info(),
            }
        );
    }

    private static JsonObject Discovered(Incoming request) =>
        Cacheable(
            request,
            new JsonObject
            {
                ["supportedVersions"] = new JsonArray(Discovering),
                ["capabilities"] = Capabilities(),
                ["_meta"] = new JsonObject { ["io.modelcontextprotocol/serverInfo"] = Info() },
            }
        );

    private void RejectRevision(Incoming request, string? requested) =>
        server.Refuse(
            request,
            UnsupportedRevision,
            "Unsupported protocol version",
            new JsonObject { ["supported"] = new JsonArray(Discovering), ["requested"] = requested }
        );

    private void Call(Incoming request, Call call)
    {
        var tool = server.Tools.FirstOrDefault(tool => tool.Name == call.Tool);
        if (tool is null)
        {
            server.Refuse(request, InvalidParams, $"Unknown tool: {call.Tool}");
        }
        else if (tool.Checks && ArgumentCheck.Problem(tool.Schema, call.Arguments) is { } problem)
        {
            server.Reply(request, Tool.Failure(problem));
        }
        else
        {
            tool.Run(server, request, call);
        }
    }

    private static JsonObject Capabilities() => new() { ["tools"] = new JsonObject { ["listChanged"] = true } };

    private static JsonObject Info() => new() { ["name"] = "test-child", ["version"] = "1.0.0" };

    private static JsonObject Cacheable(Incoming request, JsonObject result)
    {
        if (request.Revision is not null)
        {
            result["ttlMs"] = 60_000;
            result["cacheScope"] = "public";
        }

        return result;
    }
}
