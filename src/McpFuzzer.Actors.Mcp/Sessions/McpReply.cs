using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The outcome of a request.</summary>
internal abstract record McpReply
{
    private McpReply() { }

    /// <summary>A result. <paramref name="Elapsed" /> runs from the write of the request.</summary>
    internal sealed record Result(JsonElement Value, TimeSpan Elapsed) : McpReply;

    /// <summary>A JSON-RPC error.</summary>
    internal sealed record Error(int Code, string Message, JsonElement? Data, TimeSpan Elapsed) : McpReply;

    /// <summary>A reply that exceeds a limit of mcpfuzzer, which is not the server's fault.</summary>
    /// <param name="Limit">The limit, such as "JSON of more than 256 levels".</param>
    /// <param name="Elapsed">Runs from the write of the request.</param>
    internal sealed record Unreadable(string Limit, TimeSpan Elapsed) : McpReply;

    /// <summary>No reply arrived in time.</summary>
    internal sealed record TimedOut(TimeSpan After) : McpReply;

    /// <summary>
    /// The stream ended before the reply. <paramref name="Written" /> is false when the request was not sent.
    /// </summary>
    internal sealed record Lost(bool Written) : McpReply;
}
