using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Requests;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Interprets the <see cref="ProcessMachine" /> for one incarnation. It lives as long as the incarnation, so a late
/// message to its reference reaches no other incarnation. It stops itself when its set is empty and its output is read.
/// </summary>
internal sealed partial class ProcessActor : AnsweringActor<IManagerCommand>, IWithTimers
{
    private static readonly Deploy InDispatcher = Deploy.Local.WithDispatcher(ProcessSettings.DispatcherPath);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Assignment _assignment;
    private readonly TimeProvider _time;
    private readonly ProcessAccount _account;
    private readonly PreciseTell _probe;
    private readonly PreciseTell _stage;
    private Heartbeats? _heartbeats;
    private IActorRef? _consumer;

    private ProcessState _state;
    private IProcessHandle? _handle;
    private bool _attached;
    private bool _released;
    private bool _outputClosed;

    public ProcessActor(Assignment assignment, TimeProvider time, IActorRef? consumer)
    {
        _assignment = assignment;
        _time = time;
        _consumer = consumer;
        _account = new ProcessAccount(assignment, time);
        _probe = new PreciseTell(time, Self);
        _stage = new PreciseTell(time, Self);
        _state = new ProcessState { StopSettings = assignment.StopSettings };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private ProcessKey Key => _assignment.Key;

    /// <summary>Creates its props.</summary>
    /// <param name="assignment">What to start.</param>
    /// <param name="time">The node's clocks.</param>
    /// <param name="consumer">
    /// The consumer that gets the streams at the start; null when there is none yet.
    /// </param>
    public static Props Props(Assignment assignment, TimeProvider time, IActorRef? consumer) =>
        new(InDispatcher, typeof(ProcessActor), assignment, time, consumer!);

    protected override void PreStart()
    {
        _heartbeats = new Heartbeats(Key, _assignment.Incarnation, _assignment.Probe, _account, Self, _time, _log);
        Perform(ProcessMachine.Begin(_assignment.StopSettings));
    }

    protected override void PostStop()
    {
        CancelAll();
        AnswerAll();
        if (_state.Phase is ProcessPhase.Exited or ProcessPhase.Failed)
        {
            _assignment.Launch.Dispose();
        }
        else
        {
            // The manager waits for the same reaping before it tells that the process is lost.
            ReportFailure(_assignment.Launch.ReapAsync());
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartResult.Started started:
                OnStarted(started.Handle);
                break;
            case StartResult.Failed failed:
                Advance(new ProcessInput.SpawnFailed(failed.Error, _assignment.Mask.Apply(failed.Message)));
                break;
            case StartResult.Cancelled:
                Advance(new ProcessInput.SpawnCancelled());
                break;
            case HostFailed failure:
                throw new InvalidOperationException("The host failed to answer", failure.Fault);
            case InputArrived arrived:
                OnInputArrived(arrived.Input);
                break;
            case ReadinessArrived arrived:
                Advance(arrived.Input);
                break;
            case ProbeDue due:
                BeginProbe(due.Patience);
                break;
            case LateProbeDue:
                BeginLateProbe();
                break;
            case Probed probed when probed.Probe == _lastProbe:
                OnProbed(probed);
                break;
            case Probed:
                // A later probe has replaced this one.
                break;
            case ProcessProtocol.Stop stop:
                Advance(new ProcessInput.StopRequested(stop.Cause, stop.Force, stop.Grace));
                break;
            case ProcessProtocol.Release:
                _released = true;
                StopWhenRead();
                break;
            case AttachStdio { Incarnation: null } when _state.Phase == ProcessPhase.Starting:
                _consumer = Sender;
                break;
            case AttachStdio:
                Sender.Tell(Attach());
                break;
            case SignalProcess signal:
                Sender.Tell(Signal(signal));
                break;
            case GetProcess:
                OnGet();
                break;
            case Sample:
                OnSample();
                break;
            case Sampled sampled:
                OnSampled(sampled);
                break;
            case Measured measured:
                OnMeasured(measured);
                break;
            case StatusDue due:
                Answer(due.Query);
                break;
            case UpdateActivity:
                _account.Update();
                break;
            case WatchdogProtocol.HeartbeatCheck check when Concerns(check.Incarnation):
                _heartbeats!.OnCheck(Sender);
                break;
            case ActivityProbe.Answered answered:
                _heartbeats!.OnAnswered(answered);
                break;
            case Heartbeats.Overdue:
                _heartbeats!.OnOverdue();
                break;
            case WatchdogProtocol.Warn warn when Concerns(warn.Incarnation):
                Silent(warn.SilentFor, UnresponsiveLevel.Warning, act: false);
                break;
            case WatchdogProtocol.Terminate terminate when Concerns(terminate.Incarnation):
                Silent(terminate.SilentFor, UnresponsiveLevel.Terminate, terminate.Act);
                break;
            case WatchdogProtocol.Kill kill when Concerns(kill.Incarnation):
                Silent(kill.SilentFor, UnresponsiveLevel.Kill, kill.Act);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private bool Concerns(int incarnation) => incarnation == _assignment.Incarnation;

    private void OnStarted(IProcessHandle handle)
    {
        _handle = handle;
        _account.Starts(handle);
        // First of all, so that the output of a process that ends at once is delivered too.
        _consumer?.Tell(Attach());
        Advance(new ProcessInput.Spawned());
        BeginSampling();
        handle.Observe(new Observer(Self));
    }

    private void OnInputArrived(ProcessInput input)
    {
        if (input is ProcessInput.OutputClosed)
        {
            _outputClosed = true;
            StopWhenRead();
        }

        if (!_state.HasEnded)
        {
            Advance(input);
        }
        else if (_state.Phase == ProcessPhase.Unkillable && input is ProcessInput.LeaderExited late)
        {
            _log.Warning("Unkillable {ProcessKey} has exited late: {Exit}", Key, late.Exit);
        }
    }

    private void Silent(TimeSpan silentFor, UnresponsiveLevel level, bool act)
    {
        if (_state.Phase is not (ProcessPhase.Running or ProcessPhase.Stopping))
        {
            return;
        }

        Publish(_account.Silent(silentFor, level));
        if (act)
        {
            Advance(new ProcessInput.StopRequested(ExitCause.Watchdog, Force: level == UnresponsiveLevel.Kill));
        }
    }

    private IAttachReply Attach()
    {
        if (_handle is null || _state.HasEnded)
        {
            return new CommandRejected(RejectReason.NotRunning, $"{Key} is not running");
        }

        if (_handle is { Stdout: null, Stdin: null, Stderr: null })
        {
            return new CommandRejected(RejectReason.NotRunning, $"nothing of {Key} is piped");
        }

        if (_attached)
        {
            return new CommandRejected(RejectReason.AlreadyExists, $"another consumer has the streams of {Key}");
        }

        _attached = true;
        return new StdioAttached(Key, _assignment.Incarnation, _handle.Stdout, _handle.Stdin, _handle.Stderr);
    }

    private ISignalReply Signal(SignalProcess signal) =>
        _handle is not null && !_state.HasEnded && _handle.Signal(new ProcessSignal(signal.Signal), signal.Scope)
            ? new SignalSent(Key, signal.Signal, signal.Scope)
            : new CommandRejected(RejectReason.NotRunning, $"{Key} has no process to receive a signal");

    private void ReportFailure(Task reaping)
    {
        var (log, key, incarnation) = (_log, Key, _assignment.Incarnation);
        _ = reaping.ContinueWith(
            failed =>
                log.Error(failed.Exception, "Reaping {ProcessKey} incarnation {Incarnation} failed", key, incarnation),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    /// <summary>An input from the host or from a timer.</summary>
    private sealed record InputArrived(ProcessInput Input) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Observer(IActorRef process) : IProcessObserver
    {
        public void OnBreach(LimitBreach breach) =>
            process.Tell(
                new InputArrived(
                    new ProcessInput.StopRequested(ExitCause.Limit, Force: true, Grace: null, Breach: breach)
                )
            );

        public void OnExited(ProcessExit exit) => process.Tell(new InputArrived(new ProcessInput.LeaderExited(exit)));

        public void OnReady() => process.Tell(new ReadinessArrived(ReadinessInput.Sign));

        public void OnOutputClosed() => process.Tell(new InputArrived(new ProcessInput.OutputClosed()));
    }
}
