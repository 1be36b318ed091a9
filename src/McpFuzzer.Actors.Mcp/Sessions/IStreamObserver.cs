namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Observes what a server writes besides its replies. Runs on any thread, and must return at once.</summary>
internal interface IStreamObserver
{
    /// <summary>The server wrote something wrong.</summary>
    void OnAnomaly(StreamAnomaly anomaly);

    /// <summary>The server says that its list of tools has changed.</summary>
    void OnToolsChanged();
}

/// <summary>Something that a server should not have written.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Detail">One printable line, shortened.</param>
internal sealed record StreamAnomaly(StreamAnomalyKind Kind, string Detail)
{
    /// <summary>The reason in fixed words, without any text of the line.</summary>
    public string Why { get; init; } = "";

    /// <summary>The printable beginning of the line; may be empty.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>The call that it belongs to, by its id or because no other is possible; null when unknown.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The method of the request that it belongs to, if that is not a tool call; otherwise null.</summary>
    public string? Method { get; init; }

    /// <summary>The id of a reply, printable and shortened, when no request has this id; otherwise null.</summary>
    public string? StrangeId { get; init; }
}

/// <summary>Classes of anomalies.</summary>
internal enum StreamAnomalyKind
{
    /// <summary>A line that does not begin like JSON.</summary>
    Noise,

    /// <summary>A line that begins like JSON and is not, or half a line at the end of the stream.</summary>
    InvalidJson,

    /// <summary>JSON, but not a JSON-RPC 2.0 message.</summary>
    InvalidJsonRpc,

    /// <summary>A reply to an id that was never sent.</summary>
    WrongId,

    /// <summary>A reply whose id has another JSON type than the one sent.</summary>
    WrongIdType,

    /// <summary>A second reply to an id.</summary>
    DuplicateReply,

    /// <summary>A line longer than the frame limit. It was skipped.</summary>
    Oversized,

    /// <summary>A result or an error without an id while no request is open: the reply to a notification.</summary>
    ReplyToNotification,

    /// <summary>A request of the server, in a protocol revision that forbids it.</summary>
    ServerRequest,
}
