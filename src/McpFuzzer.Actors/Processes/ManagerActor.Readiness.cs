using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Who waits for a process to be ready. A process that has ended, or backs off, is not; one whose start is under way may come to be.</summary>
internal sealed partial class ManagerActor
{
    private void OnWaitReady(WaitForReady wait)
    {
        if (wait.Timeout is { } timeout && (timeout < TimeSpan.Zero || timeout > ProcessSpecRules.LongestTime))
        {
            Asker.Tell(
                new CommandRejected(
                    RejectReason.InvalidSpec,
                    $"Timeout = {timeout}: must be zero to {ProcessSpecRules.LongestTime.TotalDays} days, or null"
                )
            );
        }
        else if (!_live.TryGetValue(wait.Key, out var process))
        {
            Asker.Tell(
                LastOf(wait.Key) is { Snapshot: var ended }
                    ? new ProcessNotReady(ended.Key, ended.Incarnation, ended.Age)
                    : NotThere(wait.Key)
            );
        }
        else if (process is { IsRunning: true, Readiness.Ready: { } ready })
        {
            Asker.Tell(ready);
        }
        else if (MayBecomeReadyFor(wait, process))
        {
            WaitReady(process, wait.Timeout);
        }
        else
        {
            Asker.Tell(process.NotReady());
        }
    }

    private static bool MayBecomeReadyFor(WaitForReady wait, ManagedProcess process)
    {
        var starting = process is { Started: null, LostBecause: null };
        var patient = wait.Timeout is { } timeout ? timeout > TimeSpan.Zero : !process.Readiness.IsLate;
        return patient && (starting || process.IsRunning);
    }

    private void WaitReady(ManagedProcess process, TimeSpan? timeout)
    {
        var id = ++_lastWait;
        process.Readiness.AddWaiter(id, Asker, hasOwnTimeout: timeout is not null);
        if (timeout is { } limit)
        {
            Timers.StartSingleTimer(id, new ReadyWaitElapsed(process, id), limit);
        }
    }

    private static void OnReadyWaitElapsed(ReadyWaitElapsed elapsed) =>
        elapsed.Process.Readiness.TakeWaiter(elapsed.Wait)?.Tell(elapsed.Process.NotReady());

    private void OnReady(ManagedProcess process, ProcessReady ready)
    {
        process.Readiness.Ready = ready;
        AnswerReadyWaiters(process, ready);
    }

    /// <summary>Who brought a timeout of his own waits on: it may still become ready. If it has ended, that is told next.</summary>
    private static void OnNotReady(ManagedProcess process, ProcessNotReady notReady)
    {
        process.Readiness.IsLate = true;
        process.Readiness.AnswerWithoutOwnTimeout(notReady);
    }

    /// <summary>It has ended, in one way or another.</summary>
    private void AnswerReadyWaiters(ManagedProcess process, IWaitReply end) =>
        AnswerReadyWaiters(
            process,
            end is CommandRejected notStarted && process.Started is null ? notStarted : process.NotReady()
        );

    private void AnswerReadyWaiters(ManagedProcess process, IWaitReadyReply reply)
    {
        foreach (var wait in process.Readiness.Answer(reply))
        {
            Timers.Cancel(wait);
        }
    }

    private sealed record ReadyWaitElapsed(ManagedProcess Process, long Wait) : INoSerializationVerificationNeeded;
}
