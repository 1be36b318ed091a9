using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Operations that a worker was given, and the loop that drains them one after another where operations run. The worker looks on from outside: a delegate that blocks its thread blocks the
/// loop, and neither the worker nor, once it is given up, the rest.
/// </summary>
/// <param name="operations">One at least.</param>
/// <param name="isSwift">They are expected to end at once; others that might run beside them wait for them.</param>
/// <param name="surroundings">Where they run.</param>
internal sealed class Chunk(Operation[] operations, bool isSwift, ExecutorSurroundings surroundings)
{
    private readonly long _givenAt = surroundings.Time.GetTimestamp();
    private IActorRef _worker = ActorRefs.Nobody;
    private Operation? _current;
    private int _next;
    private bool _isStarted;
    private bool _endedAtOnce = true;
    private long _begun;
    private TimeSpan _ran;
    private volatile bool _isDrained;

    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>How many of them have had no attempt.</summary>
    public int Unbegun
    {
        get
        {
            var unbegun = 0;
            foreach (var operation in operations)
            {
                unbegun += operation.State.Attempts == 0 ? 1 : 0;
            }

            return unbegun;
        }
    }

    /// <summary>Since it was given to its worker.</summary>
    public TimeSpan Age => surroundings.Time.GetElapsedTime(_givenAt);

    public bool IsDrained => _isDrained;

    /// <summary>The worker's: whether the loop was started.</summary>
    public bool IsStarted => _isStarted;

    public bool IsSwift => isSwift;

    /// <summary>Whether they were; once it is drained.</summary>
    public bool WasSwift => ChunkSizing.AreSwift(_endedAtOnce, operations.Length, _ran);

    /// <summary>The operation that holds the slot, or held it last.</summary>
    public Operation? Current => Volatile.Read(ref _current);

    /// <summary>How many have not been begun.</summary>
    public int Rest => Math.Max(0, operations.Length - Math.Max(1, Volatile.Read(ref _next)));

    /// <summary>Starts the loop, once.</summary>
    public void Start(IActorRef worker)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _worker = worker;
            surroundings.Dispatcher.Schedule(Drain);
        }
    }

    /// <summary>Takes out what has not been begun.</summary>
    public IReadOnlyList<Operation> TakeRest()
    {
        var from = Interlocked.Exchange(ref _next, operations.Length);
        return from < operations.Length ? operations[from..] : [];
    }

    /// <summary>Goes on with the rest in a new loop, once, when the operation that held the slot was given up; the old loop ends when that one does.</summary>
    public void Release(Operation operation)
    {
        if (Interlocked.CompareExchange(ref _current, null, operation) == operation)
        {
            surroundings.Dispatcher.Schedule(Drain);
        }
    }

    private void Drain()
    {
        _begun = surroundings.Time.GetTimestamp();
        CancellationTokenSource? spare = null;
        while (TakeNext() is { } operation)
        {
            // Before it begins: from then on it may be given up, and must be found here.
            Volatile.Write(ref _current, operation);
            var cancellation = spare ?? new CancellationTokenSource();
            spare = null;
            var attempt = operation.TryBegin(cancellation);
            if (attempt == 0)
            {
                continue;
            }

            var pending = operation.InvokeAsync();
            if (!pending.IsCompleted)
            {
                _endedAtOnce = false;
                if (isSwift)
                {
                    surroundings.Router.Tell(new ExecutorProtocol.Slow(TakeRest()), _worker);
                }

                _ = ContinueAsync(operation, attempt, pending);
                return;
            }

#pragma warning disable RS0030 // It is complete: nothing blocks, and no continuation is needed.
            switch (End(operation, attempt, pending.Result))
#pragma warning restore RS0030
            {
                case OperationPhase.Abandoned:
                    return;
                case OperationPhase.Running when cancellation.TryReset():
                    // It was not cancelled, and can't be any more: the next operation gets it.
                    spare = cancellation;
                    break;
            }
        }

        _ran = surroundings.Time.GetElapsedTime(_begun);
        Volatile.Write(ref _current, null);
        _isDrained = true;
        surroundings.Router.Tell(new ExecutorProtocol.Free(this), _worker);
    }

    private async Task ContinueAsync(Operation operation, int attempt, ValueTask<Operation.AttemptResult> pending)
    {
        if (End(operation, attempt, await pending.ConfigureAwait(false)) != OperationPhase.Abandoned)
        {
            // Back to where operations run: this thread is whoever's has ended it.
            surroundings.Dispatcher.Schedule(Drain);
        }
    }

    private OperationPhase End(Operation operation, int attempt, Operation.AttemptResult result)
    {
        try
        {
            return operation.EndAttempt(attempt, result);
        }
        catch (Exception exception)
        {
            // A reply that could not be told must not end the loop, which has other operations to run, nor the process.
            surroundings.Log.Error(exception, "The reply of operation {Operation} failed", operation);
            return OperationPhase.Ended;
        }
    }

    private Operation? TakeNext()
    {
        var index = Interlocked.Increment(ref _next) - 1;
        return index < operations.Length ? operations[index] : null;
    }
}
