namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>One call of a tool, on one session.</summary>
/// <param name="tool">The tool's name.</param>
/// <param name="arguments">JSON on one line, sent byte for byte.</param>
internal sealed class ToolCall(string tool, ReadOnlyMemory<byte> arguments)
{
    public string Tool { get; } = tool;

    public ReadOnlyMemory<byte> Arguments { get; } = arguments;

    /// <summary>The caller's own tag; not used here.</summary>
    public object? Tag { get; init; }

    /// <summary>
    /// Receives the reply, once, until the withdrawal: also after the cancellation. Runs on the reader's thread and
    /// must return at once.
    /// </summary>
    public Action<McpReply>? Replied { get; init; }

    /// <summary>
    /// Called for each <c>notifications/progress</c> of this call; null asks the server for no progress. Runs on the
    /// reader's thread and must return at once.
    /// </summary>
    public Action? Progress { get; init; }
}
