namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The result of a probe for a sign of life.</summary>
/// <param name="Answered">Something was answered, be it with an error.</param>
/// <param name="Ping">What became of the ping.</param>
internal sealed record ProbeResult(bool Answered, PingAnswer Ping);

/// <summary>What a server makes of <c>ping</c>.</summary>
internal enum PingAnswer
{
    /// <summary>
    /// None was sent, as the protocol revision has none; or the stream ended before an answer could come.
    /// </summary>
    NotSent,

    /// <summary>A result.</summary>
    Answered,

    /// <summary>An error, such as -32601.</summary>
    Refused,

    /// <summary>Nothing, though it was waited for.</summary>
    Silent,
}
