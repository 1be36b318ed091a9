namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// Limits retries, so that operations that fail together do not return together. A token bucket as in Finagle's
/// RetryBudget: each started operation adds a part of a retry, and each second adds some. It starts full, and never
/// holds more than the burst. An empty bucket denies the retry.
/// </summary>
/// <param name="Ratio">Retries added per started operation, without retries.</param>
/// <param name="PerSecond">Retries added per second, so that a few operations can always be retried.</param>
/// <param name="Burst">The capacity.</param>
internal sealed record RetryBudget(double Ratio, double PerSecond, int Burst)
{
    /// <summary>At the start.</summary>
    /// <param name="now">The monotonic time.</param>
    public Balance Full(TimeSpan now) => new(Burst, now);

    /// <summary>Returns the budget after this many started operations.</summary>
    public Balance Begin(Balance balance, int operations, TimeSpan now)
    {
        var filled = Fill(balance, now);
        return filled with { Retries = Math.Min(Burst, filled.Retries + (Ratio * operations)) };
    }

    /// <summary>Returns the budget after one more retry; null when it is denied.</summary>
    public Balance? Retry(Balance balance, TimeSpan now)
    {
        var filled = Fill(balance, now);
        return filled.Retries >= 1 ? filled with { Retries = filled.Retries - 1 } : null;
    }

    // Threads read the clock before this call, and may overtake each other.
    private Balance Fill(Balance balance, TimeSpan now) =>
        now <= balance.At
            ? balance
            : new Balance(Math.Min(Burst, balance.Retries + (PerSecond * (now - balance.At).TotalSeconds)), now);

    /// <summary>The balance.</summary>
    internal sealed record Balance(double Retries, TimeSpan At);
}
