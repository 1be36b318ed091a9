using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>What an execution may ask for. Each problem is one line that names the value and says what is allowed.</summary>
internal static class ExecutionRules
{
    public const int MostRetries = 1_000;

    /// <summary>Schedulers count milliseconds in 32 bits: 24.8 days.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(24);

    /// <summary>The first problem, or null.</summary>
    public static string? Problem(TimeSpan? timeout, TimeSpan? deadline, RetryPolicy? retry) =>
        ProblemOfTime("Timeout", timeout) ?? ProblemOfTime("Deadline", deadline) ?? ProblemOf(retry);

    private static string? ProblemOfTime(string name, TimeSpan? time) =>
        time is { } given && (given <= TimeSpan.Zero || given > LongestTime)
            ? $"{name} = {given}: must be more than 0 and at most {LongestTime.TotalDays} days"
            : null;

    private static string? ProblemOf(RetryPolicy? retry) =>
        retry switch
        {
            null => null,
            { RetryCount: < 0 or > MostRetries } =>
                $"Retry.RetryCount = {retry.RetryCount}: must be from 0 to {MostRetries}",
            _ when retry.RetryDelay < TimeSpan.Zero || retry.RetryDelay > LongestTime =>
                $"Retry.RetryDelay = {retry.RetryDelay}: must be from 0 to {LongestTime.TotalDays} days",
            _ when retry.MaxDelay < retry.RetryDelay || retry.MaxDelay > LongestTime =>
                $"Retry.MaxDelay = {retry.MaxDelay}: must be from RetryDelay ({retry.RetryDelay}) to {LongestTime.TotalDays} days",
            // Not "below 0 or above 1", which NaN would pass.
            _ when !(retry.Jitter is >= 0 and <= 1) => $"Retry.Jitter = {retry.Jitter}: must be from 0 to 1",
            _ => null,
        };
}
