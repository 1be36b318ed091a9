using System.Buffers;
using System.Diagnostics;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// Handles each frame: settles a request, answers the server, or reports an anomaly. Called by one reader. Never
/// throws, never waits.
/// </summary>
internal sealed class MessageReceiver(
    RequestLedger ledger,
    FrameWriter writer,
    AnomalyReporter reporter,
    TimeProvider time
)
{
    // A server that floods us with requests and reads no answers must not fill our memory. Requests beyond this bound
    // get no answer.
    private const int AnswersInFlight = 64;

    private readonly TaskCompletionSource _echoed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReplyMatcher _replies = new(ledger, reporter);
    private volatile bool _batchesAllowed;
    private volatile bool _requestsAllowed;
    private long _lastHeard = time.GetTimestamp();
    private int _answering;

    public Task Echoed => _echoed.Task;

    public long LastHeard => Volatile.Read(ref _lastHeard);

    public void AllowBatches(bool allowed) => _batchesAllowed = allowed;

    /// <summary>Allows or forbids requests of the server. Allowed requests are answered.</summary>
    public void AllowRequests(bool allowed) => _requestsAllowed = allowed;

    public void Receive(Frame frame)
    {
        Volatile.Write(ref _lastHeard, time.GetTimestamp());
        if (frame.Kind == FrameKind.Oversized)
        {
            reporter.ReportOversized(frame.Length);
            return;
        }

        if (JsonRpcDecoder.Decode(frame.Bytes) is { } message)
        {
            Receive(message, frame);
        }
    }

    private void Receive(Incoming message, Frame frame)
    {
        switch (message)
        {
            case Incoming.Reply reply:
                _replies.Take(reply, frame.Bytes)?.Settle(reply.Outcome, time);
                break;
            case Incoming.Request request:
                ReceiveRequest(request, frame.Bytes);
                break;
            case Incoming.Batch batch:
                ReceiveBatch(batch, frame);
                break;
            case Incoming.Malformed { Kind: StreamAnomalyKind.InvalidJson } when frame.Kind == FrameKind.Half:
                reporter.Report(StreamAnomalyKind.InvalidJson, "half a line at the end of the stream", frame.Bytes);
                break;
            case Incoming.Malformed malformed:
                reporter.Report(malformed.Kind, malformed.Why, frame.Bytes);
                break;
            case Incoming.Notification notification:
                ReceiveNotification(notification);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void ReceiveBatch(Incoming.Batch batch, Frame frame)
    {
        if (!_batchesAllowed)
        {
            reporter.Report(
                StreamAnomalyKind.InvalidJsonRpc,
                "a batch, which this protocol revision does not have",
                frame.Bytes
            );
        }

        foreach (var message in batch.Messages)
        {
            Receive(message, frame);
        }
    }

    private void ReceiveNotification(Incoming.Notification notification)
    {
        switch (notification.Method)
        {
            case McpMethods.ToolsChanged:
                reporter.ReportToolsChanged();
                break;
            // The progress token that we sent is the id of the request.
            case McpMethods.Progress
                when ServerAnswers.Member(notification.Parameters, "progressToken") is { } token
                    && JsonRpcId.TryRead(token, out var id):
                ledger.FindCall(id)?.Progress?.Invoke();
                break;
            default:
                // Log messages and changes of other lists need no reaction.
                break;
        }
    }

    private void ReceiveRequest(Incoming.Request request, ReadOnlySequence<byte> line)
    {
        // Both sides may ping, and number their requests as they like. Only a client sends the other methods that we
        // use.
        if (
            request.Method != McpMethods.Ping
            && JsonRpcId.TryRead(request.Id, out var id)
            && ledger.IsInFlight(id, request.Method)
        )
        {
            reporter.Report(StreamAnomalyKind.InvalidJsonRpc, "our own request was echoed", line);
            _echoed.TrySetResult();
            return;
        }

        if (!_requestsAllowed)
        {
            reporter.Report(
                StreamAnomalyKind.ServerRequest,
                "a request of the server, which this protocol revision does not allow",
                line
            );
        }
        else if (Volatile.Read(ref _answering) < AnswersInFlight)
        {
            Interlocked.Increment(ref _answering);
            _ = AnswerAsync(
                request.Method == McpMethods.Ping
                    ? JsonRpcFrames.EmptyResult(request.Id)
                    : JsonRpcFrames.MethodNotFound(request.Id)
            );
        }
    }

    private async Task AnswerAsync(ReadOnlyMemory<byte> frame)
    {
        await writer.WriteAsync(frame, CancellationToken.None);
        Interlocked.Decrement(ref _answering);
    }
}
