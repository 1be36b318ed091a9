namespace McpFuzzer.Actors.Hosting;

/// <summary>How operations are run. Null leaves a value to the HOCON.</summary>
public sealed class ExecutorOptions
{
    /// <summary>How many operations run at once, 1 to 1024; 5 by default.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>For one attempt, from when its slot is taken; 30 s by default.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Extra attempts where a request takes the executor's own retry policy; 1 by default.</summary>
    public int? RetryCount { get; set; }

    /// <summary>Before the first retry, doubled before each further one; 1 s by default.</summary>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>The cap of that delay; 30 s by default.</summary>
    public TimeSpan? MaxRetryDelay { get; set; }

    /// <summary>The part of the delay that is drawn at random, 0 to 1; 0 by default.</summary>
    public double? Jitter { get; set; }

    /// <summary>How many operations may wait; 10,000 by default.</summary>
    public int? QueueCapacity { get; set; }

    /// <summary>How many operations that were given up may still run before the executor refuses more; 0, the default, is 4 × <see cref="MaxConcurrency" />.</summary>
    public int? AbandonedLimit { get; set; }

    internal IEnumerable<(string Key, object? Value)> Given() =>
        [
            ("executor.max-concurrency", MaxConcurrency),
            ("executor.timeout", Timeout),
            ("executor.retry-count", RetryCount),
            ("executor.retry-delay", RetryDelay),
            ("executor.max-retry-delay", MaxRetryDelay),
            ("executor.jitter", Jitter),
            ("executor.queue-capacity", QueueCapacity),
            ("executor.abandoned-limit", AbandonedLimit),
        ];
}
