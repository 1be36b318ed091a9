using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Client.Wire;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Admits or rejects at once, and hands what it admitted to workers that are free. Each Execute has one reply: an operation that outlives this actor, by a stop or a restart, is
/// cancelled and answered so. A worker that fails is restarted and given its chunk again; its operations go on meanwhile.
/// </summary>
internal sealed class ExecutorRouter : UntypedActor, IWithTimers
{
    private readonly OperationBook _book = new();
    private readonly WorkerSlots _slots = new();
    private readonly ExecutorCounters _counters = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ExecutorSettings _settings;
    private readonly AdmissionGate _gate;
    private readonly ExecutorSurroundings _surroundings;
    private readonly Random _random;
    private readonly Func<Props> _workerProps;

    private ExecutorShutdown? _shutdown;

    public ExecutorRouter(ExecutorSettings settings, TimeProvider time, int seed, Func<Props>? workerProps = null)
    {
        _settings = settings;
        _gate = new AdmissionGate(settings.QueueCapacity, settings.AbandonedLimit);
        _random = new Random(seed);
        _workerProps = workerProps ?? (() => ExecutorWorker.Props(time));
        _surroundings = new ExecutorSurroundings(
            Self,
            Context.System.Dispatchers.Lookup(ExecutorSettings.DispatcherPath),
            Context.System.Scheduler,
            time,
            _counters,
            _log
        );
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>An executor.</summary>
    /// <param name="settings">Its limits; the system's configuration falls back on <see cref="ExecutorSettings.Reference" />.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="seed">Of the jitter of retries.</param>
    /// <param name="workerProps">Workers of another kind, for tests.</param>
    public static Props Props(
        ExecutorSettings settings,
        TimeProvider time,
        int seed,
        Func<Props>? workerProps = null
    ) => Akka.Actor.Props.Create(() => new ExecutorRouter(settings, time, seed, workerProps));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreStart()
    {
        // What a worker's bounded mailbox refuses comes back this way.
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        for (var n = 0; n < _settings.MaxConcurrency; n++)
        {
            _slots.Add(Context.ActorOf(_workerProps(), $"w-{n}"));
        }
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        foreach (var operation in _book.Unanswered)
        {
            operation.Apply(new OperationInput.CancelRequested());
            operation.Apply(new OperationInput.GraceOver(operation.State.Attempts));
        }

        _shutdown?.TellWhenEnded(_counters);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Execute execute:
                OnExecute(execute);
                break;
            case ExecutorProtocol.Free free:
                OnFree(free.Chunk);
                break;
            case ExecutorProtocol.HandBack handBack:
                _book.PutBack(handBack.Rest);
                HandOut();
                break;
            case ExecutorProtocol.Restarted when _slots.Of(Sender) is { Chunk: { } chunk }:
                Sender.Tell(new ExecutorProtocol.Run(chunk));
                break;
            case ExecutorProtocol.Restarted:
                break;
            case ExecutorProtocol.BackingOff backingOff:
                OnBackingOff(backingOff.Operation);
                break;
            case ExecutorProtocol.RetryDue due:
                OnRetryDue(due.Operation);
                break;
            case ExecutorProtocol.GraceOver over:
                OnGraceOver(over.Operation, over.Attempt);
                break;
            case ExecutorProtocol.DeadlineMet met:
                Change(met.Operation, new OperationInput.DeadlineMet(met.Operation.Command.Deadline!.Value));
                break;
            case CancelOperation cancel:
                Cancel(_book.Find(cancel.RequestId));
                break;
            case GetExecutorStats:
                Sender.Tell(_counters.Stats(_slots.Count));
                break;
            case ShutdownExecutor shutdown:
                OnShutdown(shutdown);
                break;
            case CancelAll:
                foreach (var operation in _book.Unanswered)
                {
                    Cancel(operation);
                }

                break;
            case DeadLetter { Message: ExecutorProtocol.Run run } dead when _slots.Of(dead.Recipient) is { } slot:
                OnRefusedByMailbox(slot, run.Chunk);
                break;
            case DeadLetter:
                break;
            case UndeliverableCommand undeliverable:
                Sender.Tell(undeliverable.Refusal());
                break;
            default:
                Unhandled(message);
                break;
        }

        _shutdown?.TellWhenEnded(_counters);
    }

    private void OnExecute(Execute execute)
    {
        var requestId = execute.RequestId ?? new RequestId("");
        if (Problem(execute) is { } problem)
        {
            Reject(requestId, RejectReason.InvalidSpec, problem);
            return;
        }

        // What is on its way to a free worker does not wait.
        var waiting = _book.Queued + _slots.Waiting + _counters.BackingOff;
        var isAtWork = _book.Find(requestId) is not null;
        if (_gate.Decide(waiting, _counters.Abandoned, isAtWork, _shutdown is not null) is { } refusal)
        {
            Reject(requestId, refusal.Reason, refusal.Message);
            return;
        }

        var operation = new Operation(execute, Sender, execute.Timeout ?? _settings.Timeout, _surroundings);
        if (execute.Deadline is { } deadline)
        {
            var met = new ExecutorProtocol.DeadlineMet(operation);
            Timers.StartSingleTimer(met, met, deadline);
        }

        _counters.Admitted();
        _book.Add(operation);
        HandOut();
    }

    private static string? Problem(Execute execute) =>
        string.IsNullOrEmpty(execute.RequestId?.Value) ? "RequestId must not be empty"
        : execute.Operation is null ? "Operation must not be null"
        : ExecutionRules.Problem(execute.Timeout, execute.Deadline, execute.Retry);

    private void Reject(RequestId requestId, RejectReason reason, string message)
    {
        _counters.Rejected();
        _log.Debug("Rejected operation {RequestId}: {Reason}, {Message}", requestId, reason, message);
        Sender.Tell(new OperationRejected(requestId, reason, message));
    }

    private void HandOut() => _slots.HandOut(_book, _surroundings);

    private void OnFree(Chunk chunk)
    {
        if (!_slots.TryFree(Sender, chunk, _surroundings.Time.GetElapsedTime(chunk.GivenAt)))
        {
            return;
        }

        foreach (var operation in chunk.Operations)
        {
            Forget(operation);
        }

        HandOut();
    }

    private void OnBackingOff(Operation operation)
    {
        var delay = RetrySchedule.Delay(operation.Command.Retry!, operation.State.Attempts, _random.NextDouble());
        var due = new ExecutorProtocol.RetryDue(operation);
        Timers.StartSingleTimer(due, due, delay);
    }

    private void OnRetryDue(Operation operation)
    {
        if (operation.Apply(new OperationInput.RetryDue()).Phase == OperationPhase.Queued)
        {
            _book.AddLast(operation);
            HandOut();
        }
    }

    private void OnGraceOver(Operation operation, int attempt)
    {
        if (operation.State.Phase != OperationPhase.Ending)
        {
            return;
        }

        Change(operation, new OperationInput.GraceOver(attempt));
        if (!operation.State.WasAbandoned)
        {
            return;
        }

        _log.Warning(
            "Operation {RequestId} has not ended {Grace} after its cancellation and is given up; {Abandoned} such are still running",
            operation.RequestId,
            Operation.Grace,
            _counters.Abandoned
        );
        if (_slots.HeldBy(operation) is { Chunk: { } chunk } slot)
        {
            slot.Worker.Tell(new ExecutorProtocol.Release(chunk, operation));
        }
    }

    private void OnShutdown(ShutdownExecutor shutdown)
    {
        // A second request joins the first, and can only bring its end nearer.
        _shutdown ??= new ExecutorShutdown(_counters.Ended);
        if (_shutdown.Join(Sender, shutdown.Timeout, _surroundings.Time) is { } cancelAfter)
        {
            Timers.StartSingleTimer(nameof(CancelAll), CancelAll.Instance, cancelAfter);
        }
    }

    private void OnRefusedByMailbox(WorkerSlots.Slot slot, Chunk chunk)
    {
        var worker = slot.Worker.Path.Name;
        _log.Warning("The mailbox of {Worker} refused {Operations} operations", worker, chunk.Operations.Count);
        foreach (var operation in chunk.TakeRest())
        {
            Change(operation, new OperationInput.Refused($"the mailbox of {worker} is full"));
        }

        if (slot.Chunk == chunk)
        {
            _slots.Free(slot);
            HandOut();
        }
    }

    private void Cancel(Operation? operation)
    {
        if (operation is not null)
        {
            Change(operation, new OperationInput.CancelRequested());
        }
    }

    private void Change(Operation operation, OperationInput input)
    {
        operation.Apply(input);
        Forget(operation);
    }

    private void Forget(Operation operation)
    {
        if (_book.Forget(operation) && operation.Command.Deadline is not null)
        {
            Timers.Cancel(new ExecutorProtocol.DeadlineMet(operation));
        }
    }

    private sealed class CancelAll : INoSerializationVerificationNeeded
    {
        public static readonly CancelAll Instance = new();
    }
}
