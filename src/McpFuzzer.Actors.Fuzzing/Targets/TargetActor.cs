using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// One server of a campaign, from its start to its end: feeds its machine with what happens to the target, and carries
/// out what the machine wants. Calls go through the executor, which owns their concurrency and their timeouts. It stops
/// itself when its target is gone.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop disposes, as in every actor.")]
internal sealed class TargetActor : UntypedActor, IWithTimers
{
    private readonly int _number;
    private readonly TargetAssignment _assignment;
    private readonly ServerMachine _machine;
    private readonly TargetCalls _calls;
    private readonly StreamGate _gate;
    private readonly CancellationTokenSource _opening = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ServerState _state = ServerState.Initial;
    private ReplyOracle? _oracle;
    private IReadOnlyList<string> _toolNames = [];
    private IMcpSession? _session;
    private SessionTasks? _tasks;
    private ProcessExited? _exited;
    private long _opened;

    public TargetActor(int number, TargetAssignment assignment)
    {
        _number = number;
        _assignment = assignment;
        var thresholds = assignment.Settings.Thresholds;
        _machine = new ServerMachine(assignment.IsPatient ? assignment.Spec.CallTimeout : thresholds.StuckAfter);
        _calls = new TargetCalls(
            assignment.Services.Executor,
            assignment.Spec.CallTimeout,
            thresholds.SlowAfter,
            Self,
            assignment.Time
        );
        _gate = new StreamGate(Self);
        _opened = assignment.Time.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsReady => _state.Phase is ServerPhase.Ready;

    private TimeSpan SilentFor => _assignment.Time.GetElapsedTime(_session!.LastHeard);

    private TimeSpan Uptime => _assignment.Time.GetElapsedTime(_opened);

    public static Props Props(int number, TargetAssignment assignment) =>
        Akka.Actor.Props.Create(() => new TargetActor(number, assignment));

    protected override void PreStart() =>
        _ = _assignment
            .Services.Connector.ConnectAsync(
                _assignment.Target,
                _assignment.Spec.StartTimeout,
                _gate,
                _assignment.Revision,
                _opening.Token
            )
            .PipeTo(
                Self,
                success: result => new Connected(result),
                failure: failure =>
                    failure is OperationCanceledException
                        ? new Connected(null)
                        : new SessionTasks.Faulted("the connector", failure)
            );

    protected override void PostStop()
    {
        _opening.Cancel();
        _opening.Dispose();
        if (_session is { } session && _state.Phase is not (ServerPhase.Closing or ServerPhase.Closed))
        {
            _ = TargetProof.DisposeAsync(session, _log);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TargetCommand.Send send:
                Feed(new ServerInput.Assigned(send.Case));
                break;
            case TargetCommand.GiveUp given:
                Feed(new ServerInput.GivenUp(given.Case));
                break;
            case TargetCommand.Equip equip:
                (_oracle, _toolNames) = (equip.Oracle, equip.ToolNames);
                break;
            case TargetCommand.ListTools when IsReady:
                _tasks!.ListTools(_assignment.Spec.StartTimeout);
                break;
            case TargetCommand.Ping when IsReady:
                _tasks!.Ping(_assignment.Settings.Thresholds.LostAfter);
                break;
            case TargetCommand.ListTools or TargetCommand.Ping:
                // It died meanwhile, which is reported.
                break;
            case TargetCommand.Close close:
                Feed(new ServerInput.CloseRequested(close.Force));
                break;
            case Connected connected:
                OnConnected(connected.Result);
                break;
            case TargetCalls.Replied replied:
                OnReplied(replied);
                break;
            case OperationCompleted completed when _calls.Take(completed) is { } ended:
                OnReplied(ended);
                break;
            case OperationRejected rejected when _calls.Take(rejected) is { } unsent:
                OnRejected(rejected, unsent);
                break;
            case OperationCompleted or OperationRejected:
                // Of a call that was cancelled.
                break;
            case StreamGate.Passed passed:
                OnAnomaly(passed.Anomaly);
                break;
            case StreamGate.Changed:
                Report(new TargetReport.ToolsChanged(_number));
                break;
            case TargetReport report:
                Report(report);
                break;
            case ProbeResult probed:
                OnProbed(probed);
                break;
            case SessionTasks.ExitSeen seen:
                _exited = seen.Reply as ProcessExited;
                Feed(new ServerInput.Exited(Uptime));
                break;
            case Look:
                OnLook();
                break;
            case LastWordsOver:
                Feed(new ServerInput.LastWordsOver());
                break;
            case TargetProof.Disposed:
                _assignment.Services.Manager.Tell(new StopProcess(_session!.Key, _session.Incarnation));
                break;
            case IStopReply proof when _state.Phase is ServerPhase.Closing:
                OnProof(proof);
                break;
            case NoProof when _state.Phase is ServerPhase.Closing:
                End(TargetProof.Missing(_exited, _assignment.Text));
                break;
            case SessionTasks.Faulted faulted:
                throw new InvalidOperationException($"{faulted.What} threw", faulted.Failure);
            default:
                Unhandled(message);
                break;
        }
    }

    private void Feed(ServerInput input)
    {
        var (state, effects) = _machine.Step(_state, input);
        _state = state;
        foreach (var effect in effects)
        {
            Carry(effect);
        }
    }

    private void Carry(ServerEffect effect)
    {
        switch (effect)
        {
            case ServerEffect.Call call:
                _calls.Send(_session!, call.Case);
                LookSoon();
                break;
            case ServerEffect.Withdraw withdraw:
                _calls.Withdraw(_session!, withdraw.Case);
                break;
            case ServerEffect.Probe:
                _tasks!.Probe(_assignment.Settings.Thresholds.StuckAfter / 2);
                break;
            case ServerEffect.AwaitLastWords:
                Timers.StartSingleTimer(nameof(LastWordsOver), LastWordsOver.Instance, _assignment.Settings.LastWords);
                break;
            case ServerEffect.Close close:
                Close(close.Force);
                break;
            case ServerEffect.Publish published:
                Report(new TargetReport.Happened(_number, published.Event));
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    // What is slow, or silent, can be isolated while it is still waited for.
    private void LookSoon()
    {
        if (!Timers.IsTimerActive(nameof(Look)))
        {
            Timers.StartSingleTimer(nameof(Look), Look.Instance, _assignment.Settings.Thresholds.StuckAfter / 4);
        }
    }

    private void OnLook()
    {
        foreach (var late in _calls.TakeLate())
        {
            Feed(new ServerInput.Pending(late));
        }

        if (_calls.IsIdle)
        {
            return;
        }

        if (!_assignment.IsPatient && SilentFor > _assignment.Settings.Thresholds.StuckAfter / 2)
        {
            Feed(new ServerInput.Quiet());
        }

        LookSoon();
    }

    private void OnConnected(ConnectResult? result)
    {
        switch (result)
        {
            case ConnectResult.Connected connected:
                OnSession(connected.Session);
                break;
            case ConnectResult.Failed failed:
                var (message, tail) = (_assignment.Text.Show(failed.Message), _assignment.Text.Show(failed.StderrTail));
                Feed(new ServerInput.OpenFailed(message, tail));
                StopWhenClosed();
                break;
            default:
                // Cancelled: the connector leaves nothing.
                Feed(new ServerInput.OpenFailed("", ""));
                StopWhenClosed();
                break;
        }
    }

    private void OnSession(IMcpSession session)
    {
        _session = session;
        _tasks = new SessionTasks(_number, session, Self);
        _opened = _assignment.Time.GetTimestamp();
        if (_state.Phase is ServerPhase.Closing)
        {
            Dispose(force: false);
            return;
        }

        _tasks.WatchExit();
        Report(new TargetReport.Identified(_number, session.Server));
        Feed(new ServerInput.Opened());
    }

    private void OnProbed(ProbeResult probed) => Feed(new ServerInput.Probed(probed.Answered, SilentFor, Uptime));

    private void OnReplied(TargetCalls.Replied replied)
    {
        ServerInput input = replied.Reply switch
        {
            McpReply.TimedOut => new ServerInput.TimedOut(replied.Case),
            McpReply.Lost { Written: false } => new ServerInput.Unsent(replied.Case),
            McpReply.Lost => new ServerInput.Lost(replied.Case),
            McpReply.Result result => Judged(replied, result.Elapsed),
            McpReply.Error error => Judged(replied, error.Elapsed),
            McpReply.Unreadable unreadable => Judged(replied, unreadable.Elapsed),
            var other => throw new InvalidOperationException($"no rule for {other.GetType().Name}"),
        };
        Feed(input);
        if (replied.Reply is not McpReply.TimedOut)
        {
            _calls.Forget(replied.Case);
        }

        if (replied.Reply is McpReply.Lost { Written: false })
        {
            Feed(new ServerInput.StreamEnded());
        }
    }

    private ServerInput.Answered Judged(TargetCalls.Replied replied, TimeSpan elapsed) =>
        new(replied.Case, _oracle!.Judge(replied.Case, replied.Reply), elapsed);

    private void OnRejected(OperationRejected rejected, FuzzCase unsent)
    {
        switch (rejected.Reason)
        {
            case RejectReason.Overloaded:
                Feed(new ServerInput.Unsent(unsent));
                break;
            case RejectReason.ShuttingDown:
                Feed(new ServerInput.Unsent(unsent));
                Report(new TargetReport.NodeShutsDown(_number));
                break;
            default:
                throw new InvalidOperationException($"the executor rejected a call: {rejected.Message}");
        }
    }

    private void OnAnomaly(StreamAnomaly anomaly)
    {
        _gate.Release();
        var candidate = Candidates.Stream(anomaly, _toolNames);
        Feed(
            anomaly.Method is not null
                ? new ServerInput.AnomalyOfServer(candidate)
                : new ServerInput.AnomalySeen(candidate, anomaly.Call?.Tag as FuzzCase, Uptime)
        );
    }

    private void Close(bool force)
    {
        _calls.CancelAll();
        if (_session is null)
        {
            _opening.Cancel();
        }
        else
        {
            Dispose(force);
        }
    }

    private void Dispose(bool force)
    {
        if (_gate.LeftOut is > 0 and var leftOut)
        {
            _log.Warning(
                "{Count} stream anomalies of {ProcessKey} came too fast and were left out",
                leftOut,
                _session!.Key
            );
        }

        Timers.StartSingleTimer(nameof(NoProof), NoProof.Instance, TargetProof.Timeout);
        _tasks!.End(force);
    }

    private void OnProof(IStopReply proof)
    {
        if (TargetProof.Of(proof, _session!, _exited, _assignment.Text) is { } end)
        {
            if (!end.ProvenGone)
            {
                _log.Error("{ProcessKey} is not proven gone: {Reply}", _session!.Key, proof.GetType().Name);
            }

            End(end);
        }
    }

    private void End(ServerEnd end)
    {
        Timers.Cancel(nameof(NoProof));
        Feed(new ServerInput.Ended(end));
        StopWhenClosed();
    }

    private void StopWhenClosed()
    {
        if (_state.Phase is ServerPhase.Closed)
        {
            Context.Stop(Self);
        }
    }

    private static void Report(TargetReport report) => Context.Parent.Tell(report);

    private sealed record Connected(ConnectResult? Result) : INoSerializationVerificationNeeded;

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }

    private sealed class LastWordsOver : INoSerializationVerificationNeeded
    {
        public static readonly LastWordsOver Instance = new();
    }

    private sealed class NoProof : INoSerializationVerificationNeeded
    {
        public static readonly NoProof Instance = new();
    }
}
