using System.Text.Json;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Opens sessions: the real one through the ManagerActor, and a fake one in tests.</summary>
internal interface IMcpConnector
{
    /// <summary>Starts the target and agrees on a protocol. Never throws but for a cancellation, which leaves no process.</summary>
    /// <param name="target">How it is started.</param>
    /// <param name="timeout">For the start and the handshake together.</param>
    /// <param name="observer">Is told what does not belong on its stream.</param>
    /// <param name="knownRevision">What this target spoke when it was started before, so that it isn't asked for its era again; null when it never was.</param>
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

    /// <summary>All tools, every page of them.</summary>
    Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Calls a tool with arguments that go out byte for byte. The timer runs from the writing of this request; at its end the request is cancelled by notification.</summary>
    Task<McpReply> CallToolAsync(
        string tool,
        ReadOnlyMemory<byte> arguments,
        TimeSpan timeout,
        CancellationToken cancellation
    );

    /// <summary>Whether the server answers a ping, with whatever reply.</summary>
    Task<bool> IsAnsweringAsync(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Ends a target that is not worth waiting for: it is killed at once, without the polite part of the ladder. A disposal afterwards joins it.</summary>
    ValueTask KillAsync();

    /// <summary>Completes when the target has exited (or its end could not be told), never before its exit is known.</summary>
    Task<IWaitReply> Exited { get; }
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
    /// <param name="Message">One line: not started and why, exited and how, silent, or answering something that is no MCP.</param>
    /// <param name="Exit">How the target ended when it ended by itself.</param>
    /// <param name="StderrTail">The last of its stderr.</param>
    internal sealed record Failed(string Message, ProcessExit? Exit, OutputTail StderrTail) : ConnectResult;
}

/// <summary>The outcome of listing tools.</summary>
internal abstract record ListToolsResult
{
    private ListToolsResult() { }

    /// <summary>The tools, in the server's order; none for a server without the capability. Of several with one name the first.</summary>
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
/// <param name="InputSchema">JSON Schema of its arguments, as sent; that of any object where none was sent that could be used.</param>
/// <param name="OutputSchema">JSON Schema of its structured content, where it has one.</param>
/// <param name="Destructive">Annotated <c>destructiveHint: true</c>.</param>
internal sealed record McpTool(string Name, JsonElement InputSchema, JsonElement? OutputSchema, bool Destructive)
{
    /// <summary>Whether it can be called as a task only (<c>execution.taskSupport: required</c>).</summary>
    public bool RequiresTask { get; init; }
}

/// <summary>One call of a tool.</summary>
internal sealed class ToolCall(string tool, ReadOnlyMemory<byte> arguments)
{
    /// <summary>The tool.</summary>
    public string Tool { get; } = tool;

    /// <summary>The arguments as they are sent.</summary>
    public ReadOnlyMemory<byte> Arguments { get; } = arguments;
}

/// <summary>How a server treats <c>ping</c>.</summary>
internal enum PingAnswer
{
    /// <summary>No ping was sent.</summary>
    NotSent,

    /// <summary>With a result.</summary>
    Answered,

    /// <summary>With an error.</summary>
    Refused,

    /// <summary>No answer came.</summary>
    Silent,
}

/// <summary>What became of a request.</summary>
internal abstract record McpReply
{
    private McpReply() { }

    /// <summary>A result. <paramref name="Elapsed" /> runs from the writing of the request.</summary>
    internal sealed record Result(JsonElement Value, TimeSpan Elapsed) : McpReply;

    /// <summary>A JSON-RPC error.</summary>
    internal sealed record Error(int Code, string Message, JsonElement? Data, TimeSpan Elapsed) : McpReply;

    /// <summary>Nothing came in time; the request was cancelled by notification.</summary>
    internal sealed record TimedOut(TimeSpan After) : McpReply;

    /// <summary>The stream ended before the reply. <paramref name="Written" /> is false when the request never left.</summary>
    internal sealed record Lost(bool Written) : McpReply;

    /// <summary>A reply beyond a limit of our own parser.</summary>
    internal sealed record Unreadable(string Limit, TimeSpan Elapsed) : McpReply;
}

/// <summary>Is told what does not belong on the stream; on any thread, and must return at once.</summary>
internal interface IStreamObserver
{
    /// <summary>Something is wrong with what the server wrote.</summary>
    void OnAnomaly(StreamAnomaly anomaly);
}

/// <summary>What a server wrote that it should not have.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Detail">One printable line, shortened.</param>
internal sealed record StreamAnomaly(StreamAnomalyKind Kind, string Detail)
{
    /// <summary>The fixed words, without anything of the line.</summary>
    public string Why { get; init; } = "";

    /// <summary>The printable beginning of the line.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>The call that it names by an id; null when it names none.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The method of our request that it names, when that is not a call.</summary>
    public string? Method { get; init; }
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

    /// <summary>A reply without an id where no request can be meant.</summary>
    ReplyToNotification,

    /// <summary>A request to the client in a revision that forbids it.</summary>
    ServerRequest,
}
