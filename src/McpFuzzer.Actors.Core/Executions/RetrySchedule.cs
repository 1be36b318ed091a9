using McpFuzzer.Actors.Contracts.Backoff;
using McpFuzzer.Actors.Contracts.Executions;

namespace McpFuzzer.Actors.Core.Executions;

/// <summary>The delays between attempts.</summary>
internal static class RetrySchedule
{
    /// <summary>Returns the delay before a retry.</summary>
    /// <param name="policy">A policy without validation errors.</param>
    /// <param name="retry">1 for the first retry.</param>
    /// <param name="random">A random number from 0 to below 1.</param>
    public static TimeSpan Delay(RetryPolicy policy, int retry, double random) =>
        ExponentialBackoff.Delay(policy.RetryDelay, policy.MaxDelay, retry, policy.Jitter, random);

    /// <summary>Draws a number from 0 to below 1. It depends only on the retry, not on other operations.</summary>
    /// <param name="seed">The executor's.</param>
    /// <param name="request">The number of the request.</param>
    /// <param name="index">The operation's place in it.</param>
    /// <param name="retry">1 for the first retry.</param>
    public static double Draw(int seed, long request, int index, int retry)
    {
        // SplitMix64 (Steele, Lea, Flood 2014): its finalizer after each part decorrelates neighbours.
        var mixed = Mix(
            Mix(Mix(unchecked((ulong)seed)) + unchecked((ulong)request))
                + unchecked((ulong)(((long)index << 32) | (uint)retry))
        );
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
