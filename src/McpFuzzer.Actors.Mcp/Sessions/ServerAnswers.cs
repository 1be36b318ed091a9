using System.Diagnostics;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Reads what servers say about themselves. Invalid answers become a message, never an exception.</summary>
internal static class ServerAnswers
{
    private const int ShownCharacters = 200;
    private const int ShownVersions = 10;
    private const int ShownVersionCharacters = 40;

    /// <summary>Interprets an answer to <c>server/discover</c>.</summary>
    public static HandshakeInput ReadDiscover(McpReply reply) =>
        reply switch
        {
            McpReply.Result result => ReadDiscover(result.Value),
            McpReply.Error error when IsOfTheNewerEra(error.Code) => Reject(
                McpMethods.Discover,
                error,
                mayDiscover: false
            ),
            McpReply.Error error => new HandshakeInput.DiscoverRejected(
                $"the target rejected {McpMethods.Discover}: {Show(error)}"
            ),
            McpReply.Unreadable beyond => Unreadable(McpMethods.Discover, beyond),
            McpReply.Lost lost => new HandshakeInput.Gone(lost.Written),
            _ => throw new UnreachableException(),
        };

    /// <summary>Interprets an answer to <c>initialize</c>.</summary>
    public static HandshakeInput ReadInitialize(McpReply reply) =>
        reply switch
        {
            McpReply.Result result => ReadInitialize(result.Value),
            McpReply.Error error when IsOfTheNewerEra(error.Code) => Reject(
                McpMethods.Initialize,
                error,
                mayDiscover: true
            ),
            McpReply.Error error => new HandshakeInput.InitializeRejected(
                error.Code,
                $"the target rejected {McpMethods.Initialize}: {Show(error)}"
            ),
            McpReply.Unreadable beyond => Unreadable(McpMethods.Initialize, beyond),
            McpReply.Lost lost => new HandshakeInput.Gone(lost.Written),
            _ => throw new UnreachableException(),
        };

    /// <summary>Describes a reply to a request that was never sent, in one line.</summary>
    public static string ShowStrangeId(StreamAnomaly anomaly) =>
        $"it replied{(anomaly.Method is { } method ? $" to {method}" : "")} with the id {anomaly.StrangeId}, "
        + "which was never sent";

    /// <summary>Formats an error as one printable line.</summary>
    public static string Show(McpReply.Error error)
    {
        var said = error.Message.Length > ShownCharacters ? error.Message[..ShownCharacters] + "…" : error.Message;
        return $"{error.Code} {Printable.Escape(said)}";
    }

    /// <summary>Returns a member of an object; null when either is missing.</summary>
    public static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } container && container.TryGetProperty(name, out var member)
            ? member
            : null;

    /// <summary>Returns the text of a string; null when the value is not a string, or not valid Unicode.</summary>
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
            // The escape of a lone surrogate is valid JSON, but not text.
            return null;
        }
    }

    // Unsupported protocol version, missing capability, header mismatch. No server of the older era has these codes.
    private static bool IsOfTheNewerEra(int code) => code is >= -32022 and <= -32020;

    private static HandshakeInput.NewerRejected Reject(string method, McpReply.Error error, bool mayDiscover)
    {
        var supported = Versions(Member(error.Data, "supported"));
        return new HandshakeInput.NewerRejected(
            $"the target rejected {method}: {Show(error)}{ShowVersions(supported)}; {ProtocolRevisions.Spoken}",
            mayDiscover && (supported.Count == 0 || supported.Contains(ProtocolRevisions.Discovering))
        );
    }

    private static HandshakeInput ReadDiscover(JsonElement result)
    {
        var versions = Versions(Member(result, "supportedVersions"));
        if (versions.Contains(ProtocolRevisions.Discovering))
        {
            var server =
                Member(Member(result, "_meta"), "io.modelcontextprotocol/serverInfo") ?? Member(result, "serverInfo");
            return new HandshakeInput.Discovered(Agree(server, ProtocolRevisions.Discovering, result));
        }

        return versions.Count == 0 || versions.Any(ProtocolRevisions.Initialized.Contains)
            ? new HandshakeInput.DiscoverRejected("server/discover names no supported revision")
            : new HandshakeInput.NewerRejected(
                $"the target speaks no supported protocol revision{ShowVersions(versions)}; {ProtocolRevisions.Spoken}",
                MayDiscover: false
            );
    }

    private static HandshakeInput ReadInitialize(JsonElement result) =>
        Text(Member(result, "protocolVersion")) switch
        {
            null or "" => new HandshakeInput.NotUsable(
                "the target is not an MCP server: its answer to initialize has no protocolVersion"
            ),
            var revision when ProtocolRevisions.Initialized.Contains(revision) => new HandshakeInput.Initialized(
                Agree(Member(result, "serverInfo"), revision, result)
            ),
            var revision => new HandshakeInput.NotUsable(
                $"the target answers initialize with the protocol revision {Shorten(revision)}; "
                    + ProtocolRevisions.Spoken
            ),
        };

    private static HandshakeInput.NotUsable Unreadable(string method, McpReply.Unreadable beyond) =>
        new($"the answer to {method} exceeds a limit of mcpfuzzer: {beyond.Limit}");

    private static List<string> Versions(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } versions
            ? [.. versions.EnumerateArray().Select(version => Text(version)).OfType<string>()]
            : [];

    private static string ShowVersions(List<string> versions)
    {
        var shown = string.Join(", ", versions.Take(ShownVersions).Select(Shorten));
        return shown.Length == 0 ? ""
            : versions.Count > ShownVersions ? $"; it speaks {shown}, …"
            : $"; it speaks {shown}";
    }

    private static string Shorten(string revision) =>
        Printable.Escape(
            revision.Length > ShownVersionCharacters ? revision[..ShownVersionCharacters] + "…" : revision
        );

    private static Agreement Agree(JsonElement? server, string revision, JsonElement result) =>
        new(
            new ServerIdentity(Text(Member(server, "name")), Text(Member(server, "version")), revision),
            Member(Member(result, "capabilities"), "tools") is { ValueKind: JsonValueKind.Object }
        );
}
