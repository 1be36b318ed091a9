namespace McpFuzzer.Mcp;

/// <summary>Lines on stdout that are not replies to requests.</summary>
internal static class StreamFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new() { ["log"] = Log, ["answer-notifications"] = AnswerNotifications };

    /// <summary>
    /// <c>log:each=message|call,text=TEXT</c>, with the keys of <see cref="Trigger" />: a log line before each message
    /// or call. In the text, {n} is the number of the message, and {id}, {method} and {tool} are those of the message.
    /// </summary>
    private static Fault Log(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        var eachMessage = spec.Text("each", "message") == "message";
        var number = 0;
        return new Fault
        {
            OnMessage = (server, message) =>
            {
                number++;
                if (eachMessage ? trigger.Covers(message) : trigger.Fires(message))
                {
                    server.Output.WriteLine(Fill(spec.Text("text", "INFO processing {method}"), message, number));
                }

                return false;
            },
        };
    }

    private static string Fill(string text, Incoming message, int number) =>
        text.Replace("{n}", $"{number}", StringComparison.Ordinal)
            .Replace("{id}", message.Id, StringComparison.Ordinal)
            .Replace("{method}", message.Method, StringComparison.Ordinal)
            .Replace("{tool}", message.Call?.Tool, StringComparison.Ordinal);

    /// <summary>
    /// <c>answer-notifications:as=error|result[,no-id]</c>: each notification is answered, with id null or without one.
    /// </summary>
    private static Fault AnswerNotifications(Spec spec) =>
        new()
        {
            OnMessage = (server, message) =>
            {
                if (message.IsNotification)
                {
                    var id = spec.Has("no-id") ? "" : "\"id\":null,";
                    var content =
                        spec.Text("as", "error") == "result"
                            ? "\"result\":{}"
                            : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
                    server.Output.WriteLine($"{{\"jsonrpc\":\"2.0\",{id}{content}}}");
                }

                return false;
            },
        };
}
