using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>
/// One server of a campaign, as the campaign's hand: it opens and closes the target, sends calls through the executor, and tells what happened. It decides nothing; what
/// belongs to an earlier generation of the target does nothing.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "PostStop disposes, as in every actor.")]
internal sealed partial class TargetActor : UntypedActor, IWithTimers
{
    // The session's own timer rules; the executor's is there for a session that forgets its own.
    private static readonly TimeSpan ExecutorMargin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OverloadDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ProofTimeout = TimeSpan.FromSeconds(30);

    private readonly int _lane;
    private readonly TargetServices _services;
    private readonly ProcessSpec _target;
    private readonly TargetText _text;
    private readonly CampaignSpec _spec;
    private readonly CampaignSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<RequestId, CampaignEffect.Call> _calls = [];
    private CancellationTokenSource? _opening;
    private StreamGate? _gate;
    private IMcpSession? _session;
    private ProcessExited? _exited;
    private string? _revision;
    private int _generation;
    private bool _closing;
    private bool _disposed;

    public TargetActor(int lane, CampaignSpec spec, CampaignSettings settings, TargetText text, TargetServices services)
    {
        _lane = lane;
        _spec = spec;
        _settings = settings;
        _text = text;
        _services = services;
        _target = TargetSpec.Of(spec.Target);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsOpen => _session is not null && !_closing;

    public static Props Props(
        int lane,
        CampaignSpec spec,
        CampaignSettings settings,
        TargetText text,
        TargetServices services
    ) => Akka.Actor.Props.Create(() => new TargetActor(lane, spec, settings, text, services));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CampaignEffect.Open open:
                Open(open.Generation);
                break;
            case Connected connected when connected.Generation == _generation:
                OnConnected(connected.Result);
                break;
            case CampaignEffect.ListTools when IsOpen:
                ListTools();
                break;
            case CampaignEffect.Call call when IsOpen && call.Generation == _generation:
                Call(call);
                break;
            case Resend resend when IsOpen && resend.Call.Generation == _generation:
                Call(resend.Call);
                break;
            case OperationCompleted completed:
                OnCompleted(completed);
                break;
            case OperationRejected rejected:
                OnRejected(rejected);
                break;
            case CampaignEffect.Ping ping when IsOpen && ping.Generation == _generation:
                Ping(ping.Timeout);
                break;
            case StreamGate.Passed passed:
                OnAnomaly(passed);
                break;
            case ExitSeen seen when seen.Generation == _generation:
                OnExit(seen.Reply);
                break;
            case CampaignEffect.AwaitLastWords wait:
                After(_settings.LastWords, new TargetEvent.LastWordsOver(_lane, wait.Generation));
                break;
            case CampaignEffect.Rest rest:
                After(rest.Delay, new TargetEvent.Rested(_lane, rest.Generation));
                break;
            case TargetEvent later:
                Context.Parent.Tell(later);
                break;
            case CampaignEffect.Close close when close.Generation == _generation:
                Close(close.Force);
                break;
            case Disposed disposed when disposed.Generation == _generation && _closing:
                _disposed = true;
                ProveWhenQuiet();
                break;
            case IStopReply proof when _closing:
                OnProof(proof);
                break;
            case NoProof late when late.Generation == _generation && _closing:
                Closed(new TargetEnd(_exited?.Exit, _exited?.Cause, StderrOf(_exited), ProvenGone: false));
                break;
            case Faulted faulted when faulted.Generation == _generation:
                throw new InvalidOperationException($"{faulted.What} threw", faulted.Failure);
            case CampaignEffect or Connected or Resend or ExitSeen or Disposed or IStopReply or NoProof or Faulted:
                // Of a generation that has ended.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _opening?.Cancel();
        _opening?.Dispose();
        if (_session is { } session && !_closing)
        {
            _ = DisposeAsync(session, _log);
        }

        base.PostStop();
    }

    private void Open(int generation)
    {
        _generation = generation;
        _session = null;
        _exited = null;
        _closing = false;
        _opening?.Dispose();
        _opening = new CancellationTokenSource();
        _gate = new StreamGate(generation, Self);
        _ = _services
            .Connector.ConnectAsync(_target, _spec.StartTimeout, _gate, _revision, _opening.Token)
            .PipeTo(
                Self,
                success: result => new Connected(generation, result),
                failure: failure =>
                    failure is OperationCanceledException
                        ? new Connected(generation, Result: null)
                        : new Faulted(generation, "the connector", failure)
            );
    }

    private void OnConnected(ConnectResult? result)
    {
        switch (result)
        {
            case ConnectResult.Connected connected:
                _session = connected.Session;
                _revision = connected.Session.Server.ProtocolRevision;
                if (_closing)
                {
                    Dispose(force: false);
                    return;
                }

                WatchExit(connected.Session);
                Tell(new TargetEvent.Opened(_lane, _generation, connected.Session.Server));
                break;
            case ConnectResult.Failed failed when !_closing:
                var tail = _text.Show(failed.StderrTail);
                Tell(new TargetEvent.OpenFailed(_lane, _generation, _text.Show(failed.Message), tail));
                break;
            default:
                // Cancelled, or failed while it was being cancelled: the connector leaves nothing.
                Closed(new TargetEnd(Exit: null, Cause: null, StderrTail: "", ProvenGone: true));
                break;
        }
    }

    private void WatchExit(IMcpSession session)
    {
        var generation = _generation;
        _ = session.Exited.PipeTo(
            Self,
            success: reply => new ExitSeen(generation, reply),
            failure: failure => new Faulted(generation, "the session's exit", failure)
        );
    }

    private void ListTools()
    {
        var generation = _generation;
        _ = _session!
            .ListToolsAsync(_spec.StartTimeout, CancellationToken.None)
            .PipeTo(
                Self,
                success: result => new TargetEvent.Listed(_lane, generation, result),
                failure: failure => new Faulted(generation, "listing tools", failure)
            );
    }

    private void Ping(TimeSpan timeout)
    {
        var generation = _generation;
        _ = _session!
            .ProbeAsync(timeout, CancellationToken.None)
            .PipeTo(
                Self,
                success: probe => new TargetEvent.Pinged(_lane, generation, probe.Answered),
                failure: failure => new Faulted(generation, "a ping", failure)
            );
    }

    private void OnAnomaly(StreamGate.Passed passed)
    {
        passed.Gate.Release();
        Tell(new TargetEvent.AnomalySeen(_lane, passed.Generation, passed.Anomaly));
    }

    private void OnExit(IWaitReply reply)
    {
        _exited = reply as ProcessExited;
        Tell(new TargetEvent.Exited(_lane, _generation));
    }

    private string StderrOf(ProcessExited? exited) => exited is null ? "" : _text.Show(exited.StderrTail);

    private void After(TimeSpan delay, TargetEvent later) =>
        Timers.StartSingleTimer(later.GetType().Name, later, delay);

    private static void Tell(TargetEvent @event) => Context.Parent.Tell(@event);

    private sealed record Connected(int Generation, ConnectResult? Result) : INoSerializationVerificationNeeded;

    private sealed record Resend(CampaignEffect.Call Call) : INoSerializationVerificationNeeded;

    private sealed record ExitSeen(int Generation, IWaitReply Reply)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed record Disposed(int Generation) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record NoProof(int Generation) : INoSerializationVerificationNeeded;

    private sealed record Faulted(int Generation, string What, Exception Failure)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;
}
