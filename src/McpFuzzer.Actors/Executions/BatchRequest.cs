using Akka.Actor;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>
/// A batch of operations with one reply. The queue holds it as one entry. An operation is created when a worker takes
/// it and released when it ends: before, only its place exists, and after, only its outcome.
/// </summary>
internal sealed class BatchRequest(
    Submission submission,
    long number,
    TimeSpan timeout,
    IActorRef sender,
    ExecutorSurroundings surroundings
) : Request(submission, number, timeout, sender, surroundings)
{
    // By place: null, a running operation, or its end (an outcome, or the message of a rejection).
    private readonly object?[] _items = new object?[submission.Work!.Count];
    private int _left = submission.Work.Count;
    private readonly Submission.Collecting _collect = submission.Collect!;
    private int _taken;

    public override bool IsAlone => false;

    public int Count => _items.Length;

    /// <summary>The number of operations without an outcome.</summary>
    public int Left => Volatile.Read(ref _left);

    /// <summary>For the router: the number of operations that no worker has taken.</summary>
    public int Untaken => _items.Length - _taken;

    /// <summary>For the router: its place in the queue; null when it has none.</summary>
    public LinkedListNode<object>? Place { get; set; }

    public override IEnumerable<Operation> Unanswered => _items.OfType<Operation>();

    /// <summary>For the router: takes the next operation for a worker.</summary>
    public Operation Take()
    {
        var operation = new Operation(this, _taken);
        Volatile.Write(ref _items[_taken++], operation);
        return operation;
    }

    /// <summary>For the router: ends the operations that no worker has taken.</summary>
    public void EndUntaken(OperationInput input)
    {
        var ended = Untaken;
        if (ended == 0)
        {
            return;
        }

        var state = OperationMachine.Step(OperationState.Admitted(RetryCount), input);
        Array.Fill(_items, Kept(state, input), _taken, ended);
        _taken = _items.Length;
        Surroundings.Counters.EndedUnbegun(state, ended);
        End(ended);
    }

    /// <summary>For the router: completes an empty batch.</summary>
    public void TellIfEmpty()
    {
        if (_items.Length == 0)
        {
            Complete();
        }
    }

    public override void Answered(Operation operation, OperationState state, OperationInput input)
    {
        Volatile.Write(ref _items[operation.Index], Kept(state, input));
        End(1);
    }

    private static object Kept(OperationState state, OperationInput input) =>
        (object?)state.Outcome ?? (input is OperationInput.Rejected rejected ? rejected.Message : "");

    private void End(int operations)
    {
        if (Interlocked.Add(ref _left, -operations) == 0)
        {
            Complete();
        }
    }

    private void Complete()
    {
        var succeeded = _items.Count(item => item is OperationOutcome.Succeeded);
        var results = new BatchResult[_collect.Results ? succeeded : 0];
        var errors = new BatchError[_collect.Errors ? _items.Length - succeeded : 0];
        var (result, error) = (0, 0);
        for (var index = 0; index < _items.Length; index++)
        {
            if (_items[index] is OperationOutcome.Succeeded { Value: var value })
            {
                if (_collect.Results)
                {
                    results[result++] = new BatchResult(index, value);
                }
            }
            else if (_collect.Errors)
            {
                errors[error++] = ErrorOf(index, _items[index]!);
            }
        }

        Tell(new BatchCompleted(Id, results, errors));
    }

    private static BatchError ErrorOf(int index, object item) =>
        item switch
        {
            OperationOutcome.Failed failed => new(index, BatchErrorKind.Failed, failed.Type, failed.Message),
            OperationOutcome.TimedOut timedOut => new(
                index,
                BatchErrorKind.TimedOut,
                nameof(OperationOutcome.TimedOut),
                $"not ended within {Durations.Show(timedOut.After)}{(timedOut.Abandoned ? ", and given up" : "")}"
            ),
            OperationOutcome.Cancelled cancelled => new(
                index,
                BatchErrorKind.Cancelled,
                nameof(OperationOutcome.Cancelled),
                cancelled.Abandoned ? "cancelled, and given up" : "cancelled"
            ),
            string message => new(index, BatchErrorKind.Rejected, nameof(RejectReason.Overloaded), message),
            _ => throw new NotSupportedException($"No such outcome: {item.GetType().Name}"),
        };
}
