using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Knows which key is which process, and who waits for what. It never blocks and never touches the operating system; each incarnation has a <see cref="ProcessActor" />.
/// Whoever waits is kept here, and not by that actor, so that its failure answers them too.
/// </summary>
internal sealed partial class ManagerActor : UntypedActor, IWithTimers
{
    private readonly Dictionary<ProcessKey, ManagedProcess> _live = [];
    private readonly Dictionary<ProcessKey, IActorRef> _consumers = [];
    private readonly ProcessWatchers _watchers = new();
    private readonly ManagerCounts _counts = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IProcessHost _host;
    private readonly ProcessSettings _settings;
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ExitHistory _history;

    private IActorRef _watchdog = ActorRefs.Nobody;

    public ManagerActor(
        IProcessHost host,
        ProcessSettings settings,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment
    )
    {
        _host = host;
        _settings = settings;
        _time = time;
        _origin = time.GetTimestamp();
        _environment = environment;
        _history = new ExitHistory(settings.History);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Its making.</summary>
    /// <param name="host">The operating system.</param>
    /// <param name="settings">History and ladder.</param>
    /// <param name="time">The node's clocks.</param>
    /// <param name="environment">What targets inherit, for its secrets.</param>
    public static Props Props(
        IProcessHost host,
        ProcessSettings settings,
        TimeProvider time,
        IReadOnlyDictionary<string, string> environment
    ) =>
        Akka
            .Actor.Props.Create(() => new ManagerActor(host, settings, time, environment))
            .WithDispatcher(ProcessSettings.DispatcherPath);

    /// <summary>A restart of a process actor would lose the handle of a living process: it is stopped, and the host ends what it owned.</summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => Directive.Stop, loggingEnabled: true);

    /// <summary>It goes on after a fault of ours; whoever asked for what met it is told, and not left to wait.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (Exception fault) when (message is IManagerCommand)
        {
            Asker.Tell(new Status.Failure(fault));
            throw;
        }
        finally
        {
            _requester = null;
        }
    }

    protected override void OnReceive(object message)
    {
        if (message is IManagerCommand command && !IsToBeCarriedOut(command))
        {
            return;
        }

        switch (message)
        {
            case StartProcess start:
                OnStart(start);
                break;
            case StartProcessWithCallback start:
                OnStart(start);
                break;
            case StopProcess stop:
                OnStop(stop);
                break;
            case StopAllProcesses stop:
                OnStopAll(stop);
                break;
            case ShutdownManager shutdown:
                OnShutdown(shutdown);
                break;
            case WaitForExit wait:
                OnWait(wait);
                break;
            case WaitForReady wait:
                OnWaitReady(wait);
                break;
            case ReadyWaitElapsed elapsed:
                OnReadyWaitElapsed(elapsed);
                break;
            case WaitElapsed elapsed:
                OnWaitElapsed(elapsed);
                break;
            case GetProcess get:
                OnGet(get);
                break;
            case FindByPid find:
                OnFindByPid(find);
                break;
            case ListProcesses list:
                OnList(list);
                break;
            case GetManagerStats:
                OnGetStats();
                break;
            case CleanupFinished:
                Asker.Tell(new CleanedUp(_history.UnlistAll()));
                break;
            case SignalProcess signal:
                OnSignal(signal);
                break;
            case AttachStdio attach:
                OnAttach(attach);
                break;
            case UpdateActivity update:
                AnswersFor(update.Key)?.Tell(update, Asker);
                break;
            case WatchProcesses watch:
                _watchers.Add(Asker, watch.Key);
                Context.Watch(Asker);
                Asker.Tell(new WatchStarted(watch.Key));
                break;
            case UnwatchProcesses:
                _watchers.Remove(Asker);
                if (!_consumers.ContainsValue(Asker))
                {
                    Context.Unwatch(Asker);
                }

                break;
            case Terminated watcher:
                _watchers.Remove(watcher.ActorRef);
                ForgetConsumer(watcher.ActorRef);
                break;
            case ProcessProtocol.PhaseChanged changed when Hears(changed.Key) is { } process:
                process.Phase = changed.Phase;
                break;
            case ProcessProtocol.Happened { Event: var what } when Hears(what.Key) is { } process:
                OnHappened(process, what);
                break;
            case ProcessProtocol.NotStarted not when Hears(not.Key) is { } process:
                OnNotStarted(process, not.Why);
                break;
            case ProcessProtocol.Ended { Process: var ended } when Hears(ended.Snapshot.Key) is { } process:
                OnEnded(process, ended);
                break;
            case ProcessProtocol.Emptied emptied when Hears(emptied.Key) is { } process:
                _live.Remove(process.Key);
                process.Actor.Tell(new ProcessProtocol.Release());
                break;
            case ProcessProtocol.PhaseChanged
            or ProcessProtocol.Happened
            or ProcessProtocol.NotStarted
            or ProcessProtocol.Ended
            or ProcessProtocol.Emptied:
                // From an actor that was given up; its process is told as lost.
                break;
            case RememberedReply.Replied replied:
                OnReplied(replied);
                break;
            case ActorEnded ended:
                OnActorEnded(ended);
                break;
            case RestartDue due:
                OnRestartDue(due.BackOff);
                break;
            case Reaped reaped:
                OnReaped(reaped);
                break;
            case UseWatchdog use:
                _watchdog = use.Watchdog;
                break;
            case WatchdogProtocol.HeartbeatsMissed missed:
                OnHeartbeatsMissed(missed);
                break;
            case WatchdogProtocol.ReRegister:
                OnReRegister();
                break;
            case WatchdogProtocol.RegistrationWanted wanted:
                OnRegistrationWanted(wanted);
                break;
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Refusal());
                break;
            case WatchdogProtocol.ExternalWanted wanted:
                OnExternalWanted(wanted);
                break;
            case WatchdogProtocol.LetGo letGo:
                LetGo(letGo.Key);
                break;
            case ExternalProtocol.News news:
                OnExternal(news);
                break;
            case ExternalActorEnded ended:
                OnExternalActorEnded(ended);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>The process that the sending actor owns, while it is listened to. A start that failed gives its incarnation back, so the number would not tell.</summary>
    private ManagedProcess? Hears(ProcessKey key) =>
        Find(key, Sender) is { LostBecause: null } process ? process : null;

    private ManagedProcess? Find(ProcessKey key, IActorRef actor) =>
        _live.TryGetValue(key, out var process) && process.Actor.Equals(actor) ? process : null;

    /// <summary>Tells the manager, before anything else, whom to tell of running processes.</summary>
    internal sealed record UseWatchdog(IActorRef Watchdog) : INoSerializationVerificationNeeded;

    private sealed record ActorEnded(ProcessKey Key, IActorRef Actor) : INoSerializationVerificationNeeded;

    private sealed record Reaped(ProcessKey Key, IActorRef Actor, IReadOnlyList<int> Left, string? Fault)
        : INoSerializationVerificationNeeded;

    private sealed record WaitElapsed(ProcessKey Key, long Wait, TimeSpan Waited) : INoSerializationVerificationNeeded;
}
