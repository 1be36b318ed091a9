using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// What was admitted as one, and is answered as one. Its operations end on whatever thread they do; the last of them makes the reply and tells it to who asked first. Who has joined
/// is the router's to tell, which finds out when it comes by, or is told at once where somebody waits.
/// </summary>
internal abstract class Request(
    Submission submission,
    long number,
    TimeSpan timeout,
    IActorRef asker,
    ExecutorSurroundings surroundings
)
{
    private object? _reply;
    private int _isJoined;
    private ITimer? _deadline;

    public RequestId Id => submission.Id;

    /// <summary>Unlike those of all others of this executor.</summary>
    public long Number => number;

    public Work Work => submission.Work!;

    /// <summary>Of one attempt.</summary>
    public TimeSpan Timeout => timeout;

    public RetryPolicy? Retry => submission.Retry;

    public int RetryCount => submission.Retry?.RetryCount ?? 0;

    public TimeSpan? Deadline => submission.Deadline;

    /// <summary>Null as long as something of it is at work, or who asked first was not told.</summary>
    public object? Reply => Volatile.Read(ref _reply);

    public abstract bool IsAlone { get; }

    /// <summary>Its operations that the router has taken for a worker, and that have no outcome.</summary>
    public abstract IEnumerable<Operation> Unanswered { get; }

    public ExecutorSurroundings Surroundings => surroundings;

    /// <summary>An operation of it takes its first slot.</summary>
    public virtual void Begins(long timestamp) { }

    /// <summary>An operation of it has its outcome, or was refused after all.</summary>
    public abstract void Answered(Operation operation, OperationState state, OperationInput input);

    /// <summary>The router's: somebody else has asked, and is to be told as soon as there is a reply.</summary>
    public void Join() => Interlocked.Exchange(ref _isJoined, 1);

    /// <summary>The router's: from now on the deadline counts.</summary>
    public void StartDeadline()
    {
        if (Deadline is { } deadline)
        {
            _deadline = surroundings.TellLater(new ExecutorProtocol.DeadlineMet(this), deadline);
        }
    }

    /// <summary>The router's: it is answered, and its deadline counts no more.</summary>
    public void EndDeadline() => _deadline?.Dispose();

    protected void Tell(object reply)
    {
        try
        {
            asker.Tell(reply, surroundings.Router);
        }
        finally
        {
            // After the first was told, so that a shutdown that finds it here has not ended before. Whoever joins sets the mark and then looks for the reply; so one of the two sees the
            // other.
            Interlocked.Exchange(ref _reply, reply);
            if (!IsAlone || Volatile.Read(ref _isJoined) != 0)
            {
                surroundings.Router.Tell(new ExecutorProtocol.Answered(this), surroundings.Router);
            }
        }
    }

    /// <summary>One operation, answered by itself.</summary>
    internal sealed class Single : Request
    {
        private readonly Operation _operation;
        private long _begun;

        public Single(
            Submission submission,
            long number,
            TimeSpan timeout,
            IActorRef asker,
            ExecutorSurroundings surroundings
        )
            : base(submission, number, timeout, asker, surroundings) => _operation = new Operation(this, 0);

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
                        input is OperationInput.Refused refused ? refused.Message : ""
                    )
            );

        // From its first slot until now.
        private TimeSpan ElapsedAfter(int attempts) =>
            attempts == 0 ? TimeSpan.Zero : Surroundings.Time.GetElapsedTime(_begun);
    }
}
