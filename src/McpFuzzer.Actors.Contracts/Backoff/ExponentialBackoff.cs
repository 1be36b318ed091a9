namespace McpFuzzer.Actors.Contracts.Backoff;

/// <summary>
/// The one formula for the time between attempts: retries of operations, restarts of targets, and servers that a
/// campaign opens again.
/// </summary>
internal static class ExponentialBackoff
{
    // Beyond it, a tick exceeds every cap.
    private const int MostDoublings = 62;

    /// <summary>
    /// Returns the delay before an attempt: <c>first × 2ⁿ⁻¹</c>, at most the cap. Of that, the part that the jitter
    /// says is drawn at random. So no delay exceeds the cap, and what failed together comes back apart.
    /// </summary>
    /// <param name="first">The delay before the first attempt.</param>
    /// <param name="cap">The longest delay.</param>
    /// <param name="attempt">1 for the first attempt.</param>
    /// <param name="jitter">The random part of the delay, 0 to 1.</param>
    /// <param name="random">A random number from 0 to below 1.</param>
    public static TimeSpan Delay(TimeSpan first, TimeSpan cap, int attempt, double jitter = 0, double random = 0)
    {
        // In floating point, since 62 doublings of a day exceed what ticks can count.
        var doubled = Math.ScaleB(first.Ticks, Math.Min(attempt - 1, MostDoublings));
        var capped = Math.Min(doubled, cap.Ticks);
        return TimeSpan.FromTicks((long)(capped * (1 - (jitter * (1 - random)))));
    }
}
