using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>Behaviours of targets.</summary>
internal static class FakeServer
{
    public const string InitializeResult =
        """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"old","version":"1.2"}}""";

    public const string DiscoverResult =
        """{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"new","version":"3"}}}""";

    /// <summary>
    /// Answers each request by <paramref name="answer" />: a result, an error where it begins with <c>!</c>, or
    /// nothing.
    /// </summary>
    /// <param name="answer">Method and message to answer.</param>
    /// <param name="heard">Records everything received.</param>
    public static TargetBehaviour Answering(
        Func<string, JsonElement, string?> answer,
        ICollection<JsonElement>? heard = null
    ) =>
        async (peer, _) =>
        {
            while (await peer.HearAsync() is { } message)
            {
                heard?.Add(message);
                if (!message.TryGetProperty("id", out var id))
                {
                    continue;
                }

                var text = answer(message.GetProperty("method").GetString()!, message);
                var member = text is ['!', ..] ? $"\"error\":{text[1..]}" : $"\"result\":{text}";
                if (text is not null)
                {
                    await peer.SayAsync($"{{\"jsonrpc\":\"2.0\",\"id\":{id.GetRawText()},{member}}}");
                }
            }

            return null;
        };

    /// <summary>A server of the older era.</summary>
    public static string? Old(string method) =>
        method switch
        {
            "initialize" => InitializeResult,
            "ping" => "{}",
            _ => """!{"code":-32601,"message":"Method not found"}""",
        };

    /// <summary>A server of the newer era.</summary>
    public static string? New(string method) =>
        method == "server/discover" ? DiscoverResult : """!{"code":-32601,"message":"Method not found"}""";

    /// <summary>Exits without a word.</summary>
    public static TargetBehaviour Exiting(ProcessExit exit) => (_, _) => Task.FromResult<ProcessExit?>(exit);

    /// <summary>Never says anything.</summary>
    public static Task<ProcessExit?> Silent(ScriptedPeer peer, int incarnation) =>
        Answering((_, _) => null)(peer, incarnation);
}
