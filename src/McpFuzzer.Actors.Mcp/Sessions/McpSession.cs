using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>A session over the streams of a managed process.</summary>
internal sealed class McpSession : IMcpSession
{
    private readonly TargetProcess _process;
    private readonly JsonRpcConnection _connection;
    private readonly Agreement _agreed;
    private readonly RequestParams _params;
    private readonly Probe _probe;

    public McpSession(TargetProcess process, JsonRpcConnection connection, Agreement agreed, TimeProvider time)
    {
        _process = process;
        _connection = connection;
        _agreed = agreed;
        _params = RequestParams.For(agreed.Server.ProtocolRevision);
        _probe = new Probe(connection, agreed.Server.ProtocolRevision, time);
    }

    public ProcessKey Key => _process.Key;

    public int Incarnation => _process.Incarnation;

    public ServerIdentity Server => _agreed.Server;

    public Task<IWaitReply> Exited => _process.Exited;

    public long LastHeard => _connection.LastHeard;

    public Task<ListToolsResult> ListToolsAsync(TimeSpan timeout, CancellationToken cancellation) =>
        ToolLister.ListAsync(
            cursor => _connection.RequestAsync(McpMethods.ListTools, _params.Page(cursor), timeout, cancellation),
            _agreed.HasTools
        );

    public Task<McpReply> CallToolAsync(ToolCall call, CancellationToken cancellation)
    {
        if (call.Arguments.Span.Contains((byte)'\n'))
        {
            throw new ArgumentException("Arguments go out on one line and hold no LF.", nameof(call));
        }

        return _connection.CallAsync(call, _params, cancellation);
    }

    public void Withdraw(ToolCall call) => _connection.Withdraw(call);

    public Task<ProbeResult> ProbeAsync(TimeSpan timeout, CancellationToken cancellation) =>
        _probe.AskAsync(timeout, cancellation);

    public ValueTask KillAsync() => EndAsync(force: true);

    public ValueTask DisposeAsync() => EndAsync(force: false);

    private async ValueTask EndAsync(bool force)
    {
        _connection.Mute();
        // Reading continues in the meantime, so that the target can write its remaining output and exit.
        await _process.StopAsync(force);
        await _connection.DisposeAsync();
    }
}
