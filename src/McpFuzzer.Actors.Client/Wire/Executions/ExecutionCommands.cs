using McpFuzzer.Actors.Contracts.Executions;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Executions;

/// <summary>The commands of the ExecutorRouter.</summary>
internal sealed class ExecutionCommands(OperationValues values)
{
    public IReadOnlyList<MessageCodec> Codecs() =>
        [
            MessageCodec.Of<ExecuteOperation, Proto.ExecuteOperation>(
                "XE",
                Proto.ExecuteOperation.Parser,
                ToWire,
                ToContract
            ),
            MessageCodec.Of<ExecuteOperations, Proto.ExecuteOperations>(
                "XB",
                Proto.ExecuteOperations.Parser,
                ToWire,
                ToContract
            ),
            MessageCodec.Of(
                "XC",
                Proto.CancelOperation.Parser,
                (CancelOperation cancel) => new Proto.CancelOperation { RequestId = cancel.RequestId.Value },
                wire => new CancelOperation(Request(wire.HasRequestId, wire.RequestId))
            ),
            MessageCodec.Of(
                "XZ",
                Proto.ResizeExecutor.Parser,
                (ResizeExecutor resize) => new Proto.ResizeExecutor { MaxConcurrency = resize.MaxConcurrency },
                wire => new ResizeExecutor(wire.MaxConcurrency)
            ),
            MessageCodec.OfNothing<GetExecutorStats>("XM"),
            MessageCodec.Of<ShutdownExecutor, Proto.ShutdownExecutor>(
                "XD",
                Proto.ShutdownExecutor.Parser,
                ToWire,
                ToContract
            ),
        ];

    private Proto.ExecuteOperation ToWire(ExecuteOperation execute)
    {
        var wire = new Proto.ExecuteOperation
        {
            RequestId = execute.RequestId.Value,
            Operation = values.Write(execute.Operation),
            Retry = execute.Retry is { } retry ? ToWire(retry) : null,
        };
        if (execute.Timeout is { } timeout)
        {
            wire.TimeoutTicks = timeout.Ticks;
        }

        if (execute.Deadline is { } deadline)
        {
            wire.DeadlineTicks = deadline.Ticks;
        }

        return wire;
    }

    private ExecuteOperation ToContract(Proto.ExecuteOperation wire) =>
        new(
            Request(wire.HasRequestId, wire.RequestId),
            values.Read(Given(wire.Operation, nameof(wire.Operation))),
            SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks),
            SpanOrNull(wire.HasDeadlineTicks, wire.DeadlineTicks),
            wire.Retry is { } retry ? ToContract(retry) : null
        );

    private Proto.ExecuteOperations ToWire(ExecuteOperations execute)
    {
        var wire = new Proto.ExecuteOperations
        {
            RequestId = execute.RequestId.Value,
            Operations = { execute.Operations.Select(values.Write) },
            Retry = execute.Retry is { } retry ? ToWire(retry) : null,
            CollectResults = execute.CollectResults,
            CollectErrors = execute.CollectErrors,
        };
        if (execute.Timeout is { } timeout)
        {
            wire.TimeoutTicks = timeout.Ticks;
        }

        if (execute.Deadline is { } deadline)
        {
            wire.DeadlineTicks = deadline.Ticks;
        }

        return wire;
    }

    private ExecuteOperations ToContract(Proto.ExecuteOperations wire) =>
        new(
            Request(wire.HasRequestId, wire.RequestId),
            [.. wire.Operations.Select(values.Read)],
            SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks),
            SpanOrNull(wire.HasDeadlineTicks, wire.DeadlineTicks),
            wire.Retry is { } retry ? ToContract(retry) : null,
            wire.CollectResults,
            wire.CollectErrors
        );

    private static Proto.RetryPolicy ToWire(RetryPolicy policy) =>
        new()
        {
            RetryCount = policy.RetryCount,
            RetryDelayTicks = policy.RetryDelay.Ticks,
            MaxDelayTicks = policy.MaxDelay.Ticks,
            Jitter = policy.Jitter,
        };

    private static RetryPolicy ToContract(Proto.RetryPolicy wire) =>
        new(
            wire.RetryCount,
            TimeSpan.FromTicks(wire.RetryDelayTicks),
            TimeSpan.FromTicks(wire.MaxDelayTicks),
            wire.Jitter
        );

    private static Proto.ShutdownExecutor ToWire(ShutdownExecutor shutdown)
    {
        var wire = new Proto.ShutdownExecutor();
        if (shutdown.Timeout is { } timeout)
        {
            wire.TimeoutTicks = timeout.Ticks;
        }

        return wire;
    }

    private static ShutdownExecutor ToContract(Proto.ShutdownExecutor wire) =>
        new(SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks));
}
