namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Where a handshake stands.</summary>
internal enum HandshakePhase
{
    /// <summary>A process is to be started.</summary>
    Starting,

    /// <summary><c>server/discover</c> was sent, and not answered.</summary>
    Discovering,

    /// <summary><c>initialize</c> was sent after it; neither is answered.</summary>
    Both,

    /// <summary>
    /// <c>initialize</c> is answered before <c>server/discover</c>, which is waited for a moment longer.
    /// </summary>
    Weighing,

    /// <summary><c>initialize</c> alone is waited for.</summary>
    Initializing,

    /// <summary>Server and client understand each other.</summary>
    Agreed,

    /// <summary>They never will.</summary>
    Failed,
}

/// <summary>How long a phase waits before it goes on by itself.</summary>
internal enum HandshakeWait
{
    /// <summary>For the attempt's own time.</summary>
    None,

    /// <summary>As long as a server of the newer era may take to answer.</summary>
    Silence,

    /// <summary>For a reply that was overtaken by another.</summary>
    Moment,

    /// <summary>The same, where nothing is lost by waiting.</summary>
    LongMoment,
}

/// <summary>A handshake, over all the processes that it takes.</summary>
/// <param name="Phase">Where it stands.</param>
internal sealed record HandshakeState(HandshakePhase Phase)
{
    /// <summary>How many processes were started.</summary>
    public int Processes { get; init; }

    /// <summary>The next process is asked with <c>server/discover</c>.</summary>
    public bool Probes { get; init; } = true;

    /// <summary>
    /// The target is known to be of the newer era: it is not asked with <c>initialize</c> for mere silence, or because
    /// it ended.
    /// </summary>
    public bool IsNewer { get; init; }

    /// <summary>
    /// False once the target has shown that it is of the newer era: it is never sent <c>initialize</c> again.
    /// </summary>
    public bool MayInitialize { get; init; } = true;

    /// <summary>Some process has refused <c>server/discover</c> as a server of the older era does.</summary>
    public bool HasRefusedDiscover { get; init; }

    /// <summary>What <c>initialize</c> came to, while weighing.</summary>
    public HandshakeInput? Weighed { get; init; }

    /// <summary>What was agreed on, in the end.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>Why the handshake failed, or failed with the process before.</summary>
    public HandshakeFailure? Failure { get; init; }

    public HandshakeWait Wait =>
        Phase switch
        {
            HandshakePhase.Discovering when !IsNewer => HandshakeWait.Silence,
            HandshakePhase.Weighing when Weighed is HandshakeInput.Initialized => HandshakeWait.Moment,
            HandshakePhase.Weighing => HandshakeWait.LongMoment,
            _ => HandshakeWait.None,
        };

    /// <summary>The requests that are waited for.</summary>
    public string WaitedFor =>
        Phase switch
        {
            HandshakePhase.Discovering => McpMethods.Discover,
            HandshakePhase.Initializing => McpMethods.Initialize,
            _ => $"{McpMethods.Discover} or {McpMethods.Initialize}",
        };

    /// <summary>Before the first process.</summary>
    /// <param name="knownRevision">What the target spoke before; null when that is not known.</param>
    public static HandshakeState Of(string? knownRevision) =>
        new(HandshakePhase.Starting)
        {
            Probes = knownRevision is null || ProtocolRevisions.Discovers(knownRevision),
            IsNewer = knownRevision is not null && ProtocolRevisions.Discovers(knownRevision),
        };
}

/// <summary>What server and client agreed on.</summary>
/// <param name="Server">Who answered, and in which revision.</param>
/// <param name="HasTools">The server has declared tools.</param>
internal sealed record Agreement(ServerIdentity Server, bool HasTools);

/// <summary>Why the handshake failed.</summary>
internal abstract record HandshakeFailure
{
    private HandshakeFailure() { }

    /// <summary>An answer that ends it.</summary>
    internal sealed record Refused(string Why) : HandshakeFailure;

    /// <summary>No answer in time.</summary>
    internal sealed record TimedOut(string WaitedFor) : HandshakeFailure;

    /// <summary>The target has exited, or closed a stream.</summary>
    internal sealed record Gone(bool Written) : HandshakeFailure;
}

/// <summary>What happens in a handshake.</summary>
internal abstract record HandshakeInput
{
    private HandshakeInput() { }

    /// <summary>A process runs, and has been sent nothing.</summary>
    internal sealed record Started : HandshakeInput;

    /// <summary>A result of <c>server/discover</c> that names the revision which we speak.</summary>
    internal sealed record Discovered(Agreement Agreement) : HandshakeInput;

    /// <summary>
    /// An answer to <c>server/discover</c> of a server that has no such method, or speaks older revisions alone.
    /// </summary>
    internal sealed record DiscoverRefused(string Why) : HandshakeInput;

    /// <summary>A result of <c>initialize</c> that names a revision which we speak.</summary>
    internal sealed record Initialized(Agreement Agreement) : HandshakeInput;

    /// <summary>An error to <c>initialize</c>.</summary>
    internal sealed record InitializeRefused(int Code, string Why) : HandshakeInput;

    /// <summary>
    /// An answer that only a server of the newer era gives, and that does not complete the handshake.
    /// </summary>
    /// <param name="Why">What it answered to what.</param>
    /// <param name="MayDiscover">It was <c>initialize</c> that it refused, and it does not rule out our revision
    /// without it.</param>
    internal sealed record NewerRefused(string Why, bool MayDiscover) : HandshakeInput;

    /// <summary>An answer of no use, or what no server writes.</summary>
    internal sealed record NotUsable(string Why) : HandshakeInput;

    /// <summary>The phase's own wait is over.</summary>
    internal sealed record WaitOver : HandshakeInput;

    /// <summary>The attempt's time is over.</summary>
    internal sealed record TimedOut : HandshakeInput;

    /// <summary>The target has exited, or closed a stream.</summary>
    internal sealed record Gone(bool Written) : HandshakeInput;
}

/// <summary>What is to be sent; what else is to be done shows in the phase.</summary>
internal enum HandshakeEffect
{
    None,
    SendDiscover,
    SendInitialize,
}
