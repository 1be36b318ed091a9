using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>The way of an admitted operation: to a worker, back to the queue, to its end.</summary>
internal sealed partial class ExecutorRouter
{
    private void HandOut()
    {
        if (_queue.Count > 0 && _gate.DecideBegin(_counters.Abandoned) is { } rejection)
        {
            // Each of them may block its thread for good, and waiting for one of those threads may take for ever.
            RejectWaiting(rejection.Message);
        }

        _slots.HandOut(_queue, _surroundings);
    }

    private void RejectWaiting(string why)
    {
        foreach (var waiting in _queue.All)
        {
            switch (waiting)
            {
                case Operation operation:
                    Change(operation, new OperationInput.Rejected(why));
                    break;
                case BatchRequest batch:
                    EndUntaken(batch, new OperationInput.Rejected(why));
                    _requests.Settle(batch, Self);
                    break;
                default:
                    throw new NotSupportedException($"No such thing waits: {waiting.GetType().Name}");
            }
        }
    }

    private void OnFree(Chunk chunk)
    {
        if (!_slots.TryFree(Sender, chunk))
        {
            return;
        }

        foreach (var operation in chunk.Operations)
        {
            // A batch reports its end itself.
            if (operation.Request.IsAlone)
            {
                _requests.Settle(operation.Request, Self);
            }
        }

        HandOut();
    }

    private void OnRetryDue(Operation operation)
    {
        if (operation.Apply(new OperationInput.RetryDue()).Phase == OperationPhase.Queued)
        {
            _queue.Add(operation);
            HandOut();
        }
    }

    private void OnGraceOver(Operation operation, int attempt)
    {
        if (operation.State.Phase != OperationPhase.Ending)
        {
            return;
        }

        Change(operation, new OperationInput.GraceOver(attempt));
        if (!operation.State.WasAbandoned)
        {
            return;
        }

        _log.Warning(
            "Abandoned {Operation}, which has not ended {Grace} after its cancellation; {Abandoned} are still running",
            operation,
            Durations.Show(Operation.Grace),
            _counters.Abandoned
        );
        if (_slots.HeldBy(operation) is { Chunk: { } chunk } slot)
        {
            slot.Worker.Tell(new ExecutorProtocol.Release(chunk, operation));
        }
    }

    private void OnMailboxFull(WorkerSlots.Slot slot, Chunk chunk)
    {
        var worker = slot.Worker.Path.Name;
        _log.Warning("The mailbox of {Worker} rejected {Operations} operations", worker, chunk.Operations.Count);
        foreach (var operation in chunk.TakeRest())
        {
            Change(operation, new OperationInput.Rejected($"the mailbox of {worker} is full"));
        }

        if (slot.Chunk == chunk)
        {
            _slots.Free(slot);
            HandOut();
        }
    }

    /// <summary>Ends all operations of a request: by cancellation or by its deadline.</summary>
    private void End(Request request, OperationInput input)
    {
        if (request is BatchRequest batch)
        {
            EndUntaken(batch, input);
        }

        foreach (var operation in request.Unanswered)
        {
            Change(operation, input);
        }

        _requests.Settle(request, Self);
    }

    private void EndUntaken(BatchRequest batch, OperationInput input)
    {
        _queue.Remove(batch);
        batch.EndUntaken(input);
    }

    private void Change(Operation operation, OperationInput input)
    {
        operation.Apply(input);
        if (operation.State.IsAnswered)
        {
            _queue.Remove(operation);
            _requests.Settle(operation.Request, Self);
        }
    }
}
