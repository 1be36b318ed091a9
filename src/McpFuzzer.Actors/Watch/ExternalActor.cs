using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using McpFuzzer.Actors.Core.Watch;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.External;
using McpFuzzer.Actors.Processes;

namespace McpFuzzer.Actors.Watch;

/// <summary>
/// One external process: binds it, answers heartbeats, and ends it when due. It lives until the process has ended or is
/// unregistered.
/// </summary>
internal sealed class ExternalActor : UntypedActor, IWithTimers
{
    private const int OnlyIncarnation = ExternalEntry.OnlyIncarnation;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ExternalAssignment _assignment;
    private readonly TimeProvider _time;
    private readonly ExternalAccount _account;
    private readonly Task<BindResult> _binding;
    private Heartbeats? _heartbeats;
    private IExternalProcess? _process;
    private ExternalPhase _phase = ExternalPhase.Watched;

    public ExternalActor(ExternalAssignment assignment, TimeProvider time)
    {
        _assignment = assignment;
        _time = time;
        _account = new ExternalAccount(time);
        _binding = assignment.Host.BindAsync(assignment.Registration.Pid);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private ProcessKey Key => _assignment.Key;

    private bool HasGrace => _assignment.Ladder.Grace > TimeSpan.Zero;

    public static Props Props(ExternalAssignment assignment, TimeProvider time) =>
        Akka
            .Actor.Props.Create(() => new ExternalActor(assignment, time))
            .WithDispatcher(ProcessSettings.DispatcherPath);

    protected override void PreStart()
    {
        _heartbeats = new Heartbeats(Key, OnlyIncarnation, _assignment.Probe, _account, Self, _time, _log);
        _ = _binding.PipeTo(Self, failure: fault => new HostFailed(fault));
    }

    /// <summary>Whether or not the binding has arrived: only this actor closes it.</summary>
    protected override void PostStop()
    {
        _heartbeats?.Stop();
        _ = _binding.ContinueWith(
#pragma warning disable RS0030 // It is complete.
            binding => (binding.Result as BindResult.Bound)?.Process.Dispose(),
#pragma warning restore RS0030
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BindResult.Bound bound:
                OnBound(bound.Process);
                break;
            case BindResult.Rejected rejected:
                Report(new ManagerInput.ExternalNotBound(_assignment.Run, Rejection(rejected)));
                Context.Stop(Self);
                break;
            case HostFailed failure:
                throw new InvalidOperationException("The host failed to answer", failure.Fault);
            case UpdateActivity:
                _account.Update();
                break;
            case WatchdogProtocol.HeartbeatCheck:
                _heartbeats!.OnCheck(Sender);
                break;
            case ActivityProbe.Answered answered:
                _heartbeats!.OnAnswered(answered);
                break;
            case Heartbeats.Overdue:
                _heartbeats!.OnOverdue();
                break;
            case WatchdogProtocol.Warn warn:
                PublishSilent(warn.SilentFor, UnresponsiveLevel.Warning);
                break;
            case WatchdogProtocol.Terminate terminate:
                PublishSilent(terminate.SilentFor, UnresponsiveLevel.Terminate);
                Advance(ExternalInput.Terminate, when: terminate.Act);
                break;
            case WatchdogProtocol.Kill kill:
                PublishSilent(kill.SilentFor, UnresponsiveLevel.Kill);
                Advance(ExternalInput.Kill, when: kill.Act);
                break;
            case Met met:
                Advance(met.Input);
                break;
            case Exited exited:
                OnExited(exited.Exit);
                break;
            case ProcessProtocol.Release:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnBound(IExternalProcess process)
    {
        _process = process;
        var identity = new ExternalIdentity(process.Pid, process.StartTicks);
        Report(new ManagerInput.ExternalBound(_assignment.Run, identity));
        _ = process.Ended.PipeTo(Self, success: exit => new Exited(exit));
    }

    private void OnExited(ProcessExit exit)
    {
        var exited = new ProcessExited(
            Key,
            OnlyIncarnation,
            exit,
            ExternalMachine.CauseIn(_phase),
            _account.WatchedFor,
            OutputTail.Empty,
            OutputTail.Empty
        );
        _log.Info("External {ProcessKey} has ended: {Exit}, {Cause}", Key, exited.Exit, exited.Cause);
        Report(new ManagerInput.ExternalEnded(_assignment.Run, exited));
        Context.Stop(Self);
    }

    private void PublishSilent(TimeSpan silentFor, UnresponsiveLevel level) =>
        Publish(new ProcessUnresponsive(Key, OnlyIncarnation, silentFor, level));

    private void Advance(ExternalInput input, bool when = true)
    {
        if (!when)
        {
            return;
        }

        (_phase, var effects) = ExternalMachine.Step(_phase, input, HasGrace);
        foreach (var effect in effects)
        {
            Perform(effect);
        }
    }

    private void Perform(ExternalEffect effect)
    {
        switch (effect)
        {
            case ExternalEffect.SendTerminate:
                Report(_process!.Terminate(new ProcessSignal(_assignment.Ladder.Signal)));
                break;
            case ExternalEffect.SendKill:
                Report(_process!.Kill());
                break;
            case ExternalEffect.ArmGrace:
                Arm(ExternalInput.GraceElapsed, _assignment.Ladder.Grace);
                break;
            case ExternalEffect.ArmVerify:
                Arm(ExternalInput.VerifyElapsed, _assignment.Ladder.Verify);
                break;
            case ExternalEffect.TellUnkillable:
                _log.Error("External {ProcessKey} pid {Pid} has outlived SIGKILL", Key, _process!.Pid);
                Publish(new ProcessUnkillable(Key, OnlyIncarnation, [_process.Pid]));
                break;
            default:
                throw new NotSupportedException($"No such effect: {effect}");
        }
    }

    private void Report(bool isSent)
    {
        if (!isSent)
        {
            _log.Warning("A signal could not be sent to external {ProcessKey} pid {Pid}", Key, _process!.Pid);
        }
    }

    private void Arm(ExternalInput input, TimeSpan after) =>
        Timers.StartSingleTimer(nameof(ExternalPhase), new Met(input), after);

    private void Publish(IProcessEvent what) => Report(new ManagerInput.ExternalHappened(_assignment.Run, what));

    private static void Report(ManagerInput input) => Context.Parent.Tell(new ProcessProtocol.Report(input));

    private static CommandRejected Rejection(BindResult.Rejected rejected) =>
        new(
            rejected.Why switch
            {
                BindRejection.NoSuchProcess => RejectReason.NotFound,
                BindRejection.NotAllowed => RejectReason.Unauthorised,
                BindRejection.Managed => RejectReason.AlreadyExists,
                BindRejection.NoResources => RejectReason.LimitReached,
                BindRejection.Unsupported => RejectReason.InvalidSpec,
                _ => throw new NotSupportedException($"No such rejection: {rejected.Why}"),
            },
            rejected.Message
        );

    private sealed record Met(ExternalInput Input) : INoSerializationVerificationNeeded;

    private sealed record Exited(ProcessExit Exit) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Its registration counts as the first activity.</summary>
    private sealed class ExternalAccount(TimeProvider time) : IActivityAccount
    {
        private readonly long _registered = time.GetTimestamp();
        private long _latest = time.GetTimestamp();

        public TimeSpan WatchedFor => time.GetElapsedTime(_registered);

        public long LastActivity => _latest;

        public void CallbackAnswered(long timestamp) => _latest = Math.Max(_latest, timestamp);

        public void Update() => _latest = time.GetTimestamp();
    }
}
