using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Carries out the effects of <see cref="HandshakeMachine" /> with one process.</summary>
internal sealed class Handshake(JsonRpcConnection connection, HandshakeObserver observer, TimeProvider time)
{
    // A server of the older era may ignore an unknown request.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongMoment = TimeSpan.FromSeconds(5);

    private Task<McpReply>? _discover;
    private Task<McpReply>? _initialize;

    /// <summary>Runs until there is an agreement, or a failure, or another process is needed.</summary>
    public async Task<HandshakeState> RunAsync(HandshakeState state, TimeSpan timeout, CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var end = Task.Delay(timeout, time, giveUp.Token);
            state = Step(state, new HandshakeInput.Started(), giveUp.Token);
            var phase = state.Phase;
            var wait = WaitAsync(state, timeout, giveUp.Token);
            while (state.Phase is not (HandshakePhase.Starting or HandshakePhase.Agreed or HandshakePhase.Failed))
            {
                if (state.Phase != phase)
                {
                    phase = state.Phase;
                    wait = WaitAsync(state, timeout, giveUp.Token);
                }

                state = Step(state, await NextAsync(end, wait), giveUp.Token);
                cancellation.ThrowIfCancellationRequested();
            }

            return state;
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    private HandshakeState Step(HandshakeState state, HandshakeInput input, CancellationToken giveUp)
    {
        (state, var effect) = HandshakeMachine.Step(state, input);
        switch (effect)
        {
            case HandshakeEffect.SendDiscover:
                var parameters = RequestParams.For(ProtocolRevisions.Discovering).Bare();
                _discover = RequestAsync(McpMethods.Discover, parameters, giveUp);
                break;
            case HandshakeEffect.SendInitialize:
                connection.AllowRequests();
                _initialize = RequestAsync(McpMethods.Initialize, RequestParams.Initialize, giveUp);
                break;
            case HandshakeEffect.None:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        return state;
    }

    // The server is not notified of the cancellation: some servers reject any notification before initialize.
    private Task<McpReply> RequestAsync(string method, ReadOnlyMemory<byte> parameters, CancellationToken giveUp) =>
        connection.RequestAsync(method, parameters, Timeout.InfiniteTimeSpan, giveUp, announce: false);

    private Task WaitAsync(HandshakeState state, TimeSpan timeout, CancellationToken giveUp)
    {
        var wait = state.Wait switch
        {
            HandshakeWait.Silence => Silence < timeout / 2 ? Silence : timeout / 2,
            HandshakeWait.Moment => Moment,
            HandshakeWait.LongMoment => LongMoment,
            _ => Timeout.InfiniteTimeSpan,
        };
        return Task.Delay(wait, time, giveUp);
    }

    private async Task<HandshakeInput> NextAsync(Task end, Task wait)
    {
        Task[] awaited =
        [
            observer.StrangeId,
            .. new[] { _discover, _initialize }.OfType<Task>(),
            connection.Echoed,
            observer.Flooded,
            end,
            wait,
        ];
        await Task.WhenAny(awaited);
        // The order matters: an answer counts even if the time is up, unless it has an id that we did not send.
        if (observer.StrangeId.IsCompletedSuccessfully)
        {
            return NoServer(ServerAnswers.ShowStrangeId(await observer.StrangeId));
        }

        if (_discover is { IsCompleted: true } discover)
        {
            _discover = null;
            return ServerAnswers.ReadDiscover(await discover);
        }

        if (_initialize is { IsCompleted: true } initialize)
        {
            _initialize = null;
            return ServerAnswers.ReadInitialize(await initialize);
        }

        if (connection.Echoed.IsCompleted)
        {
            return NoServer("it sent our own request back");
        }

        return observer.Flooded.IsCompleted ? NoServer($"it writes lines that are not messages ({observer.FirstLine})")
            : end.IsCompleted ? new HandshakeInput.TimedOut()
            : new HandshakeInput.WaitOver();
    }

    private static HandshakeInput.NotUsable NoServer(string why) => new($"the target is not an MCP server: {why}");
}
