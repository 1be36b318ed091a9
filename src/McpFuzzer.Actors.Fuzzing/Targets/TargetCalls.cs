using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>The calls of one server, through the executor. Used only by its actor.</summary>
/// <param name="executor">Runs calls under its limits.</param>
/// <param name="timeout">How long one call may take.</param>
/// <param name="slowAfter">The threshold of a slow reply.</param>
/// <param name="actor">Receives late replies.</param>
/// <param name="time">The node's clocks.</param>
internal sealed class TargetCalls(
    IActorRef executor,
    TimeSpan timeout,
    TimeSpan slowAfter,
    IActorRef actor,
    TimeProvider time
)
{
    private readonly Dictionary<RequestId, RunningCall> _running = [];
    private readonly Dictionary<string, ToolCall> _sent = new(StringComparer.Ordinal);
    private readonly LateCalls _late = new(slowAfter, time);

    /// <summary>True when every call has its reply.</summary>
    public bool IsIdle => _running.Count == 0;

    /// <summary>Takes the calls that have become slow since the last call of this method.</summary>
    public IReadOnlyList<FuzzCase> TakeLate() => _late.Take();

    /// <summary>Sends a case.</summary>
    public void Send(IMcpSession session, FuzzCase fuzzCase)
    {
        var call = new ToolCall(fuzzCase.Tool, fuzzCase.Arguments)
        {
            Tag = fuzzCase,
            Late = reply => actor.Tell(new Replied(fuzzCase, reply), ActorRefs.NoSender),
        };
        var requestId = RequestId.New();
        var running = new RunningCall(fuzzCase);
        _running.Add(requestId, running);
        _sent[fuzzCase.CaseId] = call;
        _late.Add(fuzzCase);
        executor.Tell(
            new Execute(
                requestId,
                async cancellation => running.Reply = await session.CallToolAsync(call, cancellation),
                timeout
            ),
            actor
        );
    }

    /// <summary>Takes the result of a call; null when it was cancelled or is unknown.</summary>
    public Replied? Take(OperationCompleted completed)
    {
        if (!_running.Remove(completed.RequestId, out var running))
        {
            return null;
        }

        _late.Remove(running.Case);
        return new Replied(
            running.Case,
            completed.Outcome switch
            {
                OperationOutcome.Succeeded { Value: McpReply replied } => replied,
                // Its reply may have arrived at the same moment.
                OperationOutcome.TimedOut late => running.Reply ?? new McpReply.TimedOut(late.After),
                OperationOutcome.Cancelled => new McpReply.Lost(Written: completed.Attempts > 0),
                var other => throw new InvalidOperationException($"a call of a session may not end with {other}"),
            }
        );
    }

    /// <summary>Takes the case that the executor rejected; null when it is unknown.</summary>
    public FuzzCase? Take(OperationRejected rejected)
    {
        if (!_running.Remove(rejected.RequestId, out var running))
        {
            return null;
        }

        _late.Remove(running.Case);
        Forget(running.Case);
        return running.Case;
    }

    /// <summary>Stops waiting for a late reply.</summary>
    public void Withdraw(IMcpSession session, FuzzCase fuzzCase)
    {
        if (!_sent.Remove(fuzzCase.CaseId, out var call))
        {
            return;
        }

        foreach (
            var (requestId, _) in _running.Where(running => ReferenceEquals(running.Value.Case, fuzzCase)).ToList()
        )
        {
            _running.Remove(requestId);
            _late.Remove(fuzzCase);
            executor.Tell(new CancelOperation(requestId), actor);
        }

        session.Withdraw(call);
    }

    /// <summary>Forgets a case that has its reply.</summary>
    public void Forget(FuzzCase fuzzCase) => _sent.Remove(fuzzCase.CaseId);

    /// <summary>Cancels all running calls. They get no result.</summary>
    public void CancelAll()
    {
        foreach (var requestId in _running.Keys)
        {
            executor.Tell(new CancelOperation(requestId), actor);
        }

        _running.Clear();
    }

    /// <summary>A call that the executor runs.</summary>
    private sealed class RunningCall(FuzzCase fuzzCase)
    {
        private volatile McpReply? _reply;

        public FuzzCase Case { get; } = fuzzCase;

        /// <summary>Its reply, once the session has it.</summary>
        public McpReply? Reply
        {
            get => _reply;
            set => _reply = value;
        }
    }

    /// <summary>A call has ended, or its late reply has arrived.</summary>
    internal sealed record Replied(FuzzCase Case, McpReply Reply)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;
}
