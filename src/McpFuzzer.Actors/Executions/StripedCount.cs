namespace McpFuzzer.Actors.Executions;

/// <summary>A count that many threads change, each on a cache line of its own, so that they do not wait for each other. A reader may find a change that was made elsewhere without the one before it.</summary>
internal sealed class StripedCount
{
    private const int Stripes = 16;
    private const int LongsPerLine = 16;

    // The first line is left to the array's own head.
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
