using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// The operations of a worker, and the loop that runs them one after another on the dispatcher of operations. The
/// worker watches from outside: a delegate that blocks its thread blocks the loop, but not the worker, and not the
/// other operations once it is abandoned.
/// </summary>
/// <param name="operations">At least one.</param>
/// <param name="isSwift">True when they should end at once, so that others wait for them instead of running in
/// parallel.</param>
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

    /// <summary>The number of operations without an attempt.</summary>
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

    /// <summary>The time since a worker got it.</summary>
    public TimeSpan Age => surroundings.Time.GetElapsedTime(_givenAt);

    public bool IsDrained => _isDrained;

    /// <summary>For the worker: whether the loop was started.</summary>
    public bool IsStarted => _isStarted;

    public bool IsSwift => isSwift;

    /// <summary>Whether they ended at once; valid once the chunk is drained.</summary>
    public bool WasSwift => ChunkSizing.AreSwift(_endedAtOnce, operations.Length, _ran);

    /// <summary>The operation that holds, or last held, the slot.</summary>
    public Operation? Current => Volatile.Read(ref _current);

    /// <summary>The number of operations that have not started.</summary>
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

    /// <summary>Removes the operations that have not started.</summary>
    public IReadOnlyList<Operation> TakeRest()
    {
        var from = Interlocked.Exchange(ref _next, operations.Length);
        return from < operations.Length ? operations[from..] : [];
    }

    /// <summary>
    /// Continues with the rest in a new loop, once, when the operation that held the slot was abandoned. The old loop
    /// ends with that operation.
    /// </summary>
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
            // Set before it starts, since from then on it may be abandoned and must be found here.
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
                    // It was not cancelled, and no longer can be, so the next operation reuses it.
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
            // Back to the dispatcher of operations: this thread belongs to the code that completed the operation.
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
            // A reply that could not be sent must not end the loop, which has other operations to run, or the process.
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
