using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;
using McpFuzzer.Actors.Core.Requests;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Requests;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Feeds the <see cref="ManagerMachine" />. It never blocks and never touches the operating system; each incarnation
/// has a <see cref="ProcessActor" />. The senders that wait are known here, and not to that actor, so that its
/// failure leaves none without a reply. After an exception it resumes with its children alive.
/// </summary>
internal sealed class ManagerActor : AnsweringActor<IManagerCommand>, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ManagerInterpreter _interpreter;
    private readonly RepeatedRequests _requests;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private ManagerState _state;
    private long _lastRequest;

    public ManagerActor(
        IProcessHost host,
        ProcessSettings settings,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment,
        int seed
    )
    {
        _time = time;
        _origin = time.GetTimestamp();
        _requests = new RepeatedRequests(time);
        _interpreter = new ManagerInterpreter(Context, this, host, settings, time, environment);
        _state = new ManagerState
        {
            History = new ExitHistory(settings.History),
            Containment = host.Promises.Containment,
            Seed = seed,
        };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Describes the manager of a node.</summary>
    /// <param name="host">The operating system.</param>
    /// <param name="settings">History and ladder.</param>
    /// <param name="time">The node's clocks.</param>
    /// <param name="environment">What targets inherit, for its secrets.</param>
    /// <param name="seed">The seed of the jitter of restarts.</param>
    public static Props Props(
        IProcessHost host,
        ProcessSettings settings,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment,
        int seed
    ) =>
        Akka
            .Actor.Props.Create(() => new ManagerActor(host, settings, time, environment, seed))
            .WithDispatcher(ProcessSettings.DispatcherPath);

    /// <summary>
    /// Stops a process actor that throws. A restart would lose the handle of a living process; the host ends what the
    /// actor owned.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => Directive.Stop, loggingEnabled: true);

    /// <summary>Replies to those who have sent the same request, too.</summary>
    protected override void ReplyFailure(IManagerCommand command, Status.Failure failure)
    {
        base.ReplyFailure(command, failure);
        if (command is IWithRequestId { RequestId: { } id })
        {
            _requests.Settle(id, failure, Self);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Rejection());
                break;
            case IManagerCommand command:
                if (Admit(command) is { } sender)
                {
                    Advance(InputOf(command, sender));
                }

                break;
            case ProcessProtocol.Report report:
                Advance(report.Input);
                break;
            case ManagerInterpreter.ChildEnded { Run: var run }:
                Advance(new ManagerInput.ActorEnded(run, _interpreter.CallbackFaultOf(run)));
                _interpreter.Forget(run);
                break;
            case RememberedReply.Replied replied:
                _requests.Settle(replied.Id, replied.Reply, Self);
                break;
            case Terminated ended:
                Advance(new ManagerInput.SenderEnded(new SenderId(ended.ActorRef)));
                break;
            case UseWatchdog use:
                _interpreter.Watchdog = use.Watchdog;
                break;
            case WatchdogProtocol.HeartbeatsMissed missed:
                Advance(new ManagerInput.HeartbeatsMissed(missed.Key, missed.Incarnation, CallbackFaultOf(missed.Key)));
                break;
            case WatchdogProtocol.ReRegister:
                Advance(new ManagerInput.ReRegister());
                break;
            case WatchdogProtocol.RegistrationWanted wanted:
                Advance(new ManagerInput.RegistrationWanted(wanted.Key, new SenderId(wanted.Sender)));
                break;
            case WatchdogProtocol.ExternalWanted wanted:
                Advance(
                    new ManagerInput.ExternalWanted(
                        wanted.Registration,
                        _interpreter.ProbeOf(wanted.Callback),
                        new SenderId(wanted.Sender)
                    )
                );
                break;
            case WatchdogProtocol.LetGo letGo:
                Advance(new ManagerInput.LetGo(letGo.Key));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Advance(ManagerInput input)
    {
        var step = ManagerMachine.Step(_state, input, new Moment(_time.GetElapsedTime(_origin), _time.GetUtcNow()));
        _state = step.State;
        foreach (var effect in step.Effects)
        {
            _interpreter.Perform(effect);
        }
    }

    private ManagerInput InputOf(IManagerCommand command, SenderId sender) =>
        command switch
        {
            StartProcessWithCallback start => new ManagerInput.StartWithProbe(
                start.Start,
                _interpreter.ProbeOf(start.Callback),
                sender,
                Ownership.OwnerOf(command, Sender)
            ),
            AttachStdio attach => new ManagerInput.Attach(attach.Key, attach.Incarnation, sender),
            _ => new ManagerInput.Command(command, sender, Ownership.OwnerOf(command, Sender)),
        };

    /// <summary>
    /// Returns the sender of a command that is to be carried out. Any other command has its reply already.
    /// </summary>
    private SenderId? Admit(IManagerCommand command)
    {
        // No child sends commands. Another sender that uses a child's name must not end the watch of that child.
        if (Sender.Equals(Context.Child(Sender.Path.Name)))
        {
            _log.Warning("A {Command} came in the name of {Child} and is ignored", command.GetType().Name, Sender.Path);
            return null;
        }

        if ((KeyRules.ErrorOf(command) ?? Ownership.ErrorOf(command, Sender)) is { } error)
        {
            if (command is not UpdateActivity)
            {
                Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, error.ToString()));
            }

            return null;
        }

        return command is IWithRequestId { RequestId: { } id } ? AdmitOnce(command, id) : new SenderId(Sender);
    }

    private SenderId? AdmitOnce(IManagerCommand command, RequestId id)
    {
        switch (_requests.Receive(id, command, Sender))
        {
            case RequestVerdict.New:
                var provider = ((ExtendedActorSystem)Context.System).Provider;
                return new SenderId(new RememberedReply(Sender, Self, id, Self.Path / $"r-{++_lastRequest}", provider));
            case RequestVerdict.Joined:
                return null;
            case RequestVerdict.Answered answered:
                Sender.Tell(answered.Reply);
                return null;
            case RequestVerdict.Rejected rejected:
                Sender.Tell(new CommandRejected(rejected.Reason, rejected.Message));
                return null;
            case var verdict:
                throw new NotSupportedException($"No such verdict: {verdict.GetType().Name}");
        }
    }

    private CallbackFault? CallbackFaultOf(ProcessKey key) =>
        _state.Keys.Run(key) is { } run ? _interpreter.CallbackFaultOf(run.Id) : null;

    /// <summary>Names the watchdog, before any other message.</summary>
    internal sealed record UseWatchdog(IActorRef Watchdog) : INoSerializationVerificationNeeded;
}
