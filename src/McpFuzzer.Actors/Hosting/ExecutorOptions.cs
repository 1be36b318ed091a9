namespace McpFuzzer.Actors.Hosting;

/// <summary>Options of the executor. Null takes the value of the HOCON.</summary>
public sealed class ExecutorOptions
{
    /// <summary>A set of values for a kind of work. Other options that are set take precedence.</summary>
    public ExecutorPreset? Preset { get; set; }

    /// <summary>
    /// How many operations run at once, 1 to 1024; as the preset says by default, which is 5 without one.
    /// </summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>
    /// For one attempt, from when its slot is taken, 1 ms to 24 d; as the preset says by default, which is 30 s without
    /// one.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// Extra attempts where a request takes the executor's own retry policy, 0 to 1000; as the preset says by default,
    /// which is 1 without one.
    /// </summary>
    public int? RetryCount { get; set; }

    /// <summary>Before the first retry, doubled before each further one; 1 s by default.</summary>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>The cap of that delay; 30 s by default.</summary>
    public TimeSpan? MaxRetryDelay { get; set; }

    /// <summary>
    /// The part of the delay that is drawn at random, 0 to 1; 0.2 by default, which keeps apart what has failed
    /// together.
    /// </summary>
    public double? Jitter { get; set; }

    /// <summary>The executor's retry budget, which limits retries beyond the policies of requests.</summary>
    public RetryBudgetOptions RetryBudget { get; set; } = new();

    /// <summary>
    /// How many single operations may wait, 1 to 10,000,000; 10,000 by default. A batch is let in whole, however large,
    /// as long as fewer operations of earlier batches have not ended.
    /// </summary>
    public int? QueueCapacity { get; set; }

    /// <summary>
    /// How many operations that were given up may still run before the executor rejects more; 0, the default, is 4 ×
    /// <see cref="MaxConcurrency" />.
    /// </summary>
    public int? AbandonedLimit { get; set; }

    internal IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("executor.preset", Preset?.ToString().ToLowerInvariant()),
            ("executor.max-concurrency", MaxConcurrency),
            ("executor.timeout", Timeout),
            ("executor.retry-count", RetryCount),
            ("executor.retry-delay", RetryDelay),
            ("executor.max-retry-delay", MaxRetryDelay),
            ("executor.jitter", Jitter),
            ("executor.retry-budget.ratio", RetryBudget.Ratio),
            ("executor.retry-budget.per-second", RetryBudget.PerSecond),
            ("executor.retry-budget.burst", RetryBudget.Burst),
            ("executor.queue-capacity", QueueCapacity),
            ("executor.abandoned-limit", AbandonedLimit),
        ];
}
