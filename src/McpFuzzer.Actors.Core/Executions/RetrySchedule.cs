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

    /// <summary>A number from 0 to below 1 that is the same whenever it is drawn again for the same retry, whatever other operations do meanwhile.</summary>
    /// <param name="seed">The executor's.</param>
    /// <param name="request">The number of the request.</param>
    /// <param name="index">The operation's place in it.</param>
    /// <param name="retry">1 for the first retry.</param>
    public static double Draw(int seed, long request, int index, int retry)
    {
        // SplitMix64 (Steele, Lea, Flood 2014): its finalizer after each part, so that neighbours have nothing in common.
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
