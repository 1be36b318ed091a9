using Akka.Actor;

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

    public Slot? TakeFree() => _free.TryDequeue(out var slot) ? slot : null;

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
