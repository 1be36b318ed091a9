namespace McpFuzzer.Mcp;

/// <summary>Faults of methods that the server does not know, or does not answer.</summary>
internal static class PingFaults
{
    private static readonly string[] Known = ["initialize", "tools/list", "tools/call"];

    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["ping-drop"] = _ => new Fault { OnMessage = (_, message) => message.Method == "ping" },
            ["ping-refuse"] = _ => new Fault { OnMessage = RefusePing },
            ["unknown-drop"] = _ => new Fault { OnMessage = DropUnknown },
        };

    private static bool RefusePing(Server server, Incoming message)
    {
        if (message is not { Method: "ping", IsRequest: true })
        {
            return false;
        }

        server.Refuse(message, -32601, "Method not found");
        return true;
    }

    // ping and server/discover among them, as hand-written servers do.
    private static bool DropUnknown(Server server, Incoming message) =>
        message.IsRequest && !Known.Contains(message.Method);
}
