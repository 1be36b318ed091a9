namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// Decides how many operations a worker gets at once. Guided self-scheduling: chunks shrink with the queue, so that all
/// workers finish together. Chunks are for operations that end at once, where passing them one by one would cost more
/// than they do. A worker earns larger chunks by draining them fast; slow operations are passed one by one.
/// </summary>
internal static class ChunkSizing
{
    public const int Largest = 256;

    /// <summary>A longer operation delays no others: the rest of its chunk goes to other workers.</summary>
    public static readonly TimeSpan HandBackAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>A longer operation is not swift: waiting operations go to other workers.</summary>
    public static readonly TimeSpan SwiftAtMost = TimeSpan.FromMilliseconds(1);

    /// <summary>This many swift operations take about as long as waking a thread.</summary>
    private const int WorthAThread = 64;

    private static readonly TimeSpan SwiftOnAverage = TimeSpan.FromMicroseconds(50);

    /// <summary>Returns the size of the next chunk.</summary>
    /// <param name="queued">Operations that wait for a slot.</param>
    /// <param name="workers">All workers, free or not.</param>
    /// <param name="earned">The worker's credit.</param>
    public static int Next(int queued, int workers, int earned) =>
        Math.Clamp(Math.Min(queued / (4 * workers), earned), 1, Largest);

    /// <summary>Returns a worker's credit after a chunk.</summary>
    /// <param name="earned">Its credit before.</param>
    /// <param name="took">How long it took to drain.</param>
    public static int Earned(int earned, TimeSpan took) => took < HandBackAfter ? Math.Min(2 * earned, Largest) : 1;

    /// <summary>
    /// Returns whether operations like these cost less than waking a thread: all of them have ended synchronously, and
    /// at once. Then few threads run larger chunks.
    /// </summary>
    /// <param name="endedAtOnce">Whether all of them ended synchronously.</param>
    /// <param name="operations">Their number.</param>
    /// <param name="ran">Their total duration.</param>
    public static bool AreSwift(bool endedAtOnce, int operations, TimeSpan ran) =>
        endedAtOnce && ran <= operations * SwiftOnAverage;

    /// <summary>Returns the size of the next chunk of swift operations.</summary>
    public static int NextSwift(int queued, int workers, int earned) =>
        Math.Max(Next(queued, workers, earned), Math.Min(queued, WorthAThread));

    /// <summary>
    /// Returns whether waiting swift operations justify another thread besides those that run already.
    /// </summary>
    public static bool IsWorthAnother(int queued, int draining) => queued / WorthAThread >= draining;
}
