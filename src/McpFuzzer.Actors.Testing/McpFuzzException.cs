namespace McpFuzzer.Actors.Testing;

/// <summary>
/// A server could not be started, did not speak MCP, failed for good, or was sent no call. The message is one line.
/// </summary>
#pragma warning disable RCS1194 // Only McpFuzz throws it, and always with the report of the part that was done.
public sealed class McpFuzzException : Exception
#pragma warning restore RCS1194
{
    internal McpFuzzException(string message, string stderrTail, McpFuzzReport report)
        : base(message)
    {
        StderrTail = stderrTail;
        Report = report;
    }

    /// <summary>The last of the server's stderr, made printable, with secrets masked; may be empty.</summary>
    public string StderrTail { get; }

    /// <summary>What was done and found until then.</summary>
    public McpFuzzReport Report { get; }
}
