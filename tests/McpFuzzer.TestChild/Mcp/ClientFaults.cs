using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>
/// Requests to the client. The record shows whether the client replies: <c>reply "from-server-1" result</c>.
/// </summary>
internal static class ClientFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } = new() { ["asks-client"] = AskClient };

    /// <summary>
    /// <c>asks-client:method=ping</c>, with the keys of <see cref="Trigger" />: a request to the client before the call
    /// is answered.
    /// </summary>
    private static Fault AskClient(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        var asked = 0;
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                if (trigger.Fires(message))
                {
                    server.Output.Send(
                        new JsonObject
                        {
                            ["jsonrpc"] = "2.0",
                            ["id"] = $"from-server-{++asked}",
                            ["method"] = spec.Text("method", "ping"),
                        }
                    );
                }

                return false;
            },
        };
    }
}
