namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>A request in flight.</summary>
/// <param name="id">Its id.</param>
/// <param name="method">Its method.</param>
internal sealed class PendingRequest(long id, string method)
{
    private readonly TaskCompletionSource<ReceivedReply?> _reply = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public long Id { get; } = id;

    public string Method { get; } = method;

    /// <summary>Completes with the reply, or with null when the stream ended before one came.</summary>
    public Task<ReceivedReply?> Reply => _reply.Task;

    public void Settle(ReceivedReply? reply) => _reply.TrySetResult(reply);
}

/// <summary>A reply and when it came.</summary>
internal sealed record ReceivedReply(ReplyOutcome Outcome, long Timestamp);
