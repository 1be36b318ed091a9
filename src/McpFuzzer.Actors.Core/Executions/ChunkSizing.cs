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
}
