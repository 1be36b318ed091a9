using McpFuzzer.Actors.Mcp.JsonRpc;

namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Checks whether a server is alive. Not every server answers ping. Until the server has answered it with a result
/// once, <c>tools/list</c> is sent as well, which every server with tools answers. The first reply to either counts,
/// even an error.
/// </summary>
internal sealed class Probe(JsonRpcConnection connection, string revision, TimeProvider time)
{
    // The ping is sent first. This grace is for a server that handles both requests in parallel.
    private static readonly TimeSpan PingMoment = TimeSpan.FromSeconds(2);

    private readonly RequestParams _params = RequestParams.For(revision);
    private readonly bool _pings = !ProtocolRevisions.Discovers(revision);
    private volatile bool _isKnown;
    private volatile bool _isSilent;

    /// <summary>Sends the probe. Unanswered requests are given up without a notification.</summary>
    public async Task<ProbeResult> AskAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        var meant = RequestAsync(_pings ? McpMethods.Ping : McpMethods.Discover, end.Token);
        var list = _isKnown ? null : RequestAsync(McpMethods.ListTools, end.Token);
        try
        {
            var isAlive = await FirstOfAsync(meant, list);
            if (isAlive && _pings && !_isSilent && !meant.IsCompleted)
            {
                await Task.WhenAny(meant, Task.Delay(PingMoment, time, end.Token));
            }

            cancellation.ThrowIfCancellationRequested();
            return new ProbeResult(isAlive, AnswerOf(meant.IsCompletedSuccessfully ? await meant : null));
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private PingAnswer AnswerOf(McpReply? reply)
    {
        _isKnown |= reply is McpReply.Result;
        if (!_pings || reply is McpReply.Lost)
        {
            return PingAnswer.NotSent;
        }

        _isSilent = reply is null;
        return reply switch
        {
            null => PingAnswer.Silent,
            McpReply.Error => PingAnswer.Rejected,
            _ => PingAnswer.Answered,
        };
    }

    private static async Task<bool> FirstOfAsync(Task<McpReply?> meant, Task<McpReply?>? list)
    {
        var first = await Task.WhenAny(meant, list ?? meant);
        if (IsLife(await first))
        {
            return true;
        }

        var second = first == meant ? list : meant;
        return second is not null && IsLife(await second);
    }

    private static bool IsLife(McpReply? reply) => reply is McpReply.Result or McpReply.Error or McpReply.Unreadable;

    /// <summary>Returns null when it was given up.</summary>
    private async Task<McpReply?> RequestAsync(string method, CancellationToken end)
    {
        try
        {
            return await connection.RequestAsync(
                method,
                _params.Bare(),
                Timeout.InfiniteTimeSpan,
                end,
                announce: false
            );
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
