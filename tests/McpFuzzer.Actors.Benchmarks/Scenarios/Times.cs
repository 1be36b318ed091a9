namespace McpFuzzer.Actors.Benchmarks.Scenarios;

/// <summary>How long each measurement lasts: by the clock and not by a count, so that a busy machine makes a run no longer.</summary>
internal static class Times
{
    /// <summary>Compilers and caches first; the C program has none.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    public static readonly int MeasuredMilliseconds = (int)Measured.TotalMilliseconds;
}
