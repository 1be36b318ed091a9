using System.Diagnostics;
using Akka.Actor;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.JsonRpc;
using McpFuzzer.Actors.Mcp.Targets;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Opens sessions. Starts as many processes through the ManagerActor as <see cref="HandshakeMachine" /> asks for.
/// </summary>
internal sealed class McpConnector(IActorRef manager, TimeProvider time) : IMcpConnector
{
    // A target that closes its streams usually exits soon.
    private static readonly TimeSpan ExitDelay = TimeSpan.FromSeconds(1);

    private readonly TargetLauncher _launcher = new(manager);

    public async Task<ConnectResult> ConnectAsync(
        ProcessSpec target,
        TimeSpan timeout,
        IStreamObserver observer,
        string? knownRevision,
        CancellationToken cancellation
    )
    {
        var request = new ConnectRequest(
            target,
            new ProcessKey($"mcp-{Guid.NewGuid():N}"),
            observer,
            timeout,
            cancellation
        );
        var state = HandshakeState.Of(knownRevision);
        ConnectResult.Failed? first = null;
        while (true)
        {
            (state, var result) = await AttemptAsync(request, state);
            switch (result)
            {
                case ConnectResult.Connected:
                    return result;
                case ConnectResult.Failed failed when state.Phase == HandshakePhase.Starting:
                    first ??= failed;
                    break;
                case ConnectResult.Failed failed:
                    return first is null ? failed : ConnectFailures.After(first, failed);
                case null:
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Tries one process. Returns null when it did nothing wrong, and yet another is needed.</summary>
    private async Task<(HandshakeState State, ConnectResult? Result)> AttemptAsync(
        ConnectRequest request,
        HandshakeState state
    )
    {
        var begun = time.GetTimestamp();
        switch (await _launcher.LaunchAsync(request.Target, request.Key, request.Timeout, request.Cancellation))
        {
            case LaunchResult.Launched launched:
                var left = request.Timeout - time.GetElapsedTime(begun);
                return await AgreeAsync(launched.Process, request, state, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            case LaunchResult.NotAttached notAttached:
                return (state with { Phase = HandshakePhase.Failed }, ConnectFailures.Of(notAttached));
            case LaunchResult.NotStarted notStarted:
                return (state with { Phase = HandshakePhase.Failed }, ConnectFailures.Of(notStarted));
            default:
                throw new UnreachableException();
        }
    }

    private async Task<(HandshakeState State, ConnectResult? Result)> AgreeAsync(
        TargetProcess process,
        ConnectRequest request,
        HandshakeState state,
        TimeSpan timeout
    )
    {
        var observer = new HandshakeObserver(request.Observer);
        var connection = JsonRpcConnection.Open(process.Stdout, process.Stdin, observer, time);
        var kept = false;
        try
        {
            state = await new Handshake(connection, observer, time).RunAsync(state, timeout, request.Cancellation);
            if (state.Phase == HandshakePhase.Agreed)
            {
                await BeginAsync(connection, observer, state.Agreement!.Server.ProtocolRevision, request.Cancellation);
                kept = true;
                return (state, new ConnectResult.Connected(new McpSession(process, connection, state.Agreement, time)));
            }

            if (state.Failure is HandshakeFailure.Gone)
            {
                await Task.WhenAny(process.Exited, Task.Delay(ExitDelay, time, request.Cancellation));
            }

            connection.Mute();
            var fault = connection.WriteFault;
            var stopped = await process.StopAsync();
            return (
                state,
                state.Failure is { } failure
                    ? ConnectFailures.Of(failure, observer.FirstLine, fault, request.Timeout, stopped)
                    : null
            );
        }
        finally
        {
            if (!kept)
            {
                await process.StopAsync();
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task BeginAsync(
        JsonRpcConnection connection,
        HandshakeObserver observer,
        string revision,
        CancellationToken cancellation
    )
    {
        connection.Speak(revision);
        observer.Agree(revision);
        if (!ProtocolRevisions.Discovers(revision))
        {
            await connection.NotifyAsync(McpMethods.Initialized, cancellation);
        }
    }

    private sealed record ConnectRequest(
        ProcessSpec Target,
        ProcessKey Key,
        IStreamObserver Observer,
        TimeSpan Timeout,
        CancellationToken Cancellation
    );
}
