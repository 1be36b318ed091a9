using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>How long to wait before the next attempt.</summary>
internal static class RetrySchedule
{
    /// <summary>
    /// The delay doubles with each retry up to the cap; of that, the part that <see cref="RetryPolicy.Jitter" /> says is drawn at random. So the cap holds with jitter too, and
    /// operations that failed together come back apart.
    /// </summary>
    /// <param name="policy">A policy without problems.</param>
    /// <param name="retry">1 for the first retry.</param>
    /// <param name="random">A random number from 0 to below 1.</param>
    public static TimeSpan Delay(RetryPolicy policy, int retry, double random)
    {
        // In floating point: 2 to the power of a thousand is more than ticks can say, and less than a double can.
        var doubled = policy.RetryDelay.Ticks * Math.Pow(2, retry - 1);
        var capped = Math.Min(doubled, policy.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(capped * (1 - (policy.Jitter * (1 - random)))));
    }
}
