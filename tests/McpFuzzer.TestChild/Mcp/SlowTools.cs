using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Tools that take their time and reply in the end.</summary>
internal static class SlowTools
{
    /// <summary>
    /// <c>slow:time=3s[,name=slow,progress,every=200ms,obeys]</c>: takes so long. It reports progress where the call
    /// has a token. With <c>obeys</c> it does not reply to a cancelled call.
    /// </summary>
    public static Tool Slow(Spec spec) =>
        ToolKits.PlainTool(spec.Text("name", "slow")) with
        {
            Run = (server, request, _) =>
                server.Work(() => Take(server, request, spec.Time("time", TimeSpan.FromSeconds(3)), spec)),
        };

    /// <summary><c>sleep:max=3</c>: takes as many seconds as its argument says.</summary>
    public static Tool Sleep(Spec spec)
    {
        var seconds = ToolKits.TypeOf("integer");
        seconds["minimum"] = 0;
        seconds["maximum"] = spec.Whole("max", 3);
        var schema = ToolKits.ObjectOf(("seconds", seconds));
        schema["required"] = new JsonArray("seconds");
        return new Tool("sleep", schema)
        {
            Run = (server, request, call) =>
                server.Work(() =>
                    Take(
                        server,
                        request,
                        TimeSpan.FromSeconds(Incoming.Find(call.Arguments, "seconds")?.GetDouble() ?? 0),
                        spec
                    )
                ),
        };
    }

    private static void Take(Server server, Incoming request, TimeSpan time, Spec spec)
    {
        var step = spec.Time("every", TimeSpan.FromMilliseconds(200));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var done = 1; clock.Elapsed < time; done++)
        {
            Pause.For(TimeSpan.FromTicks(Math.Max(1, Math.Min(step.Ticks, (time - clock.Elapsed).Ticks))));
            if (spec.Has("obeys") && server.IsCancelled(request))
            {
                return;
            }

            if (spec.Has("progress") && request.ProgressToken is { } token)
            {
                server.Notify(
                    "notifications/progress",
                    new JsonObject { ["progressToken"] = JsonNode.Parse(token), ["progress"] = done }
                );
            }
        }

        server.Reply(request, Tool.Text("done at last"));
    }
}
