using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Opens sessions: the real one through the ManagerActor, and a fake one in tests.</summary>
internal interface IMcpConnector
{
    /// <summary>
    /// Starts the target and agrees on a protocol. Never throws but for a cancellation, which leaves no process.
    /// </summary>
    /// <param name="target">How it is started.</param>
    /// <param name="timeout">For the start and the handshake of each attempt by itself; a target is started again at
    /// most twice.</param>
    /// <param name="observer">Is told what does not belong on its stream.</param>
    /// <param name="knownRevision">What this target spoke when it was started before, so that it isn't asked for its
    /// era again; null when it never was.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    );
}

/// <summary>One conversation with one incarnation of a target. Thread-safe; many calls may be in flight.</summary>
internal interface IMcpSession : IAsyncDisposable
{
    /// <summary>The target's key.</summary>
    ProcessKey Key { get; }

    /// <summary>The target's incarnation.</summary>
    int Incarnation { get; }

    /// <summary>Who answered, and in which protocol.</summary>
    ServerIdentity Server { get; }

    /// <summary>
    /// Completes when the target has exited (or its end could not be told), never before its exit is known.
    /// </summary>
    Task<IWaitReply> Exited { get; }

    /// <summary>
    /// When the server wrote last, as a timestamp of the TimeProvider; when the session's streams were opened before it
    /// wrote anything.
    /// </summary>
    long LastHeard { get; }

    /// <summary>Asks for all tools, page by page, even if the server's capabilities do not list them.</summary>
    /// <param name="timeout">For each page.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// Calls a tool, without a timer: the call ends with the reply, with the end of the stream, or with the token.
    /// After the token the server still works on it, and a reply that comes then goes to <see cref="ToolCall.Late" />;
    /// <see cref="Withdraw" /> ends that.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<McpReply> CallToolAsync(ToolCall call, CancellationToken cancellation);

    /// <summary>
    /// Gives a call up for good: tells the server so, once, if it was sent at all. A reply that crosses this is
    /// dropped. A call still in flight ends as cancelled.
    /// </summary>
    void Withdraw(ToolCall call);

    /// <summary>Asks the server for a sign of life, in the way that its protocol revision has.</summary>
    /// <param name="timeout">From now on, the writing included.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProbeResult> ProbeAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// Ends a target that is not worth waiting for: it is killed at once, without the polite part of the ladder. A
    /// disposal afterwards joins it.
    /// </summary>
    ValueTask KillAsync();
}

/// <summary>Who answered.</summary>
/// <param name="Name">As it calls itself; null when it does not say.</param>
/// <param name="Version">As it says.</param>
/// <param name="ProtocolRevision">Such as <c>2025-11-25</c>.</param>
internal sealed record ServerIdentity(string? Name, string? Version, string ProtocolRevision);

/// <summary>The outcome of a connect.</summary>
internal abstract record ConnectResult
{
    private ConnectResult() { }

    /// <summary>The session is open.</summary>
    internal sealed record Connected(IMcpSession Session) : ConnectResult;

    /// <summary>No session; the target is stopped and nothing is left.</summary>
    /// <param name="Message">One line: not started and why, exited and how, silent and on what we waited, or answering
    /// what is not MCP.</param>
    /// <param name="Exit">How the target ended when it ended by itself.</param>
    /// <param name="StderrTail">The last of its stderr.</param>
    internal sealed record Failed(string Message, ProcessExit? Exit, OutputTail StderrTail) : ConnectResult;
}

/// <summary>The outcome of listing tools.</summary>
internal abstract record ListToolsResult
{
    private ListToolsResult() { }

    /// <summary>
    /// The tools, in the server's order; none for a server that has no such method and never said that it had. Of
    /// several with one name the first.
    /// </summary>
    internal sealed record Listed(IReadOnlyList<McpTool> Tools) : ListToolsResult
    {
        /// <summary>What is wrong with the list, though it can be used.</summary>
        public IReadOnlyList<ListBreach> Breaches { get; init; } = [];
    }

    /// <summary>No list.</summary>
    internal sealed record Failed(string Message) : ListToolsResult;
}

/// <summary>Something in <c>tools/list</c> that MCP forbids.</summary>
/// <param name="Tool">The tool that is described so; null when it is none, or has no name.</param>
/// <param name="What">One line without any value of the server's.</param>
internal sealed record ListBreach(string? Tool, string What);

/// <summary>A tool as the server describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InputSchema">JSON Schema of its arguments, as sent; that of any object where none was sent that could
/// be used.</param>
/// <param name="OutputSchema">JSON Schema of its structured content, where it has one.</param>
/// <param name="Destructive">Annotated <c>destructiveHint: true</c>.</param>
internal sealed record McpTool(string Name, JsonElement InputSchema, JsonElement? OutputSchema, bool Destructive)
{
    /// <summary>
    /// <c>execution.taskSupport: "required"</c>: a plain call is answered with -32601, as the protocol prescribes.
    /// </summary>
    public bool RequiresTask { get; init; }
}
