namespace McpFuzzer.Actors.Executions;

/// <summary>What waits for a slot, in order: operations, and batches as one entry. Used only by the router.</summary>
internal sealed class OperationQueue
{
    private readonly LinkedList<object> _waiting = new();

    public int Count => Alone + OfBatches;

    /// <summary>Single operations.</summary>
    public int Alone { get; private set; }

    /// <summary>Operations of batches, whether or not a worker has taken them before.</summary>
    public int OfBatches { get; private set; }

    /// <summary>Returns everything that waits: operations, and batches with operations that were not taken.</summary>
    public IReadOnlyList<object> All => [.. _waiting];

    public void Add(Operation operation)
    {
        operation.Place = _waiting.AddLast(operation);
        Counted(operation, 1);
    }

    public void Add(BatchRequest batch)
    {
        if (batch.Untaken > 0)
        {
            batch.Place = _waiting.AddLast(batch);
            OfBatches += batch.Untaken;
        }
    }

    /// <summary>Returns operations to the front of the queue, in order.</summary>
    public void PutBack(IReadOnlyList<Operation> operations)
    {
        foreach (var operation in operations.Reverse().Where(operation => !operation.State.IsAnswered))
        {
            operation.Place = _waiting.AddFirst(operation);
            Counted(operation, 1);
        }
    }

    /// <summary>Takes at most this many: from the first batch, or operations up to the next batch.</summary>
    public Operation[] Take(int count)
    {
        if (_waiting.First!.Value is not BatchRequest batch)
        {
            return TakeOperations(count);
        }

        var taken = new Operation[Math.Min(count, batch.Untaken)];
        OfBatches -= taken.Length;
        for (var n = 0; n < taken.Length; n++)
        {
            taken[n] = batch.Take();
        }

        if (batch.Untaken == 0)
        {
            Leave(batch);
        }

        return taken;
    }

    public void Remove(Operation operation)
    {
        if (operation.Place is { } place)
        {
            _waiting.Remove(place);
            operation.Place = null;
            Counted(operation, -1);
        }
    }

    /// <summary>Removes a batch.</summary>
    public void Remove(BatchRequest batch)
    {
        if (batch.Place is not null)
        {
            OfBatches -= batch.Untaken;
            Leave(batch);
        }
    }

    private Operation[] TakeOperations(int count)
    {
        // Of one kind, since single operations in a chunk still count as waiting.
        var areAlone = ((Operation)_waiting.First!.Value).Request.IsAlone;
        var taken = new Operation[count];
        var found = 0;
        while (found < count && _waiting.First?.Value is Operation operation && operation.Request.IsAlone == areAlone)
        {
            Remove(operation);
            taken[found++] = operation;
        }

        return found == count ? taken : taken[..found];
    }

    private void Leave(BatchRequest batch)
    {
        _waiting.Remove(batch.Place!);
        batch.Place = null;
    }

    private void Counted(Operation operation, int change)
    {
        Alone += operation.Request.IsAlone ? change : 0;
        OfBatches += operation.Request.IsAlone ? 0 : change;
    }
}
