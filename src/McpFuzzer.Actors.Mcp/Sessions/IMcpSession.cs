using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Opens sessions: through the ManagerActor, or fake ones in tests.</summary>
internal interface IMcpConnector
{
    /// <summary>
    /// Starts the target and agrees on a protocol revision. Throws only when it is cancelled, and then leaves no
    /// process.
    /// </summary>
    /// <param name="target">How it is started.</param>
    /// <param name="timeout">For the start and the handshake of each attempt by itself; a target is started again at
    /// most twice.</param>
    /// <param name="observer">Observes anomalies of its stream.</param>
    /// <param name="knownRevision">What this target spoke when it was started before, so that it isn't asked for its
    /// era again; null when it never was.</param>
    /// <param name="cancellation">Gives up the operation.</param>
    Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    );
}

/// <summary>A session with one incarnation of a target. Thread-safe; many calls may be in flight.</summary>
internal interface IMcpSession : IAsyncDisposable
{
    /// <summary>The target's key.</summary>
    ProcessKey Key { get; }

    /// <summary>The target's incarnation.</summary>
    int Incarnation { get; }

    /// <summary>The server and its protocol revision.</summary>
    ServerIdentity Server { get; }

    /// <summary>Completes when the exit of the target is known, or cannot become known.</summary>
    Task<IWaitReply> Exited { get; }

    /// <summary>
    /// The timestamp of the server's last line, by the TimeProvider; before its first line, that of the opening of the
    /// streams.
    /// </summary>
    long LastHeard { get; }

    /// <summary>Lists all tools, page by page, even if the server's capabilities do not name tools.</summary>
    /// <param name="timeout">Applies to each page.</param>
    /// <param name="cancellation">Gives up the operation.</param>
    Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// Calls a tool without a timer. The call ends with the reply, with the end of the stream, or with the token. After
    /// the token, the server may still work on the call: its reply goes to <see cref="ToolCall.Replied" />, as every
    /// reply does, until <see cref="Withdraw" />.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<McpReply> CallToolAsync(ToolCall call, CancellationToken cancellation);

    /// <summary>
    /// Gives up a call for good, and notifies the server once if the call was sent. A reply that arrives later is
    /// dropped. A call still in flight ends as cancelled.
    /// </summary>
    void Withdraw(ToolCall call);

    /// <summary>Checks whether the server is alive, by the method that its protocol revision has.</summary>
    /// <param name="timeout">Runs from now on, and includes the write.</param>
    /// <param name="cancellation">Gives up the operation.</param>
    Task<ProbeResult> ProbeAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// Kills the target at once, without the polite rungs of the ladder. A later disposal joins this stop.
    /// </summary>
    ValueTask KillAsync();
}

/// <summary>The identity of a server.</summary>
/// <param name="Name">Its own name; null when it does not say.</param>
/// <param name="Version">Its own version.</param>
/// <param name="ProtocolRevision">Such as <c>2025-11-25</c>.</param>
internal sealed record ServerIdentity(string? Name, string? Version, string ProtocolRevision);

/// <summary>The outcome of a connect.</summary>
internal abstract record ConnectResult
{
    private ConnectResult() { }

    /// <summary>The session is open.</summary>
    internal sealed record Connected(IMcpSession Session) : ConnectResult;

    /// <summary>The session could not be opened. The target is stopped.</summary>
    /// <param name="Message">The reason in one line: not started, exited, silent, or not speaking MCP.</param>
    /// <param name="Exit">How the target exited by itself; null when it did not.</param>
    /// <param name="StderrTail">The end of its stderr.</param>
    internal sealed record Failed(string Message, ProcessExit? Exit, OutputTail StderrTail) : ConnectResult;
}

/// <summary>The outcome of listing tools.</summary>
internal abstract record ListToolsResult
{
    private ListToolsResult() { }

    /// <summary>
    /// The tools, in the server's order; empty for a server that lacks the method and never declared it. Of several
    /// tools with one name, the first.
    /// </summary>
    internal sealed record Listed(IReadOnlyList<McpTool> Tools) : ListToolsResult
    {
        /// <summary>What is wrong with the list, though it is usable.</summary>
        public IReadOnlyList<ListBreach> Breaches { get; init; } = [];
    }

    /// <summary>The tools could not be listed.</summary>
    internal sealed record Failed(string Message) : ListToolsResult;
}

/// <summary>A breach of MCP in <c>tools/list</c>.</summary>
/// <param name="Tool">The tool with the breach; null when it is not about one tool, or when the tool has no
/// name.</param>
/// <param name="What">One line that quotes no value of the server.</param>
internal sealed record ListBreach(string? Tool, string What);

/// <summary>A tool as the server describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InputSchema">The JSON Schema of its arguments, as sent; that of any object when the server sent no
/// usable one.</param>
/// <param name="OutputSchema">The JSON Schema of its structured content; null when it has none.</param>
/// <param name="Destructive">Annotated <c>destructiveHint: true</c>.</param>
internal sealed record McpTool(string Name, JsonElement InputSchema, JsonElement? OutputSchema, bool Destructive)
{
    /// <summary>
    /// <c>execution.taskSupport: "required"</c>: a plain call is answered with -32601, as the protocol prescribes.
    /// </summary>
    public bool RequiresTask { get; init; }
}
