using System.Text.Json;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>What one line of a server means.</summary>
internal abstract record Incoming
{
    private Incoming() { }

    /// <summary>A reply.</summary>
    /// <param name="Id">Its id as sent; undefined when there is none.</param>
    /// <param name="Outcome">What it says.</param>
    /// <param name="Defect">What JSON-RPC 2.0 forbids about it, beside its id; null when it is sound. A reply with a
    /// defect still answers its request, so that one fault isn't told twice.</param>
    internal sealed record Reply(JsonElement Id, ReplyOutcome Outcome, string? Defect) : Incoming;

    /// <summary>The server asks for something.</summary>
    internal sealed record Request(JsonElement Id, string Method) : Incoming;

    /// <summary>The server tells something.</summary>
    /// <param name="Method">Its method.</param>
    /// <param name="Parameters">Its params; undefined when there are none.</param>
    internal sealed record Notification(string Method, JsonElement Parameters) : Incoming;

    /// <summary>Several messages in one array, which only the revision 2025-03-26 allows.</summary>
    internal sealed record Batch(IReadOnlyList<Incoming> Messages) : Incoming;

    /// <summary>Nothing that belongs on the stream.</summary>
    internal sealed record Malformed(Sessions.StreamAnomalyKind Kind, string Why) : Incoming;
}

/// <summary>What a reply says.</summary>
internal abstract record ReplyOutcome
{
    private ReplyOutcome() { }

    /// <summary>A result.</summary>
    internal sealed record Result(JsonElement Value) : ReplyOutcome;

    /// <summary>An error.</summary>
    internal sealed record Error(int Code, string Message, JsonElement? Data) : ReplyOutcome;

    /// <summary>Something beyond a limit of our own.</summary>
    internal sealed record Unreadable(string Limit) : ReplyOutcome;
}
