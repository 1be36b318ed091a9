using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>The meaning of one line of a server.</summary>
internal abstract record Incoming
{
    private Incoming() { }

    /// <summary>A reply.</summary>
    /// <param name="Id">Its id as sent; undefined when it has none.</param>
    /// <param name="Outcome">Its outcome.</param>
    /// <param name="Defect">How it breaks JSON-RPC 2.0, its id apart; null when it is sound. A reply with a defect
    /// still answers its request, so that one fault is not reported twice.</param>
    internal sealed record Reply(JsonElement Id, ReplyOutcome Outcome, string? Defect) : Incoming;

    /// <summary>A request of the server.</summary>
    internal sealed record Request(JsonElement Id, string Method) : Incoming;

    /// <summary>A notification of the server.</summary>
    /// <param name="Method">Its method.</param>
    /// <param name="Parameters">Its params; undefined when it has none.</param>
    internal sealed record Notification(string Method, JsonElement Parameters) : Incoming;

    /// <summary>Several messages in one array. Only the revision 2025-03-26 allows this.</summary>
    internal sealed record Batch(IReadOnlyList<Incoming> Messages) : Incoming;

    /// <summary>A line that does not belong on the stream.</summary>
    internal sealed record Malformed(Sessions.StreamAnomalyKind Kind, string Why) : Incoming;
}

/// <summary>The outcome that a reply carries.</summary>
internal abstract record ReplyOutcome
{
    private ReplyOutcome() { }

    /// <summary>A result.</summary>
    internal sealed record Result(JsonElement Value) : ReplyOutcome;

    /// <summary>An error.</summary>
    internal sealed record Error(int Code, string Message, JsonElement? Data) : ReplyOutcome;

    /// <summary>A reply that exceeds a limit of mcpfuzzer.</summary>
    internal sealed record Unreadable(string Limit) : ReplyOutcome;
}
