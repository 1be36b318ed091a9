using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Finds a tool's message when it rejects a call.</summary>
internal static class Rejections
{
    private const int Longest = 120;

    /// <summary>Returns the first text of a result with <c>isError</c>; null for any other result.</summary>
    public static string? Of(JsonElement result)
    {
        if (!ResultShape.IsError(result))
        {
            return null;
        }

        var texts =
            result.TryGetProperty("content", out var content) && content.ValueKind is JsonValueKind.Array
                ? content.EnumerateArray().Select(block => ServerAnswers.Text(ServerAnswers.Member(block, "text")))
                : [];
        return Bounded(texts.OfType<string>().FirstOrDefault() ?? "isError, without a text");
    }

    /// <summary>Returns an error's code and message.</summary>
    public static string Of(McpReply.Error error) => Bounded($"{error.Code} {error.Message}");

    private static string Bounded(string said)
    {
        var shown = Printable.Escape(said.Length > Longest ? said[..Longest] : said);
        return said.Length > Longest ? shown + "…" : shown;
    }
}
