using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Faults before the first call.</summary>
internal static class StartFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["silent"] = _ => new Fault { OnMessage = (_, _) => true },
            ["slow-start"] = SlowStart,
            ["late"] = Late,
            ["initialize-first"] = _ => InitializeFirst(),
            ["banner"] = Banner,
            ["revision"] = Revision,
            ["supported"] = Supported,
        };

    /// <summary>
    /// <c>slow-start:time=3s[,says=TEXT]</c>: says the text on stderr and sleeps before it reads anything.
    /// </summary>
    private static Fault SlowStart(Spec spec) =>
        new()
        {
            AtStart = _ =>
            {
                Console.Error.WriteLine(spec.Text("says", "starting"));
                Pause.For(spec.Time("time", TimeSpan.FromSeconds(3)));
            },
        };

    /// <summary><c>late:method=server/discover,time=3s</c>: sleeps before it answers the first such request.</summary>
    private static Fault Late(Spec spec)
    {
        var isFirst = true;
        return new Fault
        {
            OnMessage = (_, message) =>
            {
                if (isFirst && message.Method == spec.Text("method", "server/discover"))
                {
                    isFirst = false;
                    Pause.For(spec.Time("time", TimeSpan.FromSeconds(3)));
                }

                return false;
            },
        };
    }

    // As servers on rmcp do.
    private static Fault InitializeFirst()
    {
        var isReady = false;
        return new Fault
        {
            OnMessage = (_, message) =>
            {
                if (!isReady && message.Method != "initialize")
                {
                    Console.Error.WriteLine($"Error: expected initialize, got {message.Method}");
                    Native.Exit(1);
                }

                isReady = true;
                return false;
            },
        };
    }

    /// <summary>
    /// <c>banner[:at=handshake,after=100ms,text=TEXT]</c>: one line of text on stdout, at the start or so long after
    /// the handshake.
    /// </summary>
    private static Fault Banner(Spec spec)
    {
        var text = spec.Text("text", "test-child is ready");
        if (spec.Text("at", "start") == "start")
        {
            return new Fault { AtStart = server => server.Output.WriteLine(text) };
        }

        var isShown = false;
        return new Fault
        {
            AfterReply = (server, request) =>
            {
                if (!isShown && request.Method is "initialize" or "server/discover")
                {
                    isShown = true;
                    Server.Beside(() =>
                    {
                        Pause.For(spec.Time("after", TimeSpan.Zero));
                        server.Output.WriteLine(text);
                    });
                }
            },
        };
    }

    /// <summary><c>revision:value=2099-01-01</c>: the answer to <c>initialize</c> names that revision.</summary>
    private static Fault Revision(Spec spec) =>
        new()
        {
            OnReply = (_, request, reply) =>
            {
                if (request.Method == "initialize" && reply["result"] is JsonObject result)
                {
                    result["protocolVersion"] = spec.Text("value", "2099-01-01");
                }
            },
        };

    /// <summary><c>supported:value=2027-01-01</c>: every request is rejected with -32022 and that list.</summary>
    private static Fault Supported(Spec spec)
    {
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                if (message.IsRequest)
                {
                    var supported = new JsonArray(spec.Text("value", "2027-01-01"));
                    var data = new JsonObject { ["supported"] = supported, ["requested"] = message.Revision };
                    server.Refuse(message, -32022, "Unsupported protocol version", data);
                }

                return true;
            },
        };
    }
}
