using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpFuzzer.Mcp;

/// <summary>
/// Replies that are wrong around the result. All replies, or those to the calls that <see cref="Trigger" /> names.
/// </summary>
internal static partial class EnvelopeFaults
{
    public static Dictionary<string, Func<Spec, Fault>> All { get; } =
        new()
        {
            ["string-id"] = spec => Edit(spec, (request, reply) => reply["id"] = request.Id),
            ["float-id"] = spec => Edit(spec, (request, reply) => reply["id"] = JsonNode.Parse($"{request.Id}.0")),
            ["zero-id"] = spec => Edit(spec, (_, reply) => reply["id"] = 0),
            ["wrong-id"] = spec => Edit(spec, (request, reply) => reply["id"] = long.Parse(request.Id!) + 1_000_000),
            ["no-jsonrpc"] = spec => Edit(spec, (_, reply) => reply.Remove("jsonrpc")),
            ["duplicate"] = Duplicate,
            ["surrogate-error"] = SurrogateError,
        };

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
    )]
    private static partial Regex LoneSurrogate();

    private static Fault Edit(Spec spec, Action<Incoming, JsonObject> edit)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnReply = (_, request, reply) =>
            {
                if (trigger.Covers(request))
                {
                    edit(request, reply);
                }
            },
        };
    }

    /// <summary>The reply to a call is sent twice.</summary>
    private static Fault Duplicate(Spec spec)
    {
        var trigger = Trigger.Of(spec);
        return new Fault
        {
            OnReply = (server, request, reply) =>
            {
                if (trigger.Fires(request))
                {
                    server.Output.Send(reply);
                }
            },
        };
    }

    /// <summary>
    /// <c>surrogate-error[:no-id]</c>: a call with a lone surrogate is answered by an error with id null, or without an
    /// id, as a parser that rejects it does.
    /// </summary>
    private static Fault SurrogateError(Spec spec) =>
        new()
        {
            OnMessage = (server, message) =>
            {
                if (message.Call is null || !LoneSurrogate().IsMatch(message.Line))
                {
                    return false;
                }

                var id = spec.Has("no-id") ? "" : "\"id\":null,";
                var code = spec.Whole("code", -32700);
                server.Output.WriteLine(
                    $"{{\"jsonrpc\":\"2.0\",{id}\"error\":{{\"code\":{code},\"message\":\"lone surrogate\"}}}}"
                );
                return true;
            },
        };
}
