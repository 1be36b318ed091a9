namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Hears what a server writes beside its replies; on any thread, and must return at once.</summary>
internal interface IStreamObserver
{
    /// <summary>Something is wrong with what the server wrote.</summary>
    void OnAnomaly(StreamAnomaly anomaly);

    /// <summary>The server says that its list of tools has changed.</summary>
    void OnToolsChanged();
}

/// <summary>What a server wrote that it should not have.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Detail">One printable line, shortened.</param>
internal sealed record StreamAnomaly(StreamAnomalyKind Kind, string Detail)
{
    /// <summary>The fixed words, without anything of the line.</summary>
    public string Why { get; init; } = "";

    /// <summary>The printable beginning of the line; empty when there is none to show.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>
    /// The call that it concerns, where an id says so, or where no other can be meant; null otherwise.
    /// </summary>
    public ToolCall? Call { get; init; }

    /// <summary>The method of our request that it concerns, when that is not a call; null otherwise.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The id of a reply, printable and shortened, where none of our requests has it; null otherwise.
    /// </summary>
    public string? StrangeId { get; init; }
}

/// <summary>Classes of anomalies.</summary>
internal enum StreamAnomalyKind
{
    /// <summary>A line that does not even begin like JSON.</summary>
    Noise,

    /// <summary>A line that begins like JSON and is none, or half a line at the end of the stream.</summary>
    InvalidJson,

    /// <summary>JSON, but no JSON-RPC 2.0 message.</summary>
    InvalidJsonRpc,

    /// <summary>A reply to an id that was never sent.</summary>
    WrongId,

    /// <summary>A reply whose id has another JSON type than the one sent.</summary>
    WrongIdType,

    /// <summary>A second reply to an id.</summary>
    DuplicateReply,

    /// <summary>A line beyond the frame cap; skipped to its end.</summary>
    Oversized,

    /// <summary>
    /// A result or an error without an id where no request can be meant: the reply to a notification.
    /// </summary>
    ReplyToNotification,

    /// <summary>A request of the server's, in a protocol revision that forbids them.</summary>
    ServerRequest,
}
