namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The result of a check whether a server is alive.</summary>
/// <param name="Answered">True when the server replied at all, even with an error.</param>
/// <param name="Ping">The answer to the ping.</param>
internal sealed record ProbeResult(bool Answered, PingAnswer Ping);

/// <summary>How a server answers <c>ping</c>.</summary>
internal enum PingAnswer
{
    /// <summary>
    /// No ping was sent, because the protocol revision has none, or the stream ended before an answer.
    /// </summary>
    NotSent,

    /// <summary>A result.</summary>
    Answered,

    /// <summary>An error, such as -32601.</summary>
    Rejected,

    /// <summary>No answer in time.</summary>
    Silent,
}
