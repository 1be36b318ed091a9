using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// A request with one reply. Its operations end on any thread. The last one creates the reply and sends it to the first
/// sender. The router sends it to senders that have joined, either when it next checks or at once if a sender waits.
/// </summary>
internal abstract class Request(
    Submission submission,
    long number,
    TimeSpan timeout,
    IActorRef sender,
    ExecutorSurroundings surroundings
)
{
    private object? _reply;
    private int _isJoined;
    private ITimer? _deadline;

    public RequestId Id => submission.Id;

    /// <summary>Unique in this executor.</summary>
    public long Number => number;

    public Work Work => submission.Work!;

    /// <summary>The timeout of one attempt.</summary>
    public TimeSpan Timeout => timeout;

    public RetryPolicy? Retry => submission.Retry;

    public int RetryCount => submission.Retry?.RetryCount ?? 0;

    public TimeSpan? Deadline => submission.Deadline;

    /// <summary>The reply; null while an operation runs, or until the first sender has it.</summary>
    public object? Reply => Volatile.Read(ref _reply);

    public abstract bool IsAlone { get; }

    /// <summary>The number of its operations with a worker and without an outcome.</summary>
    public abstract IEnumerable<Operation> Unanswered { get; }

    public ExecutorSurroundings Surroundings => surroundings;

    /// <summary>Records that one of its operations takes its first slot.</summary>
    public virtual void Begins(long timestamp) { }

    /// <summary>Records that one of its operations has its outcome, or was rejected.</summary>
    public abstract void Answered(Operation operation, OperationState state, OperationInput input);

    /// <summary>For the router: another sender has joined and waits for the reply.</summary>
    public void Join() => Interlocked.Exchange(ref _isJoined, 1);

    /// <summary>For the router: starts the deadline.</summary>
    public void StartDeadline()
    {
        if (Deadline is { } deadline)
        {
            _deadline = surroundings.TellLater(new ExecutorProtocol.DeadlineMet(this), deadline);
        }
    }

    /// <summary>For the router: stops the deadline of an answered request.</summary>
    public void EndDeadline() => _deadline?.Dispose();

    protected void Tell(object reply)
    {
        try
        {
            sender.Tell(reply, surroundings.Router);
        }
        finally
        {
            // Set after the first sender has the reply, so that a shutdown that sees it here does not end before. A
            // sender that joins sets the mark and then checks for the reply, so one of the two sees the other.
            Interlocked.Exchange(ref _reply, reply);
            if (!IsAlone || Volatile.Read(ref _isJoined) != 0)
            {
                surroundings.Router.Tell(new ExecutorProtocol.Answered(this), surroundings.Router);
            }
        }
    }

    /// <summary>A request of one operation.</summary>
    internal sealed class Single : Request
    {
        private readonly Operation _operation;
        private long _begun;

        public Single(
            Submission submission,
            long number,
            TimeSpan timeout,
            IActorRef sender,
            ExecutorSurroundings surroundings
        )
            : base(submission, number, timeout, sender, surroundings) => _operation = new Operation(this, 0);

        public Operation Operation => _operation;

        public override bool IsAlone => true;

        public override IEnumerable<Operation> Unanswered => _operation.State.IsAnswered ? [] : [_operation];

        public override void Begins(long timestamp) => _begun = timestamp;

        public override void Answered(Operation operation, OperationState state, OperationInput input) =>
            Tell(
                state.Outcome is { } outcome
                    ? new OperationCompleted(Id, outcome, state.Attempts, ElapsedAfter(state.Attempts))
                    : new OperationRejected(
                        Id,
                        RejectReason.Overloaded,
                        input is OperationInput.Rejected rejected ? rejected.Message : ""
                    )
            );

        // The time since its first slot.
        private TimeSpan ElapsedAfter(int attempts) =>
            attempts == 0 ? TimeSpan.Zero : Surroundings.Time.GetElapsedTime(_begun);
    }
}
