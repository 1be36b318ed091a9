namespace McpFuzzer.Actors.Executions;

/// <summary>
/// A counter that many threads change, each on a separate cache line, so that they do not wait for each other
/// (docs/performance.md, "A batch of 100,000 operations"). A reader may see a change without an earlier one on another
/// line.
/// </summary>
internal sealed class StripedCount
{
    private const int Stripes = 16;
    private const int LongsPerLine = 16;

    // The first line belongs to the array's header.
    private readonly long[] _counts = new long[(Stripes + 1) * LongsPerLine];

    public long Sum
    {
        get
        {
            var sum = 0L;
            for (var stripe = 1; stripe <= Stripes; stripe++)
            {
                sum += Volatile.Read(ref _counts[stripe * LongsPerLine]);
            }

            return sum;
        }
    }

    public void Add(long change) =>
        Interlocked.Add(ref _counts[(1 + (Environment.CurrentManagedThreadId % Stripes)) * LongsPerLine], change);
}
