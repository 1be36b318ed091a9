using Akka.Actor;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// The workers and their chunks. At most as many are busy as the executor's size allows. After a shrink the others stay
/// idle until the size grows again.
/// </summary>
/// <param name="size">The number of workers that may be busy.</param>
internal sealed class WorkerSlots(int size)
{
    private readonly Dictionary<IActorRef, Slot> _byWorker = [];
    private readonly Queue<Slot> _free = new();
    private bool _areSwift;
    private int _swiftBusy;

    /// <summary>The executor's concurrency.</summary>
    public int Size { get; private set; } = size;

    /// <summary>How many workers there are.</summary>
    public int Count => _byWorker.Count;

    /// <summary>How many hold a slot.</summary>
    public int Busy => _byWorker.Count - _free.Count;

    /// <summary>The number of single operations that wait in chunks, behind the one that holds the slot.</summary>
    public int WaitingAlone =>
        _byWorker.Values.Sum(slot => slot.Chunk is { } chunk && chunk.Operations[0].Request.IsAlone ? chunk.Rest : 0);

    public void Add(IActorRef worker)
    {
        var slot = new Slot(worker);
        _byWorker.Add(worker, slot);
        _free.Enqueue(slot);
    }

    public Slot? Of(IActorRef worker) => _byWorker.GetValueOrDefault(worker);

    /// <summary>Sets how many workers may be busy.</summary>
    /// <returns>Takes operations that workers have and have not started. After a shrink, none of them starts where it
    /// is.</returns>
    public IReadOnlyList<Operation> Resize(int size)
    {
        Size = size;
        return Busy > size ? [.. _byWorker.Values.SelectMany(slot => slot.Chunk?.TakeRest() ?? [])] : [];
    }

    /// <summary>
    /// Passes waiting operations to free workers. If operations end at once, only a few workers run them: waking a
    /// thread for each would cost more than the operations do.
    /// </summary>
    public void HandOut(OperationQueue queue, ExecutorSurroundings surroundings)
    {
        while (
            queue.Count > 0
            && Busy < Size
            && (!_areSwift || ChunkSizing.IsWorthAnother(queue.Count, _swiftBusy))
            && _free.TryDequeue(out var slot)
        )
        {
            var many = _areSwift
                ? ChunkSizing.NextSwift(queue.Count, Size, slot.Earned)
                : ChunkSizing.Next(queue.Count, Size, slot.Earned);
            slot.Chunk = new Chunk(queue.Take(many), _areSwift, surroundings);
            _swiftBusy += _areSwift ? 1 : 0;
            surroundings.Retries.Begin(slot.Chunk.Unbegun);
            slot.Worker.Tell(new ExecutorProtocol.Run(slot.Chunk));
        }
    }

    /// <summary>
    /// Records that a worker has drained its chunk; returns false when that is known already, as after a rejection by
    /// its mailbox.
    /// </summary>
    public bool TryFree(IActorRef worker, Chunk chunk)
    {
        if (Of(worker) is not { } slot || slot.Chunk != chunk)
        {
            return false;
        }

        slot.Earned = ChunkSizing.Earned(slot.Earned, chunk.Age);
        _areSwift = chunk.WasSwift;
        Free(slot);
        return true;
    }

    /// <summary>Records a slow operation. Waiting operations are then distributed as if all were slow.</summary>
    public void TurnSlow() => _areSwift = false;

    public void Free(Slot slot)
    {
        _swiftBusy -= slot.Chunk is { IsSwift: true } ? 1 : 0;
        slot.Chunk = null;
        _free.Enqueue(slot);
    }

    /// <summary>Returns the slot that an operation holds, or held when it was abandoned.</summary>
    public Slot? HeldBy(Operation operation) =>
        _byWorker.Values.FirstOrDefault(slot => slot.Chunk?.Current == operation);

    internal sealed class Slot(IActorRef worker)
    {
        public IActorRef Worker { get; } = worker;

        /// <summary>Null while it is free.</summary>
        public Chunk? Chunk { get; set; }

        /// <summary>Returns the largest chunk for a worker.</summary>
        public int Earned { get; set; } = 1;
    }
}
