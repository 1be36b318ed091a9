namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>
/// The length of each measurement. It is a time and not a count, so that a run takes as long on a busy machine.
/// </summary>
internal static class Times
{
    /// <summary>The warm-up of compilers and caches; the C program has none.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    public static readonly int MeasuredMilliseconds = (int)Measured.TotalMilliseconds;
}
