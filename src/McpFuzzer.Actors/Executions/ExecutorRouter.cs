using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Admits or rejects operations at once, and passes admitted ones to free workers. Each command has one reply: an
/// operation that outlives this actor, because of a stop or a restart, is cancelled and answered accordingly. A worker
/// that fails is restarted and gets its chunk again; its operations continue in the meantime.
/// </summary>
internal sealed partial class ExecutorRouter : UntypedActor, IWithTimers
{
    private readonly OperationQueue _queue = new();
    private readonly ExecutorCounters _counters = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RequestBook _requests;
    private readonly WorkerSlots _slots;
    private readonly ExecutorSettings _settings;
    private readonly OperationHandlers _handlers;
    private readonly ExecutorSurroundings _surroundings;
    private readonly Func<Props> _workerProps;

    private AdmissionGate _gate;
    private ExecutorShutdown? _shutdown;

    public ExecutorRouter(
        ExecutorSettings settings,
        TimeProvider time,
        int seed,
        OperationHandlers? handlers = null,
        Func<Props>? workerProps = null
    )
    {
        _settings = settings;
        _handlers = handlers ?? new OperationHandlers();
        _workerProps = workerProps ?? (() => ExecutorWorker.Props(time));
        _requests = new RequestBook(time);
        _slots = new WorkerSlots(settings.MaxConcurrency);
        _gate = GateFor(settings.MaxConcurrency);
        _surroundings = new ExecutorSurroundings(
            Self,
            Context.System.Dispatchers.Lookup(ExecutorSettings.DispatcherPath),
            time,
            seed,
            new RetryAllowance(settings.RetryBudget, time),
            _counters,
            _log
        );
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Creates an executor.</summary>
    /// <param name="settings">Its limits; the system's configuration falls back on
    /// <see cref="ExecutorSettings.Reference" />.</param>
    /// <param name="time">The node's clock, whose timers drive timeouts and retries.</param>
    /// <param name="seed">The seed of the jitter of retries.</param>
    /// <param name="handlers">The handlers of registered operations.</param>
    /// <param name="workerProps">Other workers, for tests.</param>
    public static Props Props(
        ExecutorSettings settings,
        TimeProvider time,
        int seed,
        OperationHandlers? handlers = null,
        Func<Props>? workerProps = null
    ) => Akka.Actor.Props.Create(() => new ExecutorRouter(settings, time, seed, handlers, workerProps));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        // A worker's bounded mailbox returns rejected messages this way.
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        AddWorkers();
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        foreach (var request in _requests.AtWork)
        {
            End(request, new OperationInput.CancelRequested());
            foreach (var operation in request.Unanswered)
            {
                operation.Apply(new OperationInput.GraceOver(operation.State.Attempts));
            }

            _requests.Settle(request, Self);
        }

        _shutdown?.TellWhenEnded(_counters, _requests);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Execute execute:
                OnSubmission(Submission.Of(execute));
                break;
            case ExecuteBatch batch:
                OnSubmission(Submission.Of(batch));
                break;
            case ExecuteOperation execute:
                OnSubmission(Submission.Of(execute, _handlers));
                break;
            case ExecuteOperations batch:
                OnSubmission(Submission.Of(batch, _handlers));
                break;
            case ExecutorProtocol.Free free:
                OnFree(free.Chunk);
                break;
            case ExecutorProtocol.HandBack handBack:
                _queue.PutBack(handBack.Rest);
                HandOut();
                break;
            case ExecutorProtocol.Slow slow:
                _slots.TurnSlow();
                _queue.PutBack(slow.Rest);
                HandOut();
                break;
            case ExecutorProtocol.Restarted when _slots.Of(Sender) is { Chunk: { } chunk }:
                Sender.Tell(new ExecutorProtocol.Run(chunk));
                break;
            case ExecutorProtocol.Restarted:
                break;
            case ExecutorProtocol.Answered answered:
                _requests.Settle(answered.Request, Self);
                break;
            case ExecutorProtocol.RetryDue due:
                OnRetryDue(due.Operation);
                break;
            case ExecutorProtocol.GraceOver over:
                OnGraceOver(over.Operation, over.Attempt);
                break;
            case ExecutorProtocol.DeadlineMet met:
                End(met.Request, new OperationInput.DeadlineMet(met.Request.Deadline!.Value));
                break;
            case ExecutorProtocol.ForgetDue:
                OnForgetDue();
                break;
            case CancelOperation cancel
                when cancel.RequestId is not null && _requests.Find(cancel.RequestId) is { } request:
                End(request, new OperationInput.CancelRequested());
                break;
            case CancelOperation:
                break;
            case ResizeExecutor resize:
                OnResize(resize);
                break;
            case GetExecutorStats:
                Sender.Tell(_counters.Stats(_slots.Size));
                break;
            case ShutdownExecutor shutdown:
                OnShutdown(shutdown);
                break;
            case ExecutorProtocol.CancelAll:
                OnCancelAll();
                break;
            case DeadLetter { Message: ExecutorProtocol.Run run } dead when _slots.Of(dead.Recipient) is { } slot:
                OnMailboxFull(slot, run.Chunk);
                break;
            case DeadLetter:
                break;
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Rejection());
                break;
            default:
                Unhandled(message);
                break;
        }

        _shutdown?.TellWhenEnded(_counters, _requests);
    }

    private void OnShutdown(ShutdownExecutor shutdown)
    {
        // A second shutdown joins the first, and can only shorten it.
        _shutdown ??= new ExecutorShutdown(_counters.Ended);
        if (_shutdown.Join(Sender, shutdown.Timeout, _surroundings.Time) is { } cancelAfter)
        {
            Timers.StartSingleTimer(
                nameof(ExecutorProtocol.CancelAll),
                ExecutorProtocol.CancelAll.Instance,
                cancelAfter
            );
        }
    }

    private void OnCancelAll()
    {
        foreach (var request in _requests.AtWork)
        {
            End(request, new OperationInput.CancelRequested());
        }
    }
}
