using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Tests.Executions.Model;

/// <summary>The valid outcomes of a reply, by the observations of its operations.</summary>
internal static class ModelOutcomes
{
    public static void Check(ModelRequest request, bool isShutDown)
    {
        switch (request.Replies[0])
        {
            case OperationRejected:
                Assert.All(request.Operations, operation => Assert.Equal(0, operation.Attempts));
                break;
            case OperationCompleted completed:
                Assert.Equal(request.Operations[0].Attempts, completed.Attempts);
                CheckOne(
                    request,
                    request.Operations[0],
                    KindOf(completed.Outcome),
                    ValueOf(completed.Outcome),
                    isShutDown
                );
                break;
            case BatchCompleted batch:
                CheckBatch(request, batch, isShutDown);
                break;
            case var other:
                Assert.Fail($"{other}");
                break;
        }
    }

    private static void CheckBatch(ModelRequest request, BatchCompleted batch, bool isShutDown)
    {
        var results = batch.Results.Select(result => result.Index).ToArray();
        var errors = batch.Errors.Select(error => error.Index).ToArray();
        Assert.Equal(results.Order(), results);
        Assert.Equal(errors.Order(), errors);
        Assert.Equal(Enumerable.Range(0, request.Operations.Count), results.Concat(errors).Order());
        foreach (var result in batch.Results)
        {
            CheckOne(request, request.Operations[result.Index], kind: null, result.Value, isShutDown);
        }

        foreach (var error in batch.Errors)
        {
            CheckOne(request, request.Operations[error.Index], error.Kind, error.Message, isShutDown);
        }
    }

    private static void CheckOne(
        ModelRequest request,
        ModelOperation operation,
        BatchErrorKind? kind,
        object? value,
        bool isShutDown
    )
    {
        Assert.InRange(operation.Attempts, 0, request.RetryCount + 1);
        switch (kind)
        {
            case null:
                Assert.True(operation.HasReturned);
                Assert.Equal(operation.Name, value);
                break;
            case BatchErrorKind.Failed:
                // One that ran before, and found too many abandoned operations when it returned.
                Assert.True(operation.HasThrown || ((string)value!).Contains("abandoned", StringComparison.Ordinal));
                break;
            case BatchErrorKind.TimedOut:
                Assert.True(request.HasTimeLimit);
                break;
            case BatchErrorKind.Cancelled:
                Assert.True(request.WasCancelled || isShutDown);
                break;
            case BatchErrorKind.Rejected:
                Assert.Equal(0, operation.Attempts);
                break;
        }
    }

    private static BatchErrorKind? KindOf(OperationOutcome outcome) =>
        outcome switch
        {
            OperationOutcome.Succeeded => null,
            OperationOutcome.Failed => BatchErrorKind.Failed,
            OperationOutcome.TimedOut => BatchErrorKind.TimedOut,
            _ => BatchErrorKind.Cancelled,
        };

    private static object? ValueOf(OperationOutcome outcome) =>
        outcome switch
        {
            OperationOutcome.Succeeded succeeded => succeeded.Value,
            OperationOutcome.Failed failed => failed.Message,
            _ => null,
        };
}
