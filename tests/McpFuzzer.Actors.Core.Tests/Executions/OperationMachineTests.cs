using CsCheck;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class OperationMachineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly OperationInput Begin = new OperationInput.Begin();
    private static readonly OperationInput Cancel = new OperationInput.CancelRequested();
    private static readonly OperationInput Deadline = new OperationInput.DeadlineMet(Minute);
    private static readonly OperationInput RetryDue = new OperationInput.RetryDue();

    [Fact]
    public void Should_succeed_when_it_returns()
    {
        var state = Run(retries: 0, Begin, Returned(1, "value"));

        AssertEnded(new OperationOutcome.Succeeded("value"), attempts: 1, state);
    }

    [Fact]
    public void Should_fail_when_it_throws_without_retries() =>
        AssertEnded(new OperationOutcome.Failed("T", "m"), attempts: 1, Run(retries: 0, Begin, Threw(1)));

    [Fact]
    public void Should_fail_when_the_operation_forbids_a_retry() =>
        AssertEnded(
            new OperationOutcome.Failed("T", "m"),
            attempts: 1,
            Run(retries: 3, Begin, Threw(1, mayRetry: false))
        );

    [Fact]
    public void Should_back_off_without_a_slot_when_it_throws_and_may_be_retried()
    {
        var state = Run(retries: 1, Begin, Threw(1));

        Assert.Equal(OperationPhase.BackingOff, state.Phase);
        Assert.False(state.HoldsSlot);
        Assert.Null(state.Outcome);
    }

    [Fact]
    public void Should_fail_when_its_last_retry_throws() =>
        AssertEnded(
            new OperationOutcome.Failed("T", "m"),
            attempts: 2,
            Run(retries: 1, Begin, Threw(1), RetryDue, Begin, Threw(2))
        );

    [Fact]
    public void Should_retry_after_a_timeout_only_when_the_attempt_has_ended()
    {
        var ending = Run(retries: 1, Begin, TimeUp(1));
        var ended = OperationMachine.Step(ending, Threw(1));
        var abandoned = OperationMachine.Step(ending, new OperationInput.GraceOver(1));

        Assert.Equal(OperationPhase.Ending, ending.Phase);
        Assert.Equal(OperationPhase.BackingOff, ended.Phase);
        Assert.Equal(OperationPhase.Abandoned, abandoned.Phase);
        Assert.Equal(new OperationOutcome.TimedOut(Second, Abandoned: true), abandoned.Outcome);
        Assert.False(abandoned.HoldsSlot);
    }

    [Fact]
    public void Should_time_out_however_it_handles_its_cancellation() =>
        AssertEnded(
            new OperationOutcome.TimedOut(Second, Abandoned: false),
            attempts: 1,
            Run(retries: 0, Begin, TimeUp(1), Returned(1, "late"))
        );

    [Fact]
    public void Should_not_retry_when_it_was_cancelled_or_its_deadline_met_after_a_timeout()
    {
        AssertEnded(
            new OperationOutcome.Cancelled(Abandoned: false),
            attempts: 1,
            Run(retries: 5, Begin, TimeUp(1), Cancel, Threw(1))
        );
        AssertEnded(
            new OperationOutcome.TimedOut(Minute, Abandoned: false),
            attempts: 1,
            Run(retries: 5, Begin, TimeUp(1), Deadline, Threw(1))
        );
    }

    [Fact]
    public void Should_end_at_once_when_it_is_cancelled_or_its_deadline_met_without_a_slot()
    {
        AssertEnded(new OperationOutcome.Cancelled(Abandoned: false), attempts: 0, Run(retries: 1, Cancel));
        AssertEnded(new OperationOutcome.TimedOut(Minute, Abandoned: false), attempts: 0, Run(retries: 1, Deadline));
        AssertEnded(
            new OperationOutcome.Cancelled(Abandoned: false),
            attempts: 1,
            Run(retries: 1, Begin, Threw(1), Cancel)
        );
        AssertEnded(
            new OperationOutcome.TimedOut(Minute, Abandoned: false),
            attempts: 1,
            Run(retries: 1, Begin, Threw(1), Deadline)
        );
    }

    [Fact]
    public void Should_keep_its_first_reason_when_it_is_cancelled_before_its_time_is_up() =>
        AssertEnded(
            new OperationOutcome.Cancelled(Abandoned: false),
            attempts: 1,
            Run(retries: 0, Begin, Cancel, TimeUp(1), Deadline, Threw(1))
        );

    [Fact]
    public void Should_ignore_timers_of_an_earlier_attempt()
    {
        var second = Run(retries: 1, Begin, Threw(1), RetryDue, Begin);

        Assert.Same(second, OperationMachine.Step(second, TimeUp(1)));
        Assert.Same(second, OperationMachine.Step(second, new OperationInput.GraceOver(1)));
        Assert.Same(second, OperationMachine.Step(second, Threw(1)));
    }

    [Fact]
    public void Should_be_rejected_when_its_queue_was_full_and_no_attempt_was_run()
    {
        var refused = Run(retries: 0, new OperationInput.Rejected("full"));
        var ranBefore = Run(retries: 1, Begin, Threw(1), RetryDue, new OperationInput.Rejected("full"));

        Assert.True(refused.IsAnswered);
        Assert.Null(refused.Outcome);
        AssertEnded(new OperationOutcome.Failed("Overloaded", "full"), attempts: 1, ranBefore);
    }

    [Fact]
    public void Should_end_when_an_abandoned_attempt_ends_after_all()
    {
        var state = Run(retries: 0, Begin, Cancel, new OperationInput.GraceOver(1), Returned(1, "late"));

        AssertEnded(new OperationOutcome.Cancelled(Abandoned: true), attempts: 1, state);
    }

    [Fact]
    public void Should_have_one_outcome_that_never_changes_for_any_order_of_inputs() =>
        Gen.Select(Gen.Int[0, 3], AnyInput.Array[0, 40])
            .Sample(
                (retries, inputs) =>
                {
                    var state = new OperationState(retries);
                    foreach (var input in inputs)
                    {
                        var next = OperationMachine.Step(state, input);
                        Assert.True(!state.IsAnswered || Equals(state.Outcome, next.Outcome));
                        Assert.True(!next.IsAnswered || !next.HoldsSlot);
                        Assert.Equal(next.IsAnswered, next.Phase is OperationPhase.Ended or OperationPhase.Abandoned);
                        Assert.InRange(next.Attempts, state.Attempts, retries + 1);
                        state = next;
                    }

                    // After any sequence, a cancellation and its grace end it.
                    state = OperationMachine.Step(state, Cancel);
                    state = OperationMachine.Step(state, new OperationInput.GraceOver(state.Attempts));
                    Assert.True(state.IsAnswered);
                }
            );

    [Fact]
    public void Should_never_hold_more_slots_than_exist_for_any_order_of_inputs() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 9], AnyInput).Array[0, 200])
            .Sample(
                (slots, events) =>
                {
                    var states = Enumerable.Repeat(new OperationState(RetryCount: 2), 10).ToArray();
                    foreach (var (operation, input) in events)
                    {
                        // The router's part: an operation starts only in a free slot.
                        if (input is OperationInput.Begin && states.Count(state => state.HoldsSlot) == slots)
                        {
                            continue;
                        }

                        states[operation] = OperationMachine.Step(states[operation], input);
                        Assert.True(states.Count(state => state.HoldsSlot) <= slots);
                    }
                }
            );

    private static Gen<OperationInput> AnyInput =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 3], Gen.Bool)
            .Select(
                (kind, attempt, mayRetry) =>
                    kind switch
                    {
                        0 or 1 => Begin,
                        2 => Returned(attempt, "value", mayRetry),
                        3 => Threw(attempt, mayRetry),
                        4 => TimeUp(attempt),
                        5 => Deadline,
                        6 => Cancel,
                        7 => new OperationInput.GraceOver(attempt),
                        8 => RetryDue,
                        _ => new OperationInput.Rejected("full"),
                    }
            );

    private static OperationState Run(int retries, params OperationInput[] inputs) =>
        inputs.Aggregate(new OperationState(retries), OperationMachine.Step);

    private static void AssertEnded(OperationOutcome outcome, int attempts, OperationState state)
    {
        Assert.Equal(OperationPhase.Ended, state.Phase);
        Assert.Equal(outcome, state.Outcome);
        Assert.Equal(attempts, state.Attempts);
    }

    private static OperationInput.Returned Returned(int attempt, object? value, bool mayRetry = true) =>
        new(attempt, value, mayRetry);

    private static OperationInput.Threw Threw(int attempt, bool mayRetry = true) => new(attempt, "T", "m", mayRetry);

    private static OperationInput.TimeUp TimeUp(int attempt) => new(attempt, Second);
}
