namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// How many retries there may be, so that operations that fail together do not come back together. A bucket of retries, as in Finagle's RetryBudget: each operation that is begun adds a
/// part of one, and each second some; it never holds more than the burst, which it has at the start. A retry that finds it empty is not made.
/// </summary>
/// <param name="Ratio">Retries added by each operation that is begun, retries not counted.</param>
/// <param name="PerSecond">Retries added by each second, so that few operations can be tried again whatever came before.</param>
/// <param name="Burst">How many it holds at most.</param>
internal sealed record RetryBudget(double Ratio, double PerSecond, int Burst)
{
    /// <summary>At the start.</summary>
    /// <param name="now">The present moment of a monotonic clock.</param>
    public Balance Full(TimeSpan now) => new(Burst, now);

    /// <summary>So many operations are begun.</summary>
    public Balance Begin(Balance balance, int operations, TimeSpan now)
    {
        var filled = Fill(balance, now);
        return filled with { Retries = Math.Min(Burst, filled.Retries + (Ratio * operations)) };
    }

    /// <summary>The balance after one more retry; null when there may be none.</summary>
    public Balance? Retry(Balance balance, TimeSpan now)
    {
        var filled = Fill(balance, now);
        return filled.Retries >= 1 ? filled with { Retries = filled.Retries - 1 } : null;
    }

    // Threads read the clock before they come here, and may overtake each other.
    private Balance Fill(Balance balance, TimeSpan now) =>
        now <= balance.At
            ? balance
            : new Balance(Math.Min(Burst, balance.Retries + (PerSecond * (now - balance.At).TotalSeconds)), now);

    /// <summary>How many retries there are.</summary>
    internal sealed record Balance(double Retries, TimeSpan At);
}
