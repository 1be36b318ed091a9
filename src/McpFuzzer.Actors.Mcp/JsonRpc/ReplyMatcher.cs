using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// Finds the request that a reply answers, and reports what is wrong with the reply. One reply is at most one anomaly.
/// <code>
/// id of the reply           │ requests in flight │ answers    │ anomaly
/// ──────────────────────────┼────────────────────┼────────────┼───────────────────────────────────────────
/// as sent                   │ that one           │ it         │ the reply's defect, if it has one
/// as sent, given up         │                    │ it, late   │ the reply's defect, if it has one
/// as sent, answered before  │                    │            │ DuplicateReply
/// as sent, but a string     │ that one           │ it         │ WrongIdType
/// never sent                │ one                │ that one   │ WrongId
///                           │ none or several    │            │ WrongId
/// no string and no number   │ one                │ that one   │ WrongIdType
///                           │ none or several    │            │ WrongIdType
/// none or null              │ our last message without a reply was a notification: ReplyToNotification,
///                           │ except for error -32700, since what we notify is valid JSON; else:
///   error                   │ one                │ that one   │ the reply's defect, if it has one
///                           │ several            │            │ WrongIdType; none for -32700 and -32600
///   result                  │ one                │ that one   │ WrongIdType for null, else InvalidJsonRpc
///                           │ several            │            │ the same
///   either                  │ none, one given up │ it, late   │ as above for one
///                           │ none               │            │ ReplyToNotification
///   beyond our limits       │ one                │ that one   │ never
/// </code>
/// </summary>
internal sealed class ReplyMatcher(RequestLedger ledger, AnomalyReporter reporter)
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;

    /// <summary>Takes the request that a reply answers; returns null when it answers none.</summary>
    public PendingRequest? Take(Incoming.Reply reply, ReadOnlySequence<byte> line) =>
        reply.Id.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => TakeNameless(reply, line),
            JsonValueKind.Number when JsonRpcId.TryRead(reply.Id, out var id) && ledger.WasEverSent(id) => TakeNumbered(
                id,
                reply,
                line
            ),
            JsonValueKind.String when JsonRpcId.TryReadText(reply.Id, out var id) && ledger.WasEverSent(id) => TakeText(
                id,
                line
            ),
            JsonValueKind.Number or JsonValueKind.String => TakeOnly(
                StreamAnomalyKind.WrongId,
                "a reply to an id that was never sent",
                reply,
                line
            ),
            _ => TakeOnly(StreamAnomalyKind.WrongIdType, "a reply whose id is not a number", reply, line),
        };

    private PendingRequest? TakeNumbered(long id, Incoming.Reply reply, ReadOnlySequence<byte> line)
    {
        if (ledger.TrySettle(id, out var request) == ReplyVerdict.Duplicate)
        {
            Report(StreamAnomalyKind.DuplicateReply, "a second reply to one request", line, request);
            return null;
        }

        ReportDefect(reply, line, request);
        return request;
    }

    // The reply names its request, and answers it. Reporting a lost reply as well would report one fault twice.
    private PendingRequest? TakeText(long id, ReadOnlySequence<byte> line)
    {
        var verdict = ledger.TrySettle(id, out var request);
        Report(StreamAnomalyKind.WrongIdType, "the id came back as a string", line, request);
        return verdict == ReplyVerdict.Duplicate ? null : request;
    }

    private PendingRequest? TakeOnly(
        StreamAnomalyKind kind,
        string why,
        Incoming.Reply reply,
        ReadOnlySequence<byte> line
    )
    {
        var request = ledger.TakeOnly();
        reporter.Report(kind, why, line, request, reply.Id);
        return request;
    }

    private PendingRequest? TakeNameless(Incoming.Reply reply, ReadOnlySequence<byte> line)
    {
        var isReadable = reply.Outcome is not ReplyOutcome.Unreadable;
        if (isReadable && reply.Outcome is not ReplyOutcome.Error { Code: ParseError } && ledger.TryTakeNotification())
        {
            Report(StreamAnomalyKind.ReplyToNotification, "a reply to a notification", line, null);
            return null;
        }

        var verdict = ledger.TakeNameless(out var request);
        switch (verdict, reply.Outcome)
        {
            case (_, ReplyOutcome.Unreadable):
                break;
            case (NamelessVerdict.None, _):
                Report(StreamAnomalyKind.ReplyToNotification, "a reply while no request is open", line, null);
                break;
            case (NamelessVerdict.Several, ReplyOutcome.Error { Code: not (ParseError or InvalidRequest) }):
                Report(StreamAnomalyKind.WrongIdType, "an error without the request's id", line, null);
                break;
            case (_, ReplyOutcome.Error):
                ReportDefect(reply, line, request);
                break;
            case (_, ReplyOutcome.Result) when reply.Id.ValueKind == JsonValueKind.Null:
                Report(StreamAnomalyKind.WrongIdType, "a result whose id is null", line, request);
                break;
            case (_, ReplyOutcome.Result):
                Report(StreamAnomalyKind.InvalidJsonRpc, "a result without an id", line, request);
                break;
            default:
                throw new UnreachableException();
        }

        return request;
    }

    private void ReportDefect(Incoming.Reply reply, ReadOnlySequence<byte> line, PendingRequest? request)
    {
        if (reply.Defect is { } defect)
        {
            Report(StreamAnomalyKind.InvalidJsonRpc, defect, line, request);
        }
    }

    private void Report(StreamAnomalyKind kind, string why, ReadOnlySequence<byte> line, PendingRequest? request) =>
        reporter.Report(kind, why, line, request);
}
