using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Fuzzing.Tests.Campaigns;

/// <summary>Runs what it is given at once, until its timeout or a cancellation; can reject the first few.</summary>
internal sealed class RunningExecutor : ReceiveActor
{
    private readonly Dictionary<RequestId, CancellationTokenSource> _running = [];

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

            var cancellation = new CancellationTokenSource(execute.Timeout!.Value);
            _running[execute.RequestId] = cancellation;
            _ = RunAsync(execute, cancellation).PipeTo(Sender);
        });
        Receive<CancelOperation>(cancel =>
        {
            if (_running.TryGetValue(cancel.RequestId, out var running))
            {
                running.Cancel();
            }
        });
    }

    private static async Task<OperationCompleted> RunAsync(Execute execute, CancellationTokenSource cancellation)
    {
        OperationOutcome outcome;
        try
        {
            outcome = new OperationOutcome.Succeeded(await execute.Operation(cancellation.Token));
        }
        catch (OperationCanceledException)
        {
            outcome = new OperationOutcome.TimedOut(execute.Timeout!.Value, Abandoned: false);
        }
        catch (Exception failure)
        {
            outcome = new OperationOutcome.Failed(failure.GetType().Name, failure.Message);
        }

        return new OperationCompleted(execute.RequestId, outcome, 1, TimeSpan.Zero);
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
