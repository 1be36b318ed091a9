using Akka.Actor;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>One worker for each slot, and what it was given.</summary>
internal sealed class WorkerSlots
{
    private readonly Dictionary<IActorRef, Slot> _byWorker = [];
    private readonly Queue<Slot> _free = new();

    public int Count => _byWorker.Count;

    /// <summary>How many operations wait inside chunks, behind the one that holds the slot.</summary>
    public int Waiting => _byWorker.Values.Sum(slot => slot.Chunk?.Rest ?? 0);

    public void Add(IActorRef worker)
    {
        var slot = new Slot(worker);
        _byWorker.Add(worker, slot);
        _free.Enqueue(slot);
    }

    public Slot? Of(IActorRef worker) => _byWorker.GetValueOrDefault(worker);

    /// <summary>Gives what waits to workers that are free.</summary>
    public void HandOut(OperationBook book, ExecutorSurroundings surroundings)
    {
        while (book.Queued > 0 && _free.TryDequeue(out var slot))
        {
            var size = ChunkSizing.Next(book.Queued, Count, slot.Earned);
            slot.Chunk = new Chunk(book.Take(size), surroundings);
            slot.Worker.Tell(new ExecutorProtocol.Run(slot.Chunk));
        }
    }

    /// <summary>A worker has drained its chunk. False when it has said so before, as one that failed just then may.</summary>
    public bool TryFree(IActorRef worker, Chunk chunk, TimeSpan took)
    {
        if (Of(worker) is not { } slot || slot.Chunk != chunk)
        {
            return false;
        }

        slot.Earned = ChunkSizing.Earned(slot.Earned, took);
        Free(slot);
        return true;
    }

    public void Free(Slot slot)
    {
        slot.Chunk = null;
        _free.Enqueue(slot);
    }

    /// <summary>Whose slot an operation holds, or held when it was given up.</summary>
    public Slot? HeldBy(Operation operation) =>
        _byWorker.Values.FirstOrDefault(slot => slot.Chunk?.Current?.Operation == operation);

    internal sealed class Slot(IActorRef worker)
    {
        public IActorRef Worker { get; } = worker;

        /// <summary>Null while it is free.</summary>
        public Chunk? Chunk { get; set; }

        /// <summary>How large a chunk it may be given.</summary>
        public int Earned { get; set; } = 1;
    }
}
