using McpFuzzer.Actors.Contracts.Executions;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>The replies of the ExecutorRouter.</summary>
internal sealed class ExecutionReplies(OperationValues values)
{
    public IReadOnlyList<MessageCodec> Codecs() =>
        [
            MessageCodec.Of<OperationCompleted, Proto.OperationCompleted>(
                "xe",
                Proto.OperationCompleted.Parser,
                ToWire,
                ToContract
            ),
            MessageCodec.Of<OperationRejected, Proto.OperationRejected>(
                "xr",
                Proto.OperationRejected.Parser,
                ToWire,
                ToContract
            ),
            MessageCodec.Of<BatchCompleted, Proto.BatchCompleted>(
                "xb",
                Proto.BatchCompleted.Parser,
                ToWire,
                ToContract
            ),
            MessageCodec.Of(
                "xz",
                Proto.ExecutorResized.Parser,
                (ExecutorResized resized) =>
                    new Proto.ExecutorResized { MaxConcurrency = resized.MaxConcurrency, Before = resized.Before },
                wire => new ExecutorResized(wire.MaxConcurrency, wire.Before)
            ),
            MessageCodec.Of<ExecutorStats, Proto.ExecutorStats>("xm", Proto.ExecutorStats.Parser, ToWire, ToContract),
            MessageCodec.Of<ExecutorStopped, Proto.ExecutorStopped>(
                "xd",
                Proto.ExecutorStopped.Parser,
                ToWire,
                ToContract
            ),
        ];

    private Proto.OperationCompleted ToWire(OperationCompleted completed) =>
        new()
        {
            RequestId = completed.RequestId.Value,
            Outcome = ToWire(completed.Outcome),
            Attempts = completed.Attempts,
            ElapsedTicks = completed.Elapsed.Ticks,
        };

    private OperationCompleted ToContract(Proto.OperationCompleted wire) =>
        new(
            Request(wire.HasRequestId, wire.RequestId),
            ToContract(Given(wire.Outcome, nameof(wire.Outcome))),
            wire.Attempts,
            TimeSpan.FromTicks(wire.ElapsedTicks)
        );

    private Proto.OperationOutcome ToWire(OperationOutcome outcome) =>
        outcome switch
        {
            OperationOutcome.Succeeded succeeded => ToWire(succeeded),
            OperationOutcome.Failed failed => Failed(failed.Type, failed.Message),
            OperationOutcome.TimedOut timedOut => new Proto.OperationOutcome
            {
                TimedOut = new Proto.OperationOutcome.Types.TimedOut
                {
                    AfterTicks = timedOut.After.Ticks,
                    Abandoned = timedOut.Abandoned,
                },
            },
            OperationOutcome.Cancelled cancelled => new Proto.OperationOutcome
            {
                Cancelled = new Proto.OperationOutcome.Types.Cancelled { Abandoned = cancelled.Abandoned },
            },
            _ => throw new WireFormatException($"{outcome?.GetType().Name} is not an OperationOutcome of the wire"),
        };

    private Proto.OperationOutcome ToWire(OperationOutcome.Succeeded succeeded)
    {
        var (value, failure) = values.TryWrite(succeeded.Value);
        return failure is null
            ? new Proto.OperationOutcome { Succeeded = value }
            : Failed(OperationCodecs.ResultNotSent, failure);
    }

    private OperationOutcome ToContract(Proto.OperationOutcome wire) =>
        wire.OutcomeCase switch
        {
            Proto.OperationOutcome.OutcomeOneofCase.Succeeded => ToContract(wire.Succeeded),
            Proto.OperationOutcome.OutcomeOneofCase.Failed => new OperationOutcome.Failed(
                wire.Failed.Type,
                wire.Failed.Message
            ),
            Proto.OperationOutcome.OutcomeOneofCase.TimedOut => new OperationOutcome.TimedOut(
                TimeSpan.FromTicks(wire.TimedOut.AfterTicks),
                wire.TimedOut.Abandoned
            ),
            Proto.OperationOutcome.OutcomeOneofCase.Cancelled => new OperationOutcome.Cancelled(
                wire.Cancelled.Abandoned
            ),
            _ => throw Missing("the outcome of an operation"),
        };

    private OperationOutcome ToContract(Proto.Value wire)
    {
        var (value, failure) = values.TryRead(wire);
        return failure is null
            ? new OperationOutcome.Succeeded(value)
            : new OperationOutcome.Failed(OperationCodecs.ResultNotSent, failure);
    }

    private static Proto.OperationOutcome Failed(string type, string message) =>
        new()
        {
            Failed = new Proto.OperationOutcome.Types.Failed { Type = type, Message = message },
        };

    private static Proto.OperationRejected ToWire(OperationRejected rejected) =>
        new()
        {
            RequestId = rejected.RequestId.Value,
            Reason = rejected.Reason.ToWire(),
            Message = rejected.Message,
        };

    private static OperationRejected ToContract(Proto.OperationRejected wire) =>
        new(Request(wire.HasRequestId, wire.RequestId), wire.Reason.ToContract(), wire.Message);

    private Proto.BatchCompleted ToWire(BatchCompleted batch)
    {
        var wire = new Proto.BatchCompleted { RequestId = batch.RequestId.Value };
        var unsent = new List<BatchError>();
        foreach (var result in batch.Results)
        {
            var (value, failure) = values.TryWrite(result.Value);
            if (failure is null)
            {
                wire.Results.Add(new Proto.BatchResult { Index = result.Index, Value = value });
            }
            else
            {
                unsent.Add(NotSent(result.Index, failure));
            }
        }

        wire.Errors.AddRange(InOrder(batch.Errors, unsent).Select(ToWire));
        return wire;
    }

    private BatchCompleted ToContract(Proto.BatchCompleted wire)
    {
        var results = new List<BatchResult>(wire.Results.Count);
        var unread = new List<BatchError>();
        foreach (var result in wire.Results)
        {
            var (value, failure) = values.TryRead(result.Value);
            if (failure is null)
            {
                results.Add(new BatchResult(result.Index, value));
            }
            else
            {
                unread.Add(NotSent(result.Index, failure));
            }
        }

        return new BatchCompleted(
            Request(wire.HasRequestId, wire.RequestId),
            results,
            InOrder([.. wire.Errors.Select(ToContract)], unread)
        );
    }

    /// <summary>
    /// A success whose result cannot be sent becomes an error, even if errors were not requested. Otherwise it would be
    /// in neither list.
    /// </summary>
    private static BatchError NotSent(int index, string failure) =>
        new(index, BatchErrorKind.Failed, OperationCodecs.ResultNotSent, failure);

    private static IReadOnlyList<BatchError> InOrder(IReadOnlyList<BatchError> errors, List<BatchError> more) =>
        more.Count == 0 ? errors : [.. errors.Concat(more).OrderBy(error => error.Index)];

    private static Proto.BatchError ToWire(BatchError error) =>
        new()
        {
            Index = error.Index,
            Kind = error.Kind.ToWire(),
            Type = error.Type,
            Message = error.Message,
        };

    private static BatchError ToContract(Proto.BatchError wire) =>
        new(wire.Index, wire.Kind.ToContract(), wire.Type, wire.Message);

    private static Proto.ExecutorStats ToWire(ExecutorStats stats) =>
        new()
        {
            MaxConcurrency = stats.MaxConcurrency,
            Running = stats.Running,
            Queued = stats.Queued,
            BackingOff = stats.BackingOff,
            Abandoned = stats.Abandoned,
            Succeeded = stats.Succeeded,
            Failed = stats.Failed,
            TimedOut = stats.TimedOut,
            Cancelled = stats.Cancelled,
            Rejected = stats.Rejected,
            Retries = stats.Retries,
            RetriesDenied = stats.RetriesDenied,
        };

    private static ExecutorStats ToContract(Proto.ExecutorStats wire) =>
        new()
        {
            MaxConcurrency = wire.MaxConcurrency,
            Running = wire.Running,
            Queued = wire.Queued,
            BackingOff = wire.BackingOff,
            Abandoned = wire.Abandoned,
            Succeeded = wire.Succeeded,
            Failed = wire.Failed,
            TimedOut = wire.TimedOut,
            Cancelled = wire.Cancelled,
            Rejected = wire.Rejected,
            Retries = wire.Retries,
            RetriesDenied = wire.RetriesDenied,
        };

    private static Proto.ExecutorStopped ToWire(ExecutorStopped stopped) =>
        new()
        {
            Finished = stopped.Finished,
            Cancelled = stopped.Cancelled,
            Abandoned = stopped.Abandoned,
        };

    private static ExecutorStopped ToContract(Proto.ExecutorStopped wire) =>
        new(wire.Finished, wire.Cancelled, wire.Abandoned);
}
