namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>The phases of a handshake.</summary>
internal enum HandshakePhase
{
    /// <summary>A process is to be started.</summary>
    Starting,

    /// <summary><c>server/discover</c> was sent and is not answered.</summary>
    Discovering,

    /// <summary><c>initialize</c> was sent after it, and neither is answered.</summary>
    Both,

    /// <summary>
    /// <c>initialize</c> was answered first. The handshake waits a moment longer for <c>server/discover</c>.
    /// </summary>
    Weighing,

    /// <summary>The handshake waits only for <c>initialize</c>.</summary>
    Initializing,

    /// <summary>Server and client agree.</summary>
    Agreed,

    /// <summary>Server and client do not agree.</summary>
    Failed,
}

/// <summary>How long a phase waits before it moves on.</summary>
internal enum HandshakeWait
{
    /// <summary>As long as the attempt lasts.</summary>
    None,

    /// <summary>As long as a server of the newer era may take to answer.</summary>
    Silence,

    /// <summary>As long as a reply that was overtaken by another may take.</summary>
    Moment,

    /// <summary>The same, when waiting costs nothing.</summary>
    LongMoment,
}

/// <summary>The state of a handshake, across all its processes.</summary>
/// <param name="Phase">The current phase.</param>
internal sealed record HandshakeState(HandshakePhase Phase)
{
    /// <summary>The number of processes started.</summary>
    public int Processes { get; init; }

    /// <summary>The next process is sent <c>server/discover</c>.</summary>
    public bool Probes { get; init; } = true;

    /// <summary>
    /// The target is known to belong to the newer era. It is not sent <c>initialize</c> merely because it is silent or
    /// has exited.
    /// </summary>
    public bool IsNewer { get; init; }

    /// <summary>
    /// False once the target has shown that it belongs to the newer era. It is never sent <c>initialize</c> again.
    /// </summary>
    public bool MayInitialize { get; init; } = true;

    /// <summary>A process has rejected <c>server/discover</c>, as a server of the older era does.</summary>
    public bool HasRejectedDiscover { get; init; }

    /// <summary>The answer to <c>initialize</c> during Weighing.</summary>
    public HandshakeInput? Weighed { get; init; }

    /// <summary>The agreement.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>Why the handshake failed, or failed with the previous process.</summary>
    public HandshakeFailure? Failure { get; init; }

    public HandshakeWait Wait =>
        Phase switch
        {
            HandshakePhase.Discovering when !IsNewer => HandshakeWait.Silence,
            HandshakePhase.Weighing when Weighed is HandshakeInput.Initialized => HandshakeWait.Moment,
            HandshakePhase.Weighing => HandshakeWait.LongMoment,
            _ => HandshakeWait.None,
        };

    /// <summary>The names of the requests without an answer.</summary>
    public string WaitedFor =>
        Phase switch
        {
            HandshakePhase.Discovering => McpMethods.Discover,
            HandshakePhase.Initializing => McpMethods.Initialize,
            _ => $"{McpMethods.Discover} or {McpMethods.Initialize}",
        };

    /// <summary>The state before the first process.</summary>
    /// <param name="knownRevision">The revision that the target spoke before; null when unknown.</param>
    public static HandshakeState Of(string? knownRevision) =>
        new(HandshakePhase.Starting)
        {
            Probes = knownRevision is null || ProtocolRevisions.Discovers(knownRevision),
            IsNewer = knownRevision is not null && ProtocolRevisions.Discovers(knownRevision),
        };
}

/// <summary>The agreement of server and client.</summary>
/// <param name="Server">The server and its revision.</param>
/// <param name="HasTools">True when the server has declared tools.</param>
internal sealed record Agreement(ServerIdentity Server, bool HasTools);

/// <summary>Why the handshake failed.</summary>
internal abstract record HandshakeFailure
{
    private HandshakeFailure() { }

    /// <summary>An answer that ends the handshake.</summary>
    internal sealed record Rejected(string Why) : HandshakeFailure;

    /// <summary>No answer in time.</summary>
    internal sealed record TimedOut(string WaitedFor) : HandshakeFailure;

    /// <summary>The target has exited, or closed a stream.</summary>
    internal sealed record Gone(bool Written) : HandshakeFailure;
}

/// <summary>The inputs of a handshake.</summary>
internal abstract record HandshakeInput
{
    private HandshakeInput() { }

    /// <summary>A process runs, and nothing was sent to it.</summary>
    internal sealed record Started : HandshakeInput;

    /// <summary>A result of <c>server/discover</c> that names a supported revision.</summary>
    internal sealed record Discovered(Agreement Agreement) : HandshakeInput;

    /// <summary>
    /// An answer to <c>server/discover</c> of a server that lacks the method, or that speaks only older revisions.
    /// </summary>
    internal sealed record DiscoverRejected(string Why) : HandshakeInput;

    /// <summary>A result of <c>initialize</c> that names a supported revision.</summary>
    internal sealed record Initialized(Agreement Agreement) : HandshakeInput;

    /// <summary>An error to <c>initialize</c>.</summary>
    internal sealed record InitializeRejected(int Code, string Why) : HandshakeInput;

    /// <summary>
    /// An answer that only a server of the newer era gives, and that does not complete the handshake.
    /// </summary>
    /// <param name="Why">The answer, and its request.</param>
    /// <param name="MayDiscover">True when it rejected <c>initialize</c>, and may still support the revision without
    /// it.</param>
    internal sealed record NewerRejected(string Why, bool MayDiscover) : HandshakeInput;

    /// <summary>An unusable answer, or output that no server writes.</summary>
    internal sealed record NotUsable(string Why) : HandshakeInput;

    /// <summary>The wait of the phase is over.</summary>
    internal sealed record WaitOver : HandshakeInput;

    /// <summary>The time of the attempt is over.</summary>
    internal sealed record TimedOut : HandshakeInput;

    /// <summary>The target has exited, or closed a stream.</summary>
    internal sealed record Gone(bool Written) : HandshakeInput;
}

/// <summary>What to send. The phase says what else to do.</summary>
internal enum HandshakeEffect
{
    None,
    SendDiscover,
    SendInitialize,
}
