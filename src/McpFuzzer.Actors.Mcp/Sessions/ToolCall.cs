namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>One call of a tool, on one session.</summary>
/// <param name="tool">The tool's name.</param>
/// <param name="arguments">JSON on one line, which goes out byte for byte.</param>
internal sealed class ToolCall(string tool, ReadOnlyMemory<byte> arguments)
{
    public string Tool { get; } = tool;

    public ReadOnlyMemory<byte> Arguments { get; } = arguments;

    /// <summary>What the caller knows the call by; nothing is made of it here.</summary>
    public object? Tag { get; init; }

    /// <summary>
    /// Takes a reply that came after the token, and before the call was withdrawn. Runs on the reader's thread and must
    /// return at once.
    /// </summary>
    public Action<McpReply>? Late { get; init; }

    /// <summary>
    /// Is called for each <c>notifications/progress</c> of this call; null asks the server for none. Runs on the
    /// reader's thread and must return at once.
    /// </summary>
    public Action? Progress { get; init; }
}
