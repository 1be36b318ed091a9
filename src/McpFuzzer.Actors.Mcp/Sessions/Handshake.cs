using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>Agrees with a server on a protocol, in either era.</summary>
internal sealed class Handshake(JsonRpcConnection connection, HandshakeObserver observer)
{
    /// <summary>Asks with <c>server/discover</c>. Anything but a server of that era comes out as <see cref="HandshakeResult.Unanswered" /> or worse.</summary>
    public async Task<HandshakeResult> DiscoverAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var parameters = RequestParams.For(ProtocolRevisions.Discovering).Bare();
        var (reply, refusal) = await AskAsync(McpMethods.Discover, parameters, timeout, cancellation);
        return refusal
            ?? reply switch
            {
                McpReply.Result result => ServerAnswers.ReadDiscover(result.Value),
                McpReply.Lost lost => new HandshakeResult.Gone(lost.Written),
                _ => new HandshakeResult.Unanswered("server/discover is not answered"),
            };
    }

    /// <summary>Asks with <c>initialize</c>, and says <c>notifications/initialized</c>.</summary>
    public async Task<HandshakeResult> InitializeAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        connection.AllowRequests();
        var (reply, refusal) = await AskAsync(McpMethods.Initialize, RequestParams.Initialize, timeout, cancellation);
        var outcome =
            refusal
            ?? reply switch
            {
                McpReply.Result result => ServerAnswers.ReadInitialize(result.Value),
                McpReply.Error error => new HandshakeResult.Refused(
                    $"the target refused initialize: {ServerAnswers.Show(error)}",
                    PerhapsByProbe: true
                ),
                McpReply.Lost lost => new HandshakeResult.Gone(lost.Written),
                _ => new HandshakeResult.Unanswered("initialize is not answered"),
            };
        if (outcome is HandshakeResult.Agreed)
        {
            await connection.NotifyAsync(McpMethods.Initialized, cancellation);
        }

        return outcome;
    }

    private async Task<(McpReply? Reply, HandshakeResult? Refusal)> AskAsync(
        string method,
        ReadOnlyMemory<byte> parameters,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // No cancellation is announced: some servers take any notification before initialize for an offence.
        var request = connection.RequestAsync(method, parameters, timeout, giveUp.Token, announce: false);
        await Task.WhenAny(request, connection.Echoed, observer.Flooded);
        if (request.IsCompleted)
        {
            return (await request, null);
        }

        await giveUp.CancelAsync();
        // The request's own end holds nothing more for us.
        await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        var why = connection.Echoed.IsCompleted
            ? "it sent our own request back"
            : $"it writes lines that are no messages ({observer.FirstLine})";
        return (null, new HandshakeResult.Refused($"the target is no MCP server: {why}", PerhapsByProbe: false));
    }
}

/// <summary>What came of one attempt to agree.</summary>
internal abstract record HandshakeResult
{
    private HandshakeResult() { }

    /// <summary>Server and client understand each other.</summary>
    internal sealed record Agreed(ServerIdentity Server, bool HasTools) : HandshakeResult;

    /// <summary>No answer in time, or none of this era.</summary>
    internal sealed record Unanswered(string Why) : HandshakeResult;

    /// <summary>An answer that ends it.</summary>
    internal sealed record Refused(string Why, bool PerhapsByProbe) : HandshakeResult;

    /// <summary>The target has exited, or closed a stream.</summary>
    internal sealed record Gone(bool Written) : HandshakeResult;
}
