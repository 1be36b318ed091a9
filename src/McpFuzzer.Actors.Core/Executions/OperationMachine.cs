using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// The life of one admitted operation. An input that is not in the table changes nothing, so inputs may arrive late,
/// twice and in any order. The effects are the difference between the states: a new outcome is the reply, a slot that
/// is not held any more is free, entering Ending cancels the token.
/// <code>
/// phase      │ input                    │ next
/// ───────────┼──────────────────────────┼──────────────────────────────────────────────────────────
/// Queued     │ Begin                    │ Running, one attempt more
///            │ CancelRequested          │ Ended: Cancelled
///            │ DeadlineMet              │ Ended: TimedOut
///            │ Rejected                 │ Ended: rejected; Failed if it had run before
/// Running    │ Returned                 │ Ended: Succeeded
///            │ Threw                    │ BackingOff where it may be retried, else Ended: Failed
///            │ TimeUp, DeadlineMet      │ Ending
///            │ CancelRequested          │ Ending
/// Ending     │ Returned, Threw          │ after TimeUp: BackingOff where it may be retried, else
///            │                          │ Ended: TimedOut or Cancelled, however it has ended
///            │ DeadlineMet, CancelReq.  │ after TimeUp: Ending, for this reason now: no retry
///            │ GraceOver                │ Abandoned: TimedOut or Cancelled. No retry: two would run at once
/// BackingOff │ RetryDue                 │ Queued
///            │ CancelRequested          │ Ended: Cancelled
///            │ DeadlineMet              │ Ended: TimedOut
/// Abandoned  │ Returned, Threw          │ Ended
/// </code>
/// </summary>
internal static class OperationMachine
{
    /// <summary>The next state; the same object when the input changes nothing.</summary>
    public static OperationState Step(OperationState state, OperationInput input) =>
        (state.Phase, input) switch
        {
            (OperationPhase.Queued, OperationInput.Begin) when state.Attempts == 0 => OperationState.Begun(
                state.RetryCount
            ),
            (OperationPhase.Queued, OperationInput.Begin) => state with
            {
                Phase = OperationPhase.Running,
                Attempts = state.Attempts + 1,
            },
            (OperationPhase.Queued, OperationInput.Rejected { Message: var message }) => state.Attempts == 0
                ? state with
                {
                    Phase = OperationPhase.Ended,
                    IsRejected = true,
                }
                : End(state, new OperationOutcome.Failed("Overloaded", message)),
            (OperationPhase.BackingOff, OperationInput.RetryDue) => state with { Phase = OperationPhase.Queued },
            (
                OperationPhase.Queued
                    or OperationPhase.BackingOff,
                OperationInput.CancelRequested
                    or OperationInput.DeadlineMet
            ) => End(state, Stopped(input, abandoned: false)),

            (OperationPhase.Running, OperationInput.Returned { Attempt: 1, Value: null }) when state.Attempts == 1 =>
                OperationState.Done(state.RetryCount),
            (OperationPhase.Running, OperationInput.Returned returned) when returned.Attempt == state.Attempts => End(
                state,
                returned.Value is null ? OperationState.Nothing : new OperationOutcome.Succeeded(returned.Value)
            ),
            (OperationPhase.Running, OperationInput.Threw threw) when threw.Attempt == state.Attempts => MayGoOn(
                state,
                threw.MayRetry
            )
                ? BackOff(state)
                : End(state, new OperationOutcome.Failed(threw.Type, threw.Message)),
            (OperationPhase.Running, OperationInput.TimeUp { Attempt: var attempt }) when attempt == state.Attempts =>
                Stop(state, input),
            (OperationPhase.Running, OperationInput.CancelRequested or OperationInput.DeadlineMet) => Stop(
                state,
                input
            ),

            (OperationPhase.Ending, OperationInput.CancelRequested or OperationInput.DeadlineMet)
                when state.Stopping is OperationInput.TimeUp => Stop(state, input),
            (OperationPhase.Ending, OperationInput.AttemptEnded ended) when ended.Attempt == state.Attempts =>
                state.Stopping is OperationInput.TimeUp && MayGoOn(state, ended.MayRetry)
                    ? BackOff(state)
                    : End(state, Stopped(state.Stopping!, abandoned: false)),
            (OperationPhase.Ending, OperationInput.GraceOver { Attempt: var attempt }) when attempt == state.Attempts =>
                state with
                {
                    Phase = OperationPhase.Abandoned,
                    Outcome = Stopped(state.Stopping!, abandoned: true),
                },

            (OperationPhase.Abandoned, OperationInput.AttemptEnded) => state with { Phase = OperationPhase.Ended },
            _ => state,
        };

    private static OperationState Stop(OperationState state, OperationInput reason) =>
        state with
        {
            Phase = OperationPhase.Ending,
            Stopping = reason,
        };

    private static OperationState BackOff(OperationState state) =>
        state with
        {
            Phase = OperationPhase.BackingOff,
            Stopping = null,
        };

    private static OperationState End(OperationState state, OperationOutcome outcome) =>
        state with
        {
            Phase = OperationPhase.Ended,
            Outcome = outcome,
        };

    private static bool MayGoOn(OperationState state, bool mayRetry) => mayRetry && state.Attempts <= state.RetryCount;

    private static OperationOutcome Stopped(OperationInput reason, bool abandoned) =>
        reason switch
        {
            OperationInput.TimeUp { After: var after } => new OperationOutcome.TimedOut(after, abandoned),
            OperationInput.DeadlineMet { After: var after } => new OperationOutcome.TimedOut(after, abandoned),
            _ => new OperationOutcome.Cancelled(abandoned),
        };
}
