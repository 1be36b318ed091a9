namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// Limits the executor's retries, beyond the policies of the requests: a token bucket that starts full. A failure that
/// finds it empty is not retried. Its outcome is that of its last attempt, and it counts as a denied retry. Null takes
/// the value of the HOCON.
/// </summary>
public sealed class RetryBudgetOptions
{
    /// <summary>
    /// Retries added by each operation that is begun, retries not counted, 0 to 1000; 0.2 by default.
    /// </summary>
    public double? Ratio { get; set; }

    /// <summary>Retries added by each second, 0 to 10,000,000; 10 by default.</summary>
    public double? PerSecond { get; set; }

    /// <summary>How many it holds at most, 0 to 10,000,000; 100 by default.</summary>
    public int? Burst { get; set; }
}
