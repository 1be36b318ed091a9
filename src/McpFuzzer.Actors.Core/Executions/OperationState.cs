using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>The phases of an admitted operation.</summary>
internal enum OperationPhase
{
    /// <summary>Waits for a slot.</summary>
    Queued,

    /// <summary>Holds a slot.</summary>
    Running,

    /// <summary>Holds a slot; its token is cancelled, and it has a grace to end.</summary>
    Ending,

    /// <summary>Waits for its next attempt, without a slot.</summary>
    BackingOff,

    /// <summary>Answered; it has not ended, but its slot was released.</summary>
    Abandoned,

    /// <summary>Answered, and it has ended.</summary>
    Ended,
}

/// <summary>The state of one admitted operation.</summary>
/// <param name="RetryCount">Extra attempts after the first.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="Stopping">Why it is being cancelled; set in <see cref="OperationPhase.Ending" />.</param>
/// <param name="Outcome">Set once, and never changed.</param>
internal sealed record OperationState(
    int RetryCount,
    OperationPhase Phase = OperationPhase.Queued,
    int Attempts = 0,
    OperationInput? Stopping = null,
    OperationOutcome? Outcome = null
)
{
    private static readonly OperationState?[] AdmittedBy = new OperationState?[ExecutionBounds.RetryCount.Max + 1];
    private static readonly OperationState?[] BegunBy = new OperationState?[ExecutionBounds.RetryCount.Max + 1];
    private static readonly OperationState?[] DoneBy = new OperationState?[ExecutionBounds.RetryCount.Max + 1];

    /// <summary>Shared by all operations without a result, since a large batch keeps an outcome for each.</summary>
    public static OperationOutcome.Succeeded Nothing { get; } = new(Value: null);

    /// <summary>It was rejected after all, because the mailbox of its worker was full.</summary>
    public bool IsRejected { get; init; }

    public bool IsAnswered => Outcome is not null || IsRejected;

    /// <summary>It was abandoned, and no longer holds its slot.</summary>
    public bool WasAbandoned =>
        Outcome is OperationOutcome.TimedOut { Abandoned: true } or OperationOutcome.Cancelled { Abandoned: true };

    /// <summary>The initial state; one shared object, since batches are large.</summary>
    /// <param name="retryCount">Within <see cref="ExecutionBounds.RetryCount" />.</param>
    public static OperationState Admitted(int retryCount) => AdmittedBy[retryCount] ??= new OperationState(retryCount);

    /// <summary>The state during the first attempt; one shared object.</summary>
    /// <param name="retryCount">Within <see cref="ExecutionBounds.RetryCount" />.</param>
    public static OperationState Begun(int retryCount) =>
        BegunBy[retryCount] ??= new OperationState(retryCount, OperationPhase.Running, Attempts: 1);

    /// <summary>The state after a first attempt without a result; one shared object.</summary>
    /// <param name="retryCount">Within <see cref="ExecutionBounds.RetryCount" />.</param>
    public static OperationState Done(int retryCount) =>
        DoneBy[retryCount] ??= Begun(retryCount) with { Phase = OperationPhase.Ended, Outcome = Nothing };

    public bool HoldsSlot => Phase is OperationPhase.Running or OperationPhase.Ending;
}

/// <summary>The inputs of an admitted operation.</summary>
internal abstract record OperationInput
{
    private OperationInput() { }

    /// <summary>A slot was taken.</summary>
    internal sealed record Begin : OperationInput
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>An attempt has ended by itself.</summary>
    /// <param name="Attempt">1 for the first.</param>
    /// <param name="MayRetry">Whether the operation allows a retry after this, or after the timeout before it.</param>
    internal abstract record AttemptEnded(int Attempt, bool MayRetry) : OperationInput;

    /// <summary>The attempt returned.</summary>
    internal sealed record Returned(int Attempt, object? Value, bool MayRetry) : AttemptEnded(Attempt, MayRetry)
    {
        private static readonly Returned Nothing = new(1, null, MayRetry: false);

        /// <summary>Shared by all first attempts without a result.</summary>
        public static Returned Of(int attempt, object? value, bool mayRetry) =>
            attempt == 1 && value is null && !mayRetry ? Nothing : new Returned(attempt, value, mayRetry);
    }

    /// <summary>The attempt threw.</summary>
    internal sealed record Threw(int Attempt, string Type, string Message, bool MayRetry)
        : AttemptEnded(Attempt, MayRetry);

    /// <summary>The attempt's own timeout.</summary>
    internal sealed record TimeUp(int Attempt, TimeSpan After) : OperationInput;

    /// <summary>The deadline of the whole request.</summary>
    internal sealed record DeadlineMet(TimeSpan After) : OperationInput;

    /// <summary>By request or by shutdown.</summary>
    internal sealed record CancelRequested : OperationInput;

    /// <summary>The grace after its cancellation is over.</summary>
    internal sealed record GraceOver(int Attempt) : OperationInput;

    /// <summary>The delay before the next attempt is over.</summary>
    internal sealed record RetryDue : OperationInput;

    /// <summary>The mailbox of its worker was full.</summary>
    internal sealed record Rejected(string Message) : OperationInput;
}
