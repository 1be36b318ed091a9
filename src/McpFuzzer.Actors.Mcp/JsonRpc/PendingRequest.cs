using System.Diagnostics;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>A request that we sent. Thread-safe.</summary>
/// <param name="id">Its id.</param>
/// <param name="method">Its method.</param>
/// <param name="call">The tool call that it makes; null for any other request.</param>
internal sealed class PendingRequest(long id, string method, ToolCall? call = null)
{
    private readonly TaskCompletionSource<McpReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private const int Open = 0;
    private const int Whole = 1;
    private const int Cut = 2;

    // Created on demand: most requests are never given up.
    private TaskCompletionSource<bool>? _written;
    private int _writing = Open;
    private long _writtenAt;

    public long Id { get; } = id;

    public string Method { get; } = method;

    public ToolCall? Call { get; } = call;

    /// <summary>
    /// Completes with the reply, or with its loss when the stream ended first. It is cancelled when the request is
    /// withdrawn.
    /// </summary>
    public Task<McpReply> Reply => _reply.Task;

    /// <summary>Completes when the write has ended; false when the request was not written completely.</summary>
    public Task<bool> Written
    {
        get
        {
            var written = LazyInitializer.EnsureInitialized(
                ref _written,
                static () => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
            );
            // This side reads the state after it has published the task, and the writer reads the task after it has set
            // the state. One of the two always sees the other.
            if (Interlocked.CompareExchange(ref _writing, Open, Open) is var how and not Open)
            {
                written.TrySetResult(how == Whole);
            }

            return written.Task;
        }
    }

    /// <summary>
    /// Ends the request with its reply. A call gets the reply first, even when its caller has stopped waiting. Only the
    /// reader calls it.
    /// </summary>
    public void Settle(ReplyOutcome outcome, TimeProvider time)
    {
        if (_reply.Task.IsCompleted)
        {
            // It was withdrawn.
            return;
        }

        var reply = Read(outcome, time);
        Call?.Replied?.Invoke(reply);
        _reply.TrySetResult(reply);
    }

    /// <summary>Ends the request without a reply, since the stream has ended.</summary>
    public void Lose() => _reply.TrySetResult(new McpReply.Lost(Written: true));

    /// <summary>Ends the request as cancelled.</summary>
    public void Withdraw() => _reply.TrySetCanceled();

    /// <summary>Records the end of the write, and its time; null when it failed.</summary>
    public void EndWriting(long? at)
    {
        Volatile.Write(ref _writtenAt, at ?? 0);
        Interlocked.Exchange(ref _writing, at is null ? Cut : Whole);
        Volatile.Read(ref _written)?.TrySetResult(at is not null);
    }

    /// <summary>Returns the time since the write.</summary>
    public TimeSpan Elapsed(TimeProvider time)
    {
        // The reply of a fast server may arrive before our own flush has returned.
        var from = Volatile.Read(ref _writtenAt);
        var until = time.GetTimestamp();
        return from == 0 || until <= from ? TimeSpan.Zero : time.GetElapsedTime(from, until);
    }

    private McpReply Read(ReplyOutcome outcome, TimeProvider time) =>
        outcome switch
        {
            ReplyOutcome.Error error => new McpReply.Error(error.Code, error.Message, error.Data, Elapsed(time)),
            ReplyOutcome.Result result => new McpReply.Result(result.Value, Elapsed(time)),
            ReplyOutcome.Unreadable beyond => new McpReply.Unreadable(beyond.Limit, Elapsed(time)),
            _ => throw new UnreachableException(),
        };
}
