using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Does what each frame asks for: settles a request, answers the server, or reports what is wrong. Called by one reader; never throws, never waits.</summary>
internal sealed class MessageReceiver(
    RequestLedger ledger,
    FrameWriter writer,
    AnomalyReporter reporter,
    TimeProvider time
)
{
    // A server that floods us with requests and reads no answers must not fill our memory: what is beyond this goes unanswered.
    private const int AnswersInFlight = 64;

    private readonly TaskCompletionSource _echoed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _batchesAllowed;
    private int _answering;

    public Task Echoed => _echoed.Task;

    public void AllowBatches() => _batchesAllowed = true;

    public void Receive(Frame frame)
    {
        if (frame.Kind == FrameKind.Oversized)
        {
            reporter.Report(StreamAnomalyKind.Oversized, $"a line of {frame.Length} bytes, which was skipped");
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
                ReceiveReply(reply, frame.Bytes);
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
            case Incoming.Notification:
                // Progress, log messages and changed lists need no reaction.
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
                "a batch, which this protocol revision lacks",
                frame.Bytes
            );
        }

        foreach (var message in batch.Messages)
        {
            Receive(message, frame);
        }
    }

    private void ReceiveReply(Incoming.Reply reply, ReadOnlySequence<byte> line)
    {
        if (reply.Defect is { } defect)
        {
            reporter.Report(StreamAnomalyKind.InvalidJsonRpc, defect, line);
        }

        switch (reply.Id.ValueKind)
        {
            case JsonValueKind.Number when TryReadId(reply.Id, out var id):
                Settle(id, reply.Outcome, line);
                break;
            case JsonValueKind.Number:
                reporter.Report(StreamAnomalyKind.WrongId, "a reply to an id that was never sent", line);
                break;
            case JsonValueKind.String:
                ReceiveTextId(reply, line);
                break;
            case JsonValueKind.Undefined when reply.Defect is not null:
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null when reply.Outcome is ReplyOutcome.Error:
                // The server could not read an id. That may be the late answer to a request that was given up, and then is legal.
                if (!ledger.TryExcuseNameless())
                {
                    reporter.Report(StreamAnomalyKind.WrongIdType, "an error without the request's id", line);
                }

                break;
            default:
                reporter.Report(StreamAnomalyKind.WrongIdType, "a reply whose id is no number", line);
                break;
        }
    }

    private void Settle(long id, ReplyOutcome outcome, ReadOnlySequence<byte> line)
    {
        switch (ledger.TrySettle(id, out var request))
        {
            case ReplyVerdict.Matched:
                request!.Settle(new ReceivedReply(outcome, time.GetTimestamp()));
                break;
            case ReplyVerdict.Duplicate:
                reporter.Report(StreamAnomalyKind.DuplicateReply, $"a second reply to the request {id}", line);
                break;
            case ReplyVerdict.Unknown:
                reporter.Report(StreamAnomalyKind.WrongId, "a reply to an id that was never sent", line);
                break;
            case ReplyVerdict.Late:
                break;
            default:
                throw new UnreachableException();
        }
    }

    // It is known which request is meant, and answered it is: a second finding of a lost reply would tell the same fault twice.
    private void ReceiveTextId(Incoming.Reply reply, ReadOnlySequence<byte> line)
    {
        var raw = reply.Id.GetRawText();
        if (
            !long.TryParse(raw.AsSpan(1, raw.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !ledger.WasEverSent(id)
        )
        {
            reporter.Report(StreamAnomalyKind.WrongId, "a reply to an id that was never sent", line);
            return;
        }

        reporter.Report(StreamAnomalyKind.WrongIdType, $"the id {id} came back as a string", line);
        if (ledger.TrySettle(id, out var request) == ReplyVerdict.Matched)
        {
            request!.Settle(new ReceivedReply(reply.Outcome, time.GetTimestamp()));
        }
    }

    private void ReceiveRequest(Incoming.Request request, ReadOnlySequence<byte> line)
    {
        // Both sides may ping, and number their requests as they like; every other method of ours is the client's alone.
        if (
            request.Method != McpMethods.Ping
            && request.Id.ValueKind == JsonValueKind.Number
            && TryReadId(request.Id, out var id)
            && ledger.IsInFlight(id, request.Method)
        )
        {
            reporter.Report(StreamAnomalyKind.InvalidJsonRpc, "our own request came back", line);
            _echoed.TrySetResult();
            return;
        }

        if (Volatile.Read(ref _answering) < AnswersInFlight)
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

    // 7.0 and 7e0 are the same JSON number as 7, and some JSON libraries write them.
    private static bool TryReadId(JsonElement number, out long id)
    {
        if (number.TryGetInt64(out id))
        {
            return true;
        }

        if (number.TryGetDouble(out var real) && double.IsInteger(real) && Math.Abs(real) < 1L << 53)
        {
            id = (long)real;
            return true;
        }

        return false;
    }
}
