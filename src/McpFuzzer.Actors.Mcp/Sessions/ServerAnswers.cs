using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Reads what servers say of themselves. Nonsense becomes a line, never an exception.</summary>
internal static class ServerAnswers
{
    private const int ShownCharacters = 200;

    public static HandshakeResult ReadDiscover(JsonElement result)
    {
        var speaksIt =
            Member(result, "supportedVersions") is { ValueKind: JsonValueKind.Array } versions
            && versions.EnumerateArray().Any(version => Text(version) == ProtocolRevisions.Discovering);
        if (!speaksIt)
        {
            return new HandshakeResult.Unanswered("server/discover names no revision without initialize");
        }

        var server =
            Member(Member(result, "_meta"), "io.modelcontextprotocol/serverInfo") ?? Member(result, "serverInfo");
        return Agreed(server, ProtocolRevisions.Discovering, result);
    }

    public static HandshakeResult ReadInitialize(JsonElement result) =>
        Text(Member(result, "protocolVersion")) is { Length: > 0 } revision
            ? Agreed(Member(result, "serverInfo"), revision, result)
            : new HandshakeResult.Refused(
                "the target is no MCP server: its answer to initialize has no protocolVersion",
                PerhapsByProbe: false
            );

    /// <summary>An error as one printable line.</summary>
    public static string Show(McpReply.Error error)
    {
        var said = error.Message.Length > ShownCharacters ? error.Message[..ShownCharacters] + "…" : error.Message;
        return $"{error.Code} {Printable.Escape(said)}";
    }

    /// <summary>A member of an object; null when either is missing.</summary>
    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } container && container.TryGetProperty(name, out var member)
            ? member
            : null;

    /// <summary>A string's text; null for what is no string, or no Unicode.</summary>
    public static string? Text(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape of a lone surrogate is valid JSON and no text.
            return null;
        }
    }

    private static HandshakeResult.Agreed Agreed(JsonElement? server, string revision, JsonElement result) =>
        new(
            new ServerIdentity(Text(Member(server, "name")), Text(Member(server, "version")), revision),
            Member(Member(result, "capabilities"), "tools") is { ValueKind: JsonValueKind.Object }
        );
}
