using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>A session over the streams of a managed process.</summary>
internal sealed class McpSession(TargetProcess process, JsonRpcConnection connection, HandshakeResult.Agreed agreed)
    : IMcpSession
{
    private readonly RequestParams _params = RequestParams.For(agreed.Server.ProtocolRevision);

    public ProcessKey Key => process.Key;

    public int Incarnation => process.Incarnation;

    public ServerIdentity Server => agreed.Server;

    public Task<IWaitReply> Exited => process.Exited;

    public Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation) =>
        agreed.HasTools
            ? ToolLister.ListAsync(cursor =>
                connection.RequestAsync(McpMethods.ListTools, _params.Page(cursor), timeout, cancellation)
            )
            : Task.FromResult<ListToolsResult>(new ListToolsResult.Listed([]));

    public Task<McpReply> CallToolAsync(
        string tool,
        ReadOnlyMemory<byte> arguments,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        if (arguments.Span.Contains((byte)'\n'))
        {
            throw new ArgumentException("Arguments go out on one line and hold no LF.", nameof(arguments));
        }

        return connection.RequestAsync(McpMethods.CallTool, _params.Call(tool, arguments), timeout, cancellation);
    }

    public async Task<bool> IsAnsweringAsync(TimeSpan timeout, CancellationToken cancellation) =>
        // The newest revision has no ping, but "no such method" is an answer too.
        await connection.RequestAsync(McpMethods.Ping, _params.Bare(), timeout, cancellation)
            is McpReply.Result
                or McpReply.Error;

    public ValueTask KillAsync() => EndAsync(force: true);

    public ValueTask DisposeAsync() => EndAsync(force: false);

    private async ValueTask EndAsync(bool force)
    {
        connection.Mute();
        // Reading goes on meanwhile, so that a target with something left to say can say it and go.
        await process.StopAsync(force);
        await connection.DisposeAsync();
    }
}
