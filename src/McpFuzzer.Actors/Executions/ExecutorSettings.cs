using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Executions;

/// <summary>What <c>mcp-fuzzer.executor</c> says, checked.</summary>
internal sealed record ExecutorSettings
{
    public const string Path = "mcp-fuzzer.executor";

    /// <summary>The dispatcher that operations run on.</summary>
    public const string DispatcherPath = Path + ".dispatcher";

    /// <summary>The bounded mailbox of each worker.</summary>
    public const string WorkerMailboxPath = Path + ".worker-mailbox";

    /// <summary>The embedded reference; the system's configuration falls back on it, for the dispatcher and the mailbox.</summary>
    public static Config Reference { get; } = EmbeddedReference.Load("executor.conf");

    public required int MaxConcurrency { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>What a request that asks for the executor's own retry policy takes.</summary>
    public required RetryPolicy Retry { get; init; }

    public required int QueueCapacity { get; init; }

    public required int AbandonedLimit { get; init; }

    /// <summary>Reads them from a configuration; the reference stands in for what it does not say.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static ExecutorSettings From(Config configuration)
    {
        var reader = SettingsReader.Open(configuration, Reference, Path);
        var shortest = TimeSpan.FromMilliseconds(1);
        var maxConcurrency = reader.Whole("max-concurrency", 1, 1_024);
        var abandonedLimit = reader.Whole("abandoned-limit", 0, 100_000);
        var retryDelay = reader.Duration("retry-delay", TimeSpan.Zero, ExecutionRules.LongestTime);
        return new ExecutorSettings
        {
            MaxConcurrency = maxConcurrency,
            Timeout = reader.Duration("timeout", shortest, ExecutionRules.LongestTime),
            Retry = new RetryPolicy(
                reader.Whole("retry-count", 0, ExecutionRules.MostRetries),
                retryDelay,
                reader.Duration("max-retry-delay", retryDelay, ExecutionRules.LongestTime),
                reader.Number("jitter", 0, 1)
            ),
            QueueCapacity = reader.Whole("queue-capacity", 1, 10_000_000),
            AbandonedLimit = abandonedLimit > 0 ? abandonedLimit : 4 * maxConcurrency,
        };
    }
}
