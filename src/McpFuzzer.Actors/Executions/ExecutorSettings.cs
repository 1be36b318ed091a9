using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>The validated settings of <c>mcp-fuzzer.executor</c>.</summary>
internal sealed record ExecutorSettings
{
    public const string Path = "mcp-fuzzer.executor";

    /// <summary>The dispatcher of operations.</summary>
    public const string DispatcherPath = Path + ".dispatcher";

    /// <summary>The bounded mailbox of each worker.</summary>
    public const string WorkerMailboxPath = Path + ".worker-mailbox";

    /// <summary>A value that the preset decides.</summary>
    private const string AsPreset = "auto";

    /// <summary>
    /// The embedded reference. The system's configuration falls back on it for the dispatcher and the mailbox.
    /// </summary>
    public static Config Reference { get; } = EmbeddedReference.Load("executor.conf");

    public required int MaxConcurrency { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>The policy of requests that use the executor's own.</summary>
    public required RetryPolicy Retry { get; init; }

    public required int QueueCapacity { get; init; }

    public required RetryBudget RetryBudget { get; init; }

    /// <summary>Zero derives it from the concurrency.</summary>
    public required int AbandonedLimit { get; init; }

    /// <summary>Returns how many abandoned operations may still run, for this many slots.</summary>
    public int AbandonedLimitOf(int maxConcurrency) => AbandonedLimit > 0 ? AbandonedLimit : 4 * maxConcurrency;

    /// <summary>Reads the settings of a configuration, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static ExecutorSettings From(Config configuration)
    {
        var reader = SettingsReader.Open(configuration, Reference, Path);
        var preset = ExecutionPreset.Of(reader.OneOf("preset", ExecutionPreset.Names), Environment.ProcessorCount);
        var retryDelay = reader.Value("retry-delay", ExecutionBounds.RetryDelay);
        return new ExecutorSettings
        {
            MaxConcurrency = reader.Value(
                "max-concurrency",
                ExecutionBounds.MaxConcurrency,
                (AsPreset, preset.MaxConcurrency)
            ),
            Timeout = reader.Value("timeout", ExecutionBounds.Time, (AsPreset, preset.Timeout)),
            Retry = new RetryPolicy(
                reader.Value("retry-count", ExecutionBounds.RetryCount, (AsPreset, preset.RetryCount)),
                retryDelay,
                reader.Value("max-retry-delay", ExecutionBounds.RetryDelay.AtLeast(retryDelay)),
                reader.Value("jitter", ExecutionBounds.Jitter)
            ),
            RetryBudget = new RetryBudget(
                reader.Value("retry-budget.ratio", ExecutionBounds.BudgetRatio),
                reader.Value("retry-budget.per-second", ExecutionBounds.BudgetPerSecond),
                reader.Value("retry-budget.burst", ExecutionBounds.BudgetBurst)
            ),
            QueueCapacity = reader.Value("queue-capacity", ExecutionBounds.QueueCapacity),
            AbandonedLimit = reader.Value("abandoned-limit", ExecutionBounds.AbandonedLimit),
        };
    }
}
