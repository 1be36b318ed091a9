using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>Sets of values for kinds of work, by their names in the configuration.</summary>
/// <param name="MaxConcurrency">How many operations run at once.</param>
/// <param name="Timeout">Of one attempt.</param>
/// <param name="RetryCount">Extra attempts.</param>
internal sealed record ExecutionPreset(int MaxConcurrency, TimeSpan Timeout, int RetryCount)
{
    private static readonly ExecutionPreset Default = new(5, TimeSpan.FromSeconds(30), RetryCount: 1);

    public static IReadOnlyList<string> Names { get; } = ["default", "cpu", "io", "network", "debug"];

    /// <summary>One of <see cref="Names" />.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="processors">The number of processors.</param>
    public static ExecutionPreset Of(string name, int processors) =>
        name switch
        {
            "default" => Default,
            "cpu" => Default with { MaxConcurrency = Bounded(processors) },
            // Operations that wait for a device leave the processor to others.
            "io" => Default with { MaxConcurrency = Bounded(2 * processors) },
            "network" => Default with { MaxConcurrency = 10 },
            // One at a time, with fast errors, and without a second attempt.
            "debug" => new ExecutionPreset(1, TimeSpan.FromSeconds(5), RetryCount: 0),
            _ => throw new ArgumentException($"No such preset: {name}", nameof(name)),
        };

    private static int Bounded(int concurrency) =>
        Math.Clamp(concurrency, ExecutionBounds.MaxConcurrency.Min, ExecutionBounds.MaxConcurrency.Max);
}
