namespace McpFuzzer.Actors.Core.Executions;

/// <summary>
/// How many operations a worker is given at once. Guided self-scheduling: chunks shrink as the queue does, so that all workers finish together. A chunk serves operations that end at
/// once, where handing them out one by one would cost more than they do; a worker earns larger ones by draining them fast, and one whose operations take time is given one by one.
/// </summary>
internal static class ChunkSizing
{
    public const int Largest = 256;

    /// <summary>An operation that runs for longer holds nothing else back: the rest of its chunk goes to other workers.</summary>
    public static readonly TimeSpan HandBackAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>One that runs for longer is not swift: what waits goes to other workers.</summary>
    public static readonly TimeSpan SwiftAtMost = TimeSpan.FromMilliseconds(1);

    /// <summary>So many swift ones take about as long as a thread takes to be woken.</summary>
    private const int WorthAThread = 64;

    private static readonly TimeSpan SwiftOnAverage = TimeSpan.FromMicroseconds(50);

    /// <summary>The size of the next chunk.</summary>
    /// <param name="queued">Operations that wait for a slot.</param>
    /// <param name="workers">All workers, free or not.</param>
    /// <param name="earned">What the worker has earned.</param>
    public static int Next(int queued, int workers, int earned) =>
        Math.Clamp(Math.Min(queued / (4 * workers), earned), 1, Largest);

    /// <summary>What a worker has earned by a chunk.</summary>
    /// <param name="earned">What it had earned before.</param>
    /// <param name="took">How long it took to drain.</param>
    public static int Earned(int earned, TimeSpan took) => took < HandBackAfter ? Math.Min(2 * earned, Largest) : 1;

    /// <summary>
    /// Whether operations like these cost less than a thread that is woken for them: all of them have ended where they began, and at once. Then few threads run what waits, in larger
    /// chunks, instead of one thread each.
    /// </summary>
    /// <param name="endedAtOnce">None of them has left its thread before its end.</param>
    /// <param name="operations">How many.</param>
    /// <param name="ran">How long they have run, all together.</param>
    public static bool AreSwift(bool endedAtOnce, int operations, TimeSpan ran) =>
        endedAtOnce && ran <= operations * SwiftOnAverage;

    /// <summary>The size of the next chunk of swift ones.</summary>
    public static int NextSwift(int queued, int workers, int earned) =>
        Math.Max(Next(queued, workers, earned), Math.Min(queued, WorthAThread));

    /// <summary>Whether swift ones that wait are worth another thread, beside so many that drain such already.</summary>
    public static bool IsWorthAnother(int queued, int draining) => queued / WorthAThread >= draining;
}
