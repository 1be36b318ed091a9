using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>Validates executions.</summary>
internal static class ExecutionRules
{
    /// <summary>Returns the first validation error, or null.</summary>
    public static ValidationError? ErrorOf(TimeSpan? timeout, TimeSpan? deadline, RetryPolicy? retry) =>
        ErrorOf("Timeout", timeout) ?? ErrorOf("Deadline", deadline) ?? ErrorOf(retry);

    /// <summary>Returns the validation error of a resize, or null.</summary>
    public static ValidationError? ErrorOf(ResizeExecutor resize) =>
        ExecutionBounds.MaxConcurrency.ErrorOf("MaxConcurrency", resize.MaxConcurrency);

    private static ValidationError? ErrorOf(string name, TimeSpan? time) =>
        time is { } given ? ExecutionBounds.Time.ErrorOf(name, given) : null;

    private static ValidationError? ErrorOf(RetryPolicy? retry) =>
        retry is null
            ? null
            : ExecutionBounds.RetryCount.ErrorOf("Retry.RetryCount", retry.RetryCount)
                ?? ExecutionBounds.RetryDelay.ErrorOf("Retry.RetryDelay", retry.RetryDelay)
                ?? ExecutionBounds.RetryDelay.AtLeast(retry.RetryDelay).ErrorOf("Retry.MaxDelay", retry.MaxDelay)
                ?? ExecutionBounds.Jitter.ErrorOf("Retry.Jitter", retry.Jitter);
}
