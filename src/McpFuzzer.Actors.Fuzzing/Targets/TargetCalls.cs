using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>The calls of one server, through the executor. Used only by its actor.</summary>
/// <param name="assignment">The campaign, and its executor.</param>
/// <param name="actor">Receives replies.</param>
internal sealed class TargetCalls(TargetAssignment assignment, IActorRef actor)
{
    private readonly IActorRef _executor = assignment.Services.Executor;
    private readonly Dictionary<RequestId, FuzzCase> _running = [];
    private readonly Dictionary<string, (ToolCall Call, RequestId Request)> _sent = new(StringComparer.Ordinal);
    private readonly LateCalls _late = new(assignment.Settings.Thresholds.SlowAfter, assignment.Time);

    /// <summary>True when every call has its reply.</summary>
    public bool IsIdle => _running.Count == 0;

    /// <summary>Takes the calls that have become slow since the last call of this method.</summary>
    public IReadOnlyList<FuzzCase> TakeLate() => _late.Take();

    /// <summary>Sends a case. Its reply goes to the actor as soon as the session has it.</summary>
    public void Send(IMcpSession session, FuzzCase fuzzCase)
    {
        var call = new ToolCall(fuzzCase.Tool, fuzzCase.Arguments)
        {
            Tag = fuzzCase,
            Replied = reply => actor.Tell(new Replied(fuzzCase, reply), ActorRefs.NoSender),
        };
        var requestId = RequestId.New();
        _running.Add(requestId, fuzzCase);
        _sent[fuzzCase.CaseId] = (call, requestId);
        _late.Add(fuzzCase);
        _executor.Tell(
            new Execute(
                requestId,
                async cancellation => await session.CallToolAsync(call, cancellation),
                assignment.Spec.CallTimeout
            ),
            actor
        );
    }

    /// <summary>Takes a call that has its reply.</summary>
    public void Take(Replied replied)
    {
        if (_sent.Remove(replied.Case.CaseId, out var sent) && _running.Remove(sent.Request))
        {
            _late.Remove(replied.Case);
        }
    }

    /// <summary>
    /// Takes a call that has ended without a reply. Returns null when the call has its reply, which comes by itself, or
    /// was cancelled.
    /// </summary>
    public Unanswered? Take(OperationCompleted completed)
    {
        if (
            completed.Outcome is OperationOutcome.Succeeded { Value: not (McpReply.Lost or McpReply.TimedOut) }
            || !_running.Remove(completed.RequestId, out var ended)
        )
        {
            return null;
        }

        McpReply end = completed.Outcome switch
        {
            OperationOutcome.Succeeded { Value: McpReply without } => without,
            OperationOutcome.TimedOut late => new McpReply.TimedOut(late.After),
            OperationOutcome.Cancelled => new McpReply.Lost(Written: completed.Attempts > 0),
            var other => throw new InvalidOperationException($"a call of a session may not end with {other}"),
        };
        _late.Remove(ended);
        if (end is not McpReply.TimedOut)
        {
            _sent.Remove(ended.CaseId);
        }

        return new Unanswered(ended, end);
    }

    /// <summary>Takes the case that the executor rejected; null when it is unknown.</summary>
    public FuzzCase? Take(OperationRejected rejected)
    {
        if (!_running.Remove(rejected.RequestId, out var unsent))
        {
            return null;
        }

        _late.Remove(unsent);
        _sent.Remove(unsent.CaseId);
        return unsent;
    }

    /// <summary>Stops waiting for a late reply.</summary>
    public void Withdraw(IMcpSession session, FuzzCase fuzzCase)
    {
        if (!_sent.Remove(fuzzCase.CaseId, out var sent))
        {
            return;
        }

        if (_running.Remove(sent.Request))
        {
            _late.Remove(fuzzCase);
            _executor.Tell(new CancelOperation(sent.Request), actor);
        }

        session.Withdraw(sent.Call);
    }

    /// <summary>Cancels all running calls. They get no result.</summary>
    public void CancelAll()
    {
        foreach (var requestId in _running.Keys)
        {
            _executor.Tell(new CancelOperation(requestId), actor);
        }

        _running.Clear();
    }

    /// <summary>A call has its reply, in time or late.</summary>
    internal sealed record Replied(FuzzCase Case, McpReply Reply)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>A call has ended without a reply.</summary>
    internal sealed record Unanswered(FuzzCase Case, McpReply End);
}
