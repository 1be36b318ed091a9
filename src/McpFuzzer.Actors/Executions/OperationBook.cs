using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Executions;

/// <summary>The router's operations: those that have no reply yet by their RequestId, and those that wait for a slot in their order.</summary>
internal sealed class OperationBook
{
    private readonly Dictionary<RequestId, Operation> _atWork = [];
    private readonly LinkedList<Operation> _queue = new();

    /// <summary>How many wait for a slot.</summary>
    public int Queued => _queue.Count;

    public IReadOnlyList<Operation> Unanswered => [.. _atWork.Values.Where(operation => !operation.State.IsAnswered)];

    public Operation? Find(RequestId requestId) =>
        _atWork.TryGetValue(requestId, out var operation) && !operation.State.IsAnswered ? operation : null;

    public void Add(Operation operation)
    {
        _atWork[operation.RequestId] = operation;
        AddLast(operation);
    }

    public void AddLast(Operation operation) => operation.Place = _queue.AddLast(operation);

    /// <summary>Puts back what was taken, before all others, in its order.</summary>
    public void PutBack(IReadOnlyList<Operation> operations)
    {
        foreach (var operation in operations.Reverse().Where(operation => !operation.State.IsAnswered))
        {
            operation.Place = _queue.AddFirst(operation);
        }
    }

    public IReadOnlyList<Operation> Take(int count)
    {
        var taken = new Operation[count];
        for (var n = 0; n < count; n++)
        {
            taken[n] = _queue.First!.Value;
            taken[n].Place = null;
            _queue.RemoveFirst();
        }

        return taken;
    }

    /// <summary>Forgets an operation that has its reply; one that has none stays.</summary>
    /// <returns>True when it is forgotten.</returns>
    public bool Forget(Operation operation)
    {
        if (!operation.State.IsAnswered)
        {
            return false;
        }

        if (operation.Place is { } place)
        {
            _queue.Remove(place);
            operation.Place = null;
        }

        if (_atWork.TryGetValue(operation.RequestId, out var present) && present == operation)
        {
            _atWork.Remove(operation.RequestId);
        }

        return true;
    }
}
