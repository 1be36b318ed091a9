using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Processes;

/// <summary>Does what the machine decides.</summary>
internal sealed partial class ProcessActor
{
    private void Advance(ProcessInput input) => Perform(ProcessMachine.Step(_state, input));

    private void Perform(ProcessStep step)
    {
        if (step.State.Phase != _state.Phase && !step.Effects.Any(ReportsPhase))
        {
            Report(new ManagerInput.PhaseChanged(_assignment.Run, step.State.Phase));
        }

        _state = step.State;
        ProcessEffect.Probe? now = null;
        foreach (var effect in step.Effects)
        {
            if (effect is ProcessEffect.Probe { After.Ticks: 0 } probe)
            {
                _probe.Cancel();
                now = probe;
            }
            else
            {
                Perform(effect);
            }
        }

        if (now is not null)
        {
            BeginProbe(now.Patience);
        }
    }

    private void Perform(ProcessEffect effect)
    {
        switch (effect)
        {
            case ProcessEffect.Spawn:
                _ = _assignment.Launch.BeginAsync().PipeTo(Self, failure: fault => new HostFailed(fault));
                break;
            case ProcessEffect.CancelSpawn:
                _assignment.Launch.Cancel();
                break;
            case ProcessEffect.CloseStdin:
                _handle!.CloseStdin();
                break;
            case ProcessEffect.TerminateSet:
                _handle!.Terminate(new ProcessSignal(_assignment.Ladder.Signal));
                break;
            case ProcessEffect.KillSet:
                _handle!.Kill();
                break;
            case ProcessEffect.CloseOutput:
                _handle!.CloseOutput();
                break;
            case ProcessEffect.Probe probe:
                _probe.Set(new ProbeDue(probe.Patience), probe.After);
                break;
            case ProcessEffect.ArmStage arm:
                _stage.Set(new InputArrived(new ProcessInput.StageElapsed(arm.Stage)), arm.After);
                break;
            case ProcessEffect.ArmTimeLimit arm:
                Timers.StartSingleTimer(
                    nameof(ProcessEffect.ArmTimeLimit),
                    new InputArrived(new ProcessInput.StopRequested(ExitCause.TimeLimit, Force: false)),
                    arm.After
                );
                break;
            case ProcessEffect.ReportStarted:
                ReportStarted();
                BeginReadiness();
                break;
            case ProcessEffect.ReportExited exited:
                Advance(ReadinessInput.Ended);
                Publish(_account.Exits(exited));
                break;
            case ProcessEffect.Terminal terminal:
                End(terminal);
                break;
            default:
                throw new NotSupportedException($"No such effect: {effect.GetType().Name}");
        }
    }

    private void ReportStarted()
    {
        var started = _account.Started();
        _log.Info(
            "Started {ProcessKey} incarnation {Incarnation} pid {Pid}, containment {Containment}",
            Key,
            started.Incarnation,
            started.Pid,
            started.Containment
        );
        Publish(started);
    }

    private void End(ProcessEffect.Terminal terminal)
    {
        CancelAll();
        switch (terminal)
        {
            case ProcessEffect.ReportNotStarted effect:
                Reject(new CommandRejected(RejectReason.SpawnFailed, effect.Message, effect.Error));
                break;
            case ProcessEffect.ReportStartCancelled { Cause: ExitCause.NodeShutdown }:
                Reject(new CommandRejected(RejectReason.ShuttingDown, $"the node shuts down; {Key} was not started"));
                break;
            case ProcessEffect.ReportStartCancelled:
                Reject(new CommandRejected(RejectReason.NotRunning, $"{Key} was stopped before it had started"));
                break;
            case ProcessEffect.ReportStopped effect:
                _log.Info(
                    "Stopped {ProcessKey} incarnation {Incarnation}: {Exit}, {Cause}, escalated {Escalated}, "
                        + "survivors {Survivors}",
                    Key,
                    _assignment.Incarnation,
                    effect.Exit,
                    effect.Cause,
                    effect.Escalated,
                    effect.SurvivorsKilled
                );
                Report(new ManagerInput.Ended(_assignment.Run, _account.Stops(effect, _state)));
                break;
            case ProcessEffect.ReportUnkillable effect:
                Advance(ReadinessInput.Ended);
                _log.Error("Unkillable {ProcessKey}: {Pids} outlived SIGKILL", Key, string.Join(", ", effect.Pids));
                Report(new ManagerInput.Ended(_assignment.Run, _account.Stays(effect, _state)));
                Timers.StartPeriodicTimer(nameof(LateProbeDue), LateProbeDue.Instance, LateProbeInterval);
                break;
            default:
                throw new NotSupportedException($"No such end: {terminal.GetType().Name}");
        }

        AnswerAll();
    }

    private void CancelAll()
    {
        Timers.CancelAll();
        _heartbeats?.Stop();
        _probe.Cancel();
        _stage.Cancel();
    }

    private void Reject(CommandRejected why) => Report(new ManagerInput.NotStarted(_assignment.Run, why));

    private void Publish(IProcessEvent what) => Report(new ManagerInput.Happened(_assignment.Run, what, _state.Phase));

    private static bool ReportsPhase(ProcessEffect effect) =>
        effect is ProcessEffect.ReportStarted or ProcessEffect.ReportExited or ProcessEffect.Terminal;

    private static void Report(ManagerInput input) => Context.Parent.Tell(new ProcessProtocol.Report(input));

    /// <summary>A consumer may still read what the target wrote last; the host's drain deadline bounds that.</summary>
    private void StopWhenRead()
    {
        if (_released && (_outputClosed || _state.Phase != ProcessPhase.Exited))
        {
            Context.Stop(Self);
        }
    }
}
