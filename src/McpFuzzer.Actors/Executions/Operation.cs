using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// One admitted operation, shared by the router, the worker that watches it and the loop that runs it. The pure machine decides; its state is replaced by compare-and-swap, and whoever
/// wins does what follows from it. So there is one outcome and one reply, whichever of them comes first.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A source without a timer or a wait handle holds nothing, and a late cancellation must not meet a disposed one."
)]
internal sealed class Operation(Execute command, IActorRef asker, TimeSpan timeout, ExecutorSurroundings surroundings)
{
    /// <summary>How long an operation may take to end once its token is cancelled.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private OperationState _state = new(command.Retry?.RetryCount ?? 0);
    private long _firstBegun;
    private CancellationTokenSource? _cancellation;

    public Execute Command => command;

    public RequestId RequestId => command.RequestId;

    /// <summary>Of one attempt.</summary>
    public TimeSpan Timeout => timeout;

    public OperationState State => Volatile.Read(ref _state);

    /// <summary>The router's: its place in the queue while it has one.</summary>
    public LinkedListNode<Operation>? Place { get; set; }

    /// <summary>Takes the slot. False when it was ended while it waited.</summary>
    public bool TryBegin()
    {
        // Both before the swap, from which on others may look at them. While it waits nobody cancels a token, since nothing runs.
        if (State.Attempts == 0)
        {
            _firstBegun = surroundings.Time.GetTimestamp();
        }

        _cancellation = new CancellationTokenSource();
        return Apply(new OperationInput.Begin()).HoldsSlot;
    }

    /// <summary>Runs the attempt that has begun; never throws.</summary>
    public async ValueTask<AttemptResult> InvokeAsync()
    {
        try
        {
            return new AttemptResult(await command.Operation(_cancellation!.Token).ConfigureAwait(false), null);
        }
        catch (Exception exception)
        {
            return new AttemptResult(null, exception);
        }
    }

    /// <summary>An attempt has ended by itself. False when it was given up before: its slot is another's now.</summary>
    public bool EndAttempt(int attempt, AttemptResult result)
    {
        var mayRetry = MayRetry(result);
        OperationInput input = result.Exception is { } exception
            ? new OperationInput.Threw(attempt, exception.GetType().FullName ?? "", MessageOf(exception), mayRetry)
            : new OperationInput.Returned(attempt, result.Value, mayRetry);
        var (before, _) = Swap(input);
        return before.Phase != OperationPhase.Abandoned;
    }

    /// <summary>Changes the state as the machine says, and does what follows.</summary>
    /// <returns>The new state.</returns>
    public OperationState Apply(OperationInput input) => Swap(input).After;

    private (OperationState Before, OperationState After) Swap(OperationInput input)
    {
        while (true)
        {
            var before = State;
            // Read between the state and its swap, so it is of the attempt that the swap ends, not of a next one.
            var cancellation = _cancellation;
            var after = OperationMachine.Step(before, input);
            if (ReferenceEquals(before, after))
            {
                return (before, before);
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, after, before), before))
            {
                Follow(before, after, cancellation);
                surroundings.Counters.Moved(before, after);
                if (!before.IsAnswered && after.IsAnswered)
                {
                    asker.Tell(Reply(after, input), surroundings.Router);
                }

                return (before, after);
            }
        }
    }

    private void Follow(OperationState before, OperationState after, CancellationTokenSource? cancellation)
    {
        if (before.Phase == OperationPhase.Running && after.Phase == OperationPhase.Ending)
        {
            surroundings.Scheduler.ScheduleTellOnce(
                Grace,
                surroundings.Router,
                new ExecutorProtocol.GraceOver(this, after.Attempts),
                surroundings.Router
            );
            Cancel(cancellation!);
        }

        if (after.Phase == OperationPhase.BackingOff)
        {
            surroundings.Router.Tell(new ExecutorProtocol.BackingOff(this));
        }
    }

    private IExecuteReply Reply(OperationState state, OperationInput input)
    {
        if (state.Outcome is not { } outcome)
        {
            var message = input is OperationInput.Refused refused ? refused.Message : "";
            return new OperationRejected(RequestId, RejectReason.Overloaded, message);
        }

        var elapsed = state.Attempts == 0 ? TimeSpan.Zero : surroundings.Time.GetElapsedTime(_firstBegun);
        return new OperationCompleted(RequestId, outcome, state.Attempts, elapsed);
    }

    // What the operation has registered on its token may block or throw, and runs where operations do.
    private void Cancel(CancellationTokenSource cancellation) =>
        surroundings.Dispatcher.Schedule(() =>
        {
            try
            {
                cancellation.Cancel();
            }
            catch (AggregateException exception)
            {
                surroundings.Log.Warning(
                    exception.InnerException,
                    "A cancellation callback of operation {RequestId} threw",
                    RequestId
                );
            }
        });

    private bool MayRetry(AttemptResult result)
    {
        var state = State;
        var reason = state.Stopping is OperationInput.TimeUp { After: var after }
            ? new TimeoutException($"The attempt has not ended within {after}.")
            : result.Exception;
        if (reason is null || state.Attempts > state.RetryCount || command.MayRetry is null)
        {
            return reason is not null;
        }

        try
        {
            return command.MayRetry(reason);
        }
        catch (Exception exception)
        {
            surroundings.Log.Warning(
                exception,
                "MayRetry of operation {RequestId} threw; it is not tried again",
                RequestId
            );
            return false;
        }
    }

    // Message is virtual: it may be another's code, and what it does must not cost the operation its reply.
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

    /// <summary>How one attempt ended.</summary>
    internal readonly record struct AttemptResult(object? Value, Exception? Exception);
}
