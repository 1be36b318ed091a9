using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <content>The end of a target, and the proof of it.</content>
internal sealed partial class TargetActor
{
    private void Close(bool force)
    {
        _closing = true;
        foreach (var requestId in _calls.Keys)
        {
            _services.Executor.Tell(new CancelOperation(requestId));
        }

        if (_session is null)
        {
            _opening!.Cancel();
        }
        else
        {
            Dispose(force);
        }
    }

    private void Dispose(bool force)
    {
        var generation = _generation;
        if (_gate!.LeftOut is > 0 and var leftOut)
        {
            _log.Warning(
                "{Count} stream anomalies of {ProcessKey} came too fast and were left out",
                leftOut,
                _session!.Key
            );
        }

        Timers.StartSingleTimer(nameof(NoProof), new NoProof(generation), ProofTimeout);
        var ending = force ? _session!.KillAsync() : _session!.DisposeAsync();
        _ = ending
            .AsTask()
            .PipeTo(
                Self,
                success: () => new Disposed(generation),
                failure: failure => new Faulted(generation, "closing a session", failure)
            );
    }

    /// <summary>The executor answers each call once; whoever left before would leave dead letters.</summary>
    private void ProveWhenQuiet()
    {
        if (_disposed && _calls.Count == 0)
        {
            _disposed = false;
            AskForProof();
        }
    }

    /// <summary>A stop of what is stopped is answered from the manager's history, with the proof or the lack of it.</summary>
    private void AskForProof() => _services.Manager.Tell(new StopProcess(_session!.Key, _session.Incarnation));

    private void OnProof(IStopReply proof)
    {
        switch (proof)
        {
            case ProcessStopped stopped when IsOurs(stopped):
                Closed(
                    new TargetEnd(
                        _exited?.Exit ?? stopped.Exit,
                        _exited?.Cause ?? stopped.Cause,
                        _text.Show(stopped.StderrTail),
                        ProvenGone: true
                    )
                );
                break;
            case ProcessUnkillable unkillable when IsOurs(unkillable):
                _log.Error("{ProcessKey} could not be killed: {Pids}", unkillable.Key, unkillable.Pids);
                Closed(new TargetEnd(_exited?.Exit, _exited?.Cause, StderrOf(_exited), ProvenGone: false));
                break;
            case ProcessLost lost when IsOurs(lost):
                _log.Error("{ProcessKey} was lost: {Detail}", lost.Key, lost.Detail);
                Closed(new TargetEnd(_exited?.Exit, _exited?.Cause, StderrOf(_exited), ProvenGone: false));
                break;
            case CommandRejected rejected:
                // One that the history has forgotten had ended.
                var gone = rejected.Reason is RejectReason.NotFound or RejectReason.StaleIncarnation;
                Closed(new TargetEnd(_exited?.Exit, _exited?.Cause, StderrOf(_exited), gone));
                break;
            default:
                Unhandled(proof);
                break;
        }
    }

    private bool IsOurs(IProcessEvent proof) => proof.Key == _session?.Key && proof.Incarnation == _session.Incarnation;

    private void Closed(TargetEnd end)
    {
        Timers.Cancel(nameof(NoProof));
        _session = null;
        _calls.Clear();
        _closing = false;
        _disposed = false;
        Tell(new TargetEvent.Closed(_lane, _generation, end));
    }

    private static async Task DisposeAsync(IMcpSession session, ILoggingAdapter log)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception failure)
        {
            log.Error(failure, "Closing the session of {ProcessKey} failed", session.Key);
        }
    }
}
