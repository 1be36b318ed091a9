using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <content>Calls, by way of the executor.</content>
internal sealed partial class TargetActor
{
    private void Call(CampaignEffect.Call call)
    {
        var session = _session!;
        var requestId = RequestId.New();
        _calls[requestId] = call;
        _services.Executor.Tell(
            new Execute(
                requestId,
                async cancellation =>
                    await session.CallWithinAsync(call.Case.Tool, call.Case.Arguments, call.Timeout, cancellation),
                call.Timeout + ExecutorMargin
            )
        );
    }

    private void OnCompleted(OperationCompleted completed)
    {
        if (!_calls.Remove(completed.RequestId, out var call) || _closing)
        {
            ProveWhenQuiet();
            return;
        }

        var reply = completed.Outcome switch
        {
            OperationOutcome.Succeeded { Value: McpReply replied } => replied,
            OperationOutcome.TimedOut late => new McpReply.TimedOut(late.After),
            OperationOutcome.Cancelled => new McpReply.Lost(Written: completed.Attempts > 0),
            var other => throw new InvalidOperationException($"a call of a session may not end with {other}"),
        };
        Tell(new TargetEvent.CallEnded(_lane, call.Generation, call.AttemptId, reply));
    }

    private void OnRejected(OperationRejected rejected)
    {
        if (!_calls.Remove(rejected.RequestId, out var call) || _closing)
        {
            ProveWhenQuiet();
            return;
        }

        switch (rejected.Reason)
        {
            case RejectReason.Overloaded:
                Timers.StartSingleTimer(rejected.RequestId, new Resend(call), OverloadDelay);
                break;
            case RejectReason.ShuttingDown:
                Context.Parent.Tell(CampaignActor.NodeShutsDown.Instance);
                break;
            default:
                throw new InvalidOperationException($"the executor refused a call: {rejected.Message}");
        }
    }
}
