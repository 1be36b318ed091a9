using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Triage;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>
/// One server of a campaign, from its start to its end. Feeds its machine with the events of the target, and carries
/// out the machine's effects. Calls go through the executor, which owns their concurrency and timeouts. The actor stops
/// itself when its target is gone.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop disposes, as in every actor.")]
internal sealed class TargetActor : UntypedActor, IWithTimers
{
    private readonly int _number;
    private readonly TargetAssignment _assignment;
    private readonly ServerMachine _machine;
    private readonly TargetCalls _calls;
    private readonly TargetLife _life;
    private TargetWatch _watch = null!;
    private ServerState _state = ServerState.Initial;
    private ReplyOracle? _oracle;
    private IReadOnlyList<string> _toolNames = [];

    public TargetActor(int number, TargetAssignment assignment)
    {
        _number = number;
        _assignment = assignment;
        _machine = new ServerMachine(
            assignment.IsPatient ? assignment.Spec.CallTimeout : assignment.Settings.Thresholds.StuckAfter
        );
        _calls = new TargetCalls(assignment, Self);
        _life = new TargetLife(number, assignment, Self, Context.GetLogger());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsReady => _state.Phase is ServerPhase.Ready;

    public static Props Props(int number, TargetAssignment assignment) =>
        Akka.Actor.Props.Create(() => new TargetActor(number, assignment));

    protected override void PreStart()
    {
        _watch = new TargetWatch(_calls, _life, _assignment, Timers);
        _life.Open();
    }

    protected override void PostStop() => _life.Dispose();

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
                _life.Tasks.ListTools(_assignment.Spec.StartTimeout);
                break;
            case TargetCommand.Ping when IsReady:
                _life.Tasks.Ping(_assignment.Settings.Thresholds.LostAfter);
                break;
            case TargetCommand.ListTools or TargetCommand.Ping:
                // It has died in the meantime, which is reported.
                break;
            case TargetCommand.Close close:
                Feed(new ServerInput.CloseRequested(close.Force));
                break;
            case TargetLife.Connected connected:
                OnConnected(connected.Result);
                break;
            case TargetCalls.Replied replied:
                _calls.Take(replied);
                Feed(ServerInputs.Of(replied, _oracle!));
                break;
            case OperationCompleted completed when _calls.Take(completed) is { } ended:
                FeedAll(ServerInputs.Of(ended));
                break;
            case OperationRejected rejected when _calls.Take(rejected) is { } unsent:
                OnRejected(rejected, unsent);
                break;
            case OperationCompleted or OperationRejected:
                // The outcome of a call that has its reply, or was cancelled.
                break;
            case StreamGate.Passed passed:
                _life.Release();
                Feed(ServerInputs.Of(passed.Anomaly, _toolNames, _life.Uptime));
                break;
            case StreamGate.Changed:
                Context.Parent.Tell(new CampaignInput.ToolsChanged(_number));
                break;
            case TargetReport.Listed or CampaignInput.Pinged:
                Context.Parent.Tell(message);
                break;
            case ProbeResult probed:
                Feed(_watch.Probed(probed));
                break;
            case SessionTasks.ExitSeen exit:
                _life.NoteExit(exit);
                Feed(new ServerInput.Exited(_life.Uptime));
                break;
            case TargetWatch.LookDue:
                FeedAll(_watch.Look(_state.Phase));
                break;
            case ServerInput.LastWordsOver over:
                Feed(over);
                break;
            case SessionTasks.Closed:
                _life.AskForProof();
                break;
            case IStopReply proof when _state.Phase is ServerPhase.Closing:
                OnEnd(_life.EndBy(proof));
                break;
            case ProofOverdue when _state.Phase is ServerPhase.Closing:
                OnEnd(_life.EndWithoutProof());
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

        if (_state.Phase is ServerPhase.Closed)
        {
            Context.Stop(Self);
        }
    }

    private void FeedAll(IEnumerable<ServerInput> inputs)
    {
        foreach (var input in inputs)
        {
            Feed(input);
        }
    }

    private void Carry(ServerEffect effect)
    {
        switch (effect)
        {
            case ServerEffect.Call call:
                _calls.Send(_life.Session, call.Case);
                _watch.LookSoon();
                break;
            case ServerEffect.Withdraw withdraw:
                _calls.Withdraw(_life.Session, withdraw.Case);
                break;
            case ServerEffect.Probe:
                _life.Tasks.Probe(_assignment.Settings.Thresholds.StuckAfter / 2);
                break;
            case ServerEffect.AwaitLastWords:
                var over = new ServerInput.LastWordsOver();
                Timers.StartSingleTimer(over, over, _assignment.Settings.LastWords);
                break;
            case ServerEffect.Close close:
                Close(close.Force);
                break;
            case ServerEffect.Publish published:
                Context.Parent.Tell(new CampaignInput.AtServer(_number, published.Event));
                break;
            default:
                throw new InvalidOperationException($"no rule for {effect.GetType().Name}");
        }
    }

    private void OnConnected(ConnectResult? result)
    {
        if (result is not ConnectResult.Connected { Session: var session })
        {
            Feed(ServerInputs.Of(result as ConnectResult.Failed, _assignment.Text));
            return;
        }

        _life.Begin(session);
        if (_state.Phase is ServerPhase.Closing)
        {
            Close(force: false);
            return;
        }

        _life.Tasks.WatchExit();
        Context.Parent.Tell(new TargetReport.Identified(_number, session.Server));
        Feed(new ServerInput.Opened());
    }

    private void OnRejected(OperationRejected rejected, FuzzCase unsent)
    {
        if (rejected.Reason is not (RejectReason.Overloaded or RejectReason.ShuttingDown))
        {
            throw new InvalidOperationException($"the executor rejected a call: {rejected.Message}");
        }

        Feed(new ServerInput.Unsent(unsent));
        if (rejected.Reason is RejectReason.ShuttingDown)
        {
            Context.Parent.Tell(new CampaignInput.End(CampaignEnd.Interrupted));
        }
    }

    private void OnEnd(ServerEnd? end)
    {
        if (end is not null)
        {
            Timers.Cancel(nameof(ProofOverdue));
            Feed(new ServerInput.Ended(end));
        }
    }

    private void Close(bool force)
    {
        _calls.CancelAll();
        _life.End(force);
        if (_life.HasSession)
        {
            Timers.StartSingleTimer(nameof(ProofOverdue), new ProofOverdue(), TargetProof.Timeout);
        }
    }

    private sealed record ProofOverdue : INoSerializationVerificationNeeded;
}
