using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>Starts the command, connects its streams with ours, passes signals on, and reports how it ended.</summary>
internal sealed class RunActor : UntypedActor, IWithTimers
{
    private readonly IActorRef _manager;
    private readonly RunAssignment _run;
    private readonly TaskCompletionSource<RunRecord> _result;
    private readonly RunSignals _signals;

    private RunRecord _record = new();
    private bool _isDrained;

    public RunActor(IActorRef manager, RunAssignment run, TaskCompletionSource<RunRecord> result)
    {
        _manager = manager;
        _run = run;
        _result = result;
        _signals = new RunSignals(run.Time);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool HasEnded => _record is { Stopped: not null } or { Unkillable: not null } or { Lost: not null };

    public static Props Props(IActorRef manager, RunAssignment run, TaskCompletionSource<RunRecord> result) =>
        Akka.Actor.Props.Create(() => new RunActor(manager, run, result));

    protected override void PreStart()
    {
        Context.Watch(_manager);
        _manager.Tell(new WatchProcesses(_run.Key));
        if (_run.Stdio is not null)
        {
            if (_run.Stdio.IsPiped)
            {
                _manager.Tell(new AttachStdio(_run.Key));
            }

            var often = _run.Spec.Timeout!.Value / 4;
            Timers.StartPeriodicTimer(nameof(LookAtReader), LookAtReader.Instance, often);
        }

        _manager.Tell(new StartProcess(_run.Spec, _run.Key));
    }

    protected override void PostStop() =>
        _result.TrySetException(new InvalidOperationException("the actors of the run ended without a reply"));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StdioAttached attached:
                _run.Stdio!.Attach(attached);
                break;
            case ProcessStarted started:
                OnStarted(started);
                break;
            case ProcessStopped stopped when stopped.Incarnation == _record.Stopped?.Incarnation:
                // The reply to our stop of a command that had ended already. Nothing follows.
                Finish();
                break;
            case ProcessStopped or ProcessUnkillable or ProcessLost:
                OnEnded((IProcessEvent)message);
                break;
            case Drained drained:
                OnDrained(drained.Record);
                break;
            case ProcessFailed failed:
                _record = _record.With(failed);
                FinishGivenUp();
                break;
            case IProcessEvent what:
                _record = _record.With(what);
                break;
            case ProcessSnapshot { Phase: ProcessPhase.Exited } when _isDrained:
                Finish();
                break;
            case ProcessSnapshot or WatchStarted:
                break;
            case Received signal:
                OnSignal(signal.Signal);
                break;
            case SignalSent { Signal: var sent } when sent == ProcessSignal.Stop.Number:
                _run.StopSelf();
                break;
            case SignalSent:
                break;
            case CommandRejected rejected:
                OnRejected(rejected);
                break;
            case LookAtReader:
                OnLookAtReader();
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnStarted(ProcessStarted started)
    {
        // It comes twice: as the reply to the start, and as an event.
        if (_record.Started?.Incarnation == started.Incarnation)
        {
            return;
        }

        _record = _record.With(started);
        _isDrained = false;
        var (manager, shown, self) = (_manager, new UpdateActivity(_run.Key), Self);
        _run.Stdio?.Terminal?.Begin(() => manager.Tell(shown, self));
        foreach (var signal in _signals.TakeKept())
        {
            PassOn(signal);
        }
    }

    private void OnEnded(IProcessEvent what)
    {
        _record = _record.With(what);
        var record = _record;
        _ = (_run.Stdio?.DrainAsync() ?? Task.CompletedTask).PipeTo(Self, success: () => new Drained(record));
    }

    /// <summary>Reports how the command ended, after its output.</summary>
    private void OnDrained(RunRecord record)
    {
        var isLast = _record.Started?.Incarnation == record.Started?.Incarnation;
        if (isLast)
        {
            _run.Stdio?.Terminal?.Pause();
        }

        foreach (var line in RunNotices.Of(record, _run.Spec, _run.Signal))
        {
            _run.Tell(line);
        }

        if (!isLast)
        {
            // Our reader was so slow that the next incarnation runs already.
            return;
        }

        _isDrained = true;
        if (_record.GivenUp is not null)
        {
            FinishGivenUp();
        }
        else if (_record.Stopped is not { } stopped || _run.Spec.Restart.Mode == RestartMode.Never)
        {
            Finish();
        }
        else if (_signals.EndRestarts(stopped.Exit))
        {
            _manager.Tell(new StopProcess(_run.Key));
        }
        else
        {
            _manager.Tell(new GetProcess(_run.Key));
        }
    }

    private void OnSignal(ProcessSignal signal)
    {
        var step = _signals.Receive(signal);
        if (_run.Stdio?.Terminal?.Takes(signal) == true)
        {
            return;
        }

        if (HasEnded)
        {
            OnSignalAfterEnd(signal, step);
        }
        else if (step != EndStep.PassOn)
        {
            var force = step == EndStep.Kill;
            _run.Tell(RunNotices.OfStop(force, _run.Signal));
            _manager.Tell(new StopProcess(_run.Key, Force: force));
        }
        else if (_record.Started is null)
        {
            _signals.Keep(signal);
        }
        else
        {
            PassOn(signal);
        }
    }

    /// <summary>
    /// Handles a signal that no command can take. Between two incarnations it ends the run. The third one ends it too
    /// when our own reader is too slow.
    /// </summary>
    private void OnSignalAfterEnd(ProcessSignal signal, EndStep step)
    {
        if (step != EndStep.PassOn)
        {
            Finish();
        }
        else if (signal == ProcessSignal.TerminalStop)
        {
            _run.StopSelf();
        }
        else if (_signals.EndRestarts(exit: null))
        {
            _manager.Tell(new StopProcess(_run.Key));
        }
    }

    private void PassOn(ProcessSignal signal) =>
        _manager.Tell(new SignalProcess(_run.Key, RunSignals.PassedOnAs(signal).Number, SignalScope.Group));

    private void OnRejected(CommandRejected rejected)
    {
        if (_record.Started is not null)
        {
            // The signal came too late. The event of its end follows.
            return;
        }

        _record = _record with { Rejected = rejected };
        foreach (var line in RunNotices.Of(_record, _run.Spec, _run.Signal))
        {
            _run.Tell(line);
        }

        Finish();
    }

    private void OnLookAtReader()
    {
        if (_run.Stdio!.IsHeldBack)
        {
            _manager.Tell(new UpdateActivity(_run.Key));
        }
    }

    private void FinishGivenUp()
    {
        if (_isDrained)
        {
            _run.Tell($"given up: {_record.GivenUp!.Reason}");
            Finish();
        }
    }

    private void Finish() => _result.TrySetResult(_record with { Signalled = _signals.LastEnding });

    /// <summary>mcpfuzzer has received a signal.</summary>
    internal sealed record Received(ProcessSignal Signal) : INoSerializationVerificationNeeded;

    private sealed record Drained(RunRecord Record) : INoSerializationVerificationNeeded;

    private sealed class LookAtReader : INoSerializationVerificationNeeded
    {
        public static readonly LookAtReader Instance = new();
    }
}
