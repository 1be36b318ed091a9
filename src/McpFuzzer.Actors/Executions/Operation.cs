using System.Diagnostics.CodeAnalysis;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// One admitted operation, shared by the router, the worker that watches it and the loop that runs it. The pure machine
/// decides. Its state is replaced by compare-and-swap, and the thread that wins carries out the effects. Therefore
/// there is exactly one outcome and one reply.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A source without a timer holds nothing, and a late cancellation must not meet a disposed one."
)]
internal sealed class Operation(Request request, int index)
{
    /// <summary>How long an operation may take to end after its token is cancelled.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private OperationState _state = OperationState.Admitted(request.RetryCount);
    private CancellationTokenSource? _cancellation;
    private Armed? _armed;
    private long _begun;

    public Request Request => request;

    /// <summary>Its place in the request.</summary>
    public int Index => index;

    /// <summary>The timeout of one attempt.</summary>
    public TimeSpan Timeout => request.Timeout;

    public OperationState State => Volatile.Read(ref _state);

    /// <summary>For the router: its place in the queue; null when it has none.</summary>
    public LinkedListNode<object>? Place { get; set; }

    /// <summary>
    /// The attempt that holds the slot, and how long it has run; null when there is none. The number is read first, so
    /// that the time never belongs to an earlier attempt.
    /// </summary>
    public (int Number, TimeSpan Ran)? Attempt =>
        State is { HoldsSlot: true, Attempts: var number }
            ? (number, Surroundings.Time.GetElapsedTime(Volatile.Read(ref _begun)))
            : null;

    private ExecutorSurroundings Surroundings => request.Surroundings;

    /// <summary>Takes the slot.</summary>
    /// <param name="cancellation">Cancels the attempt. It may be reused from an earlier operation that can no longer be
    /// cancelled.</param>
    /// <returns>Returns the number of the attempt; zero when the operation ended while it waited.</returns>
    public int TryBegin(CancellationTokenSource cancellation)
    {
        // Set before the swap, which makes them visible to others. No thread cancels the token of a waiting operation.
        Volatile.Write(ref _begun, Surroundings.Time.GetTimestamp());
        if (State.Attempts == 0)
        {
            request.Begins(_begun);
        }

        _cancellation = cancellation;
        var (before, after) = Swap(OperationInput.Begin.Instance);
        return ReferenceEquals(before, after) ? 0 : after.Attempts;
    }

    /// <summary>Runs the attempt. Never throws.</summary>
    public async ValueTask<AttemptResult> InvokeAsync()
    {
        try
        {
            return new AttemptResult(
                await request.Work.InvokeAsync(index, _cancellation!.Token).ConfigureAwait(false),
                null
            );
        }
        catch (Exception exception)
        {
            return new AttemptResult(null, exception);
        }
    }

    /// <summary>Records that an attempt has ended by itself.</summary>
    /// <returns>Returns the previous phase: after Abandoned the slot belongs to another operation, and after Running
    /// the token can no longer be cancelled.</returns>
    public OperationPhase EndAttempt(int attempt, AttemptResult result)
    {
        var mayRetry = MayRetry(result);
        OperationInput input = result.Exception is { } exception
            ? new OperationInput.Threw(attempt, exception.GetType().FullName ?? "", MessageOf(exception), mayRetry)
            : OperationInput.Returned.Of(attempt, result.Value, mayRetry);
        return Swap(input).Before.Phase;
    }

    /// <summary>Changes the state by the machine, and carries out the effects.</summary>
    /// <returns>Returns the new state.</returns>
    public OperationState Apply(OperationInput input) => Swap(input).After;

    public override string ToString() => request.IsAlone ? $"{request.Id}" : $"{request.Id}[{index}]";

    private (OperationState Before, OperationState After) Swap(OperationInput input)
    {
        while (true)
        {
            var before = State;
            // Read between the state and its swap, so it belongs to the attempt that the swap ends.
            var cancellation = _cancellation;
            var after = OperationMachine.Step(before, input);
            if (ReferenceEquals(before, after))
            {
                return (before, before);
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, after, before), before))
            {
                Follow(before, after, cancellation);
                Surroundings.Counters.Moved(before, after, request.IsAlone);
                if (!before.IsAnswered && after.IsAnswered)
                {
                    request.Answered(this, after, input);
                }

                return (before, after);
            }
        }
    }

    private void Follow(OperationState before, OperationState after, CancellationTokenSource? cancellation)
    {
        if (after.Phase != before.Phase && Volatile.Read(ref _armed) is { } armed && armed.IsOf(before))
        {
            armed.Timer.Dispose();
        }

        if (before.Phase == OperationPhase.Running && after.Phase == OperationPhase.Ending)
        {
            Arm(after, new ExecutorProtocol.GraceOver(this, after.Attempts), Grace);
            Cancel(cancellation!);
        }
        else if (after.Phase == OperationPhase.BackingOff)
        {
            Arm(after, new ExecutorProtocol.RetryDue(this), DelayAfter(after.Attempts));
        }
    }

    // Another thread may have moved on since the swap and armed another timer, which this one must not replace. A
    // thread that leaves the phase checks for a timer after its swap, and this thread checks the state after it has
    // stored the timer, so one of the two disposes it.
    private void Arm(OperationState of, object message, TimeSpan after)
    {
        var armed = new Armed(of.Attempts, of.Phase, Surroundings.TellLater(message, after));
        Armed? other;
        do
        {
            other = Volatile.Read(ref _armed);
        } while (armed.IsOf(State) && !ReferenceEquals(Interlocked.CompareExchange(ref _armed, armed, other), other));

        if (!armed.IsOf(State))
        {
            armed.Timer.Dispose();
        }
    }

    private TimeSpan DelayAfter(int attempts) =>
        RetrySchedule.Delay(
            request.Retry!,
            attempts,
            RetrySchedule.Draw(Surroundings.Seed, request.Number, index, attempts)
        );

    // Callbacks on the token may block or throw, so they run on the dispatcher of operations.
    private void Cancel(CancellationTokenSource cancellation) =>
        Surroundings.Dispatcher.Schedule(() =>
        {
            try
            {
                cancellation.Cancel();
            }
            catch (AggregateException exception)
            {
                Surroundings.Log.Warning(
                    exception.InnerException,
                    "A cancellation callback of operation {Operation} threw",
                    this
                );
            }
        });

    /// <summary>
    /// Returns whether there may be another attempt: the policy, the operation and the budget must allow it.
    /// </summary>
    private bool MayRetry(AttemptResult result)
    {
        var state = State;
        if (state.Attempts > state.RetryCount)
        {
            return false;
        }

        var reason = state.Stopping switch
        {
            null => result.Exception,
            OperationInput.TimeUp { After: var after } => new TimeoutException(
                $"The attempt has not ended within {Durations.Show(after)}."
            ),
            // It was cancelled, or its deadline has passed.
            _ => null,
        };
        if (reason is null || state.IsAnswered || !Allows(reason))
        {
            return false;
        }

        if (Surroundings.Retries.TryTake())
        {
            return true;
        }

        Surroundings.Counters.RetryDenied();
        return false;
    }

    private bool Allows(Exception reason)
    {
        try
        {
            return request.Work.MayRetry(index, reason);
        }
        catch (Exception exception)
        {
            Surroundings.Log.Warning(exception, "MayRetry of operation {Operation} threw; it is not tried again", this);
            return false;
        }
    }

    // Message is virtual and may be foreign code, which must not cost the operation its reply.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception thrown)
        {
            return $"its message threw {thrown.GetType().FullName}";
        }
    }

    /// <summary>A timer and its owner: there is at most one for each phase of each attempt.</summary>
    private sealed record Armed(int Attempt, OperationPhase Phase, ITimer Timer)
    {
        public bool IsOf(OperationState state) => state.Attempts == Attempt && state.Phase == Phase;
    }

    /// <summary>The end of one attempt.</summary>
    internal readonly record struct AttemptResult(object? Value, Exception? Exception);
}
