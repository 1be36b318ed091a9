using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Executions;

/// <summary>The bounds of what a request to the executor asks for, and of the executor's own settings.</summary>
public static class ExecutionBounds
{
    private const int MostRetriesAtOnce = 10_000_000;

    /// <summary>The timeout of an attempt, and the deadline of a request; 1 ms to 24 d.</summary>
    public static DurationBound Time { get; } = new(TimeSpan.FromMilliseconds(1), TimerLimit.Longest);

    /// <summary>How many operations run at once; 1 to 1024.</summary>
    public static WholeBound MaxConcurrency { get; } = new(1, 1_024);

    /// <summary>Extra attempts; 0 to 1000.</summary>
    public static WholeBound RetryCount { get; } = new(0, 1_000);

    /// <summary>The delay before the first retry, and its cap; 0 to 24 d.</summary>
    public static DurationBound RetryDelay { get; } = new(TimeSpan.Zero, TimerLimit.Longest);

    /// <summary>The part of a delay that is drawn at random; 0 to 1.</summary>
    public static NumberBound Jitter { get; } = new(0, 1);

    /// <summary>How many retries each begun operation adds to the budget; 0 to 1000.</summary>
    public static NumberBound BudgetRatio { get; } = new(0, 1_000);

    /// <summary>How many retries each second adds to the budget; 0 to 10,000,000.</summary>
    public static NumberBound BudgetPerSecond { get; } = new(0, MostRetriesAtOnce);

    /// <summary>How many retries the budget holds at most; 0 to 10,000,000.</summary>
    public static WholeBound BudgetBurst { get; } = new(0, MostRetriesAtOnce);

    /// <summary>How many single operations may wait; 1 to 10,000,000.</summary>
    public static WholeBound QueueCapacity { get; } = new(1, 10_000_000);

    /// <summary>How many abandoned operations may still run; 0 to 100,000, and 0 follows the concurrency.</summary>
    public static WholeBound AbandonedLimit { get; } = new(0, 100_000);
}
