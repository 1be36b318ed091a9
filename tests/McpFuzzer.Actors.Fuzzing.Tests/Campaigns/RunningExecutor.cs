using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>Runs what it is given at once; refuses the first few when told to.</summary>
internal sealed class RunningExecutor : ReceiveActor
{
    public RunningExecutor(int overloads, RejectReason reason)
    {
        var left = overloads;
        Receive<Execute>(execute =>
        {
            if (left-- > 0)
            {
                Sender.Tell(new OperationRejected(execute.RequestId, reason, "no"));
                return;
            }

            var running = execute.Operation(CancellationToken.None).AsTask();
            _ = running.PipeTo(
                Sender,
                success: value => new OperationCompleted(
                    execute.RequestId,
                    new OperationOutcome.Succeeded(value),
                    1,
                    TimeSpan.Zero
                ),
                failure: failure => new OperationCompleted(
                    execute.RequestId,
                    new OperationOutcome.Failed(failure.GetType().Name, failure.Message),
                    1,
                    TimeSpan.Zero
                )
            );
        });
        Receive<CancelOperation>(_ => { });
    }
}

/// <summary>Proves each target gone, or not.</summary>
internal sealed class ProvingManager : ReceiveActor
{
    public ProvingManager(bool killable) =>
        Receive<StopProcess>(stop =>
            Sender.Tell(
                killable
                    ? new ProcessStopped(
                        stop.Key,
                        stop.Incarnation ?? 1,
                        new ProcessExit.Code(134),
                        ExitCause.Requested,
                        Escalated: false,
                        SurvivorsKilled: 0,
                        OutputTail.Empty,
                        new OutputTail("boom\n"u8.ToArray(), 5)
                    )
                    : new ProcessUnkillable(stop.Key, stop.Incarnation ?? 1, [4711])
            )
        );
}
