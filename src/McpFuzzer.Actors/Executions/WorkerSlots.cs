using Akka.Actor;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// Workers, and what they were given. As many are busy as the executor's size allows, and no more: with a smaller size the rest stay where they are, idle, until it is larger again.
/// </summary>
/// <param name="size">How many may be busy.</param>
internal sealed class WorkerSlots(int size)
{
    private readonly Dictionary<IActorRef, Slot> _byWorker = [];
    private readonly Queue<Slot> _free = new();
    private bool _areSwift;
    private int _swiftBusy;

    /// <summary>How many operations run at once at most.</summary>
    public int Size { get; private set; } = size;

    /// <summary>How many workers there are.</summary>
    public int Count => _byWorker.Count;

    /// <summary>How many hold a slot.</summary>
    public int Busy => _byWorker.Count - _free.Count;

    /// <summary>How many single operations wait inside chunks, behind the one that holds the slot.</summary>
    public int WaitingAlone =>
        _byWorker.Values.Sum(slot => slot.Chunk is { } chunk && chunk.Operations[0].Request.IsAlone ? chunk.Rest : 0);

    public void Add(IActorRef worker)
    {
        var slot = new Slot(worker);
        _byWorker.Add(worker, slot);
        _free.Enqueue(slot);
    }

    public Slot? Of(IActorRef worker) => _byWorker.GetValueOrDefault(worker);

    /// <summary>From now on so many may be busy.</summary>
    /// <returns>What was given to workers and not begun: when fewer may be busy, nothing of it begins where it is.</returns>
    public IReadOnlyList<Operation> Resize(int size)
    {
        Size = size;
        return Busy > size ? [.. _byWorker.Values.SelectMany(slot => slot.Chunk?.TakeRest() ?? [])] : [];
    }

    /// <summary>Gives what waits to workers that are free. Of operations that end at once a few run what waits: to wake a thread for each would cost more than they do.</summary>
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

    /// <summary>A worker has drained its chunk. False when that is known, as after a refusal by its mailbox.</summary>
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

    /// <summary>An operation takes its time: whatever else waits is given out as if all did.</summary>
    public void TurnSlow() => _areSwift = false;

    public void Free(Slot slot)
    {
        _swiftBusy -= slot.Chunk is { IsSwift: true } ? 1 : 0;
        slot.Chunk = null;
        _free.Enqueue(slot);
    }

    /// <summary>Whose slot an operation holds, or held when it was given up.</summary>
    public Slot? HeldBy(Operation operation) =>
        _byWorker.Values.FirstOrDefault(slot => slot.Chunk?.Current == operation);

    internal sealed class Slot(IActorRef worker)
    {
        public IActorRef Worker { get; } = worker;

        /// <summary>Null while it is free.</summary>
        public Chunk? Chunk { get; set; }

        /// <summary>How large a chunk it may be given.</summary>
        public int Earned { get; set; } = 1;
    }
}
