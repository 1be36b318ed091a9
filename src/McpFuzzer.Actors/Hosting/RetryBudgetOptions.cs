namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// How many retries the executor makes, whatever the policies of the requests allow: a bucket that is full at the start. A failure that finds it empty is not tried again; its outcome is
/// that of its last attempt, and it is counted as a retry that was denied. Null leaves a value to the HOCON.
/// </summary>
public sealed class RetryBudgetOptions
{
    /// <summary>Retries added by each operation that is begun, retries not counted, 0 to 1000; 0.2 by default.</summary>
    public double? Ratio { get; set; }

    /// <summary>Retries added by each second, 0 to 10,000,000; 10 by default.</summary>
    public double? PerSecond { get; set; }

    /// <summary>How many it holds at most, 0 to 10,000,000; 100 by default.</summary>
    public int? Burst { get; set; }
}
