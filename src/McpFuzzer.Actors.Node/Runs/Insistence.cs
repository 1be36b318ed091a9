namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What follows from one more request to end.</summary>
internal enum Insisted
{
    /// <summary>The signal is passed on. The command decides what to do.</summary>
    PassOn,

    /// <summary>The stop ladder.</summary>
    Stop,

    /// <summary>SIGKILL.</summary>
    Kill,
}

/// <summary>
/// Counts SIGINT and SIGTERM in a row. A command may live on after either, as the prompt of an interpreter does. Only
/// several of them without a long pause say that the user wants it to end at all costs.
/// </summary>
internal sealed class Insistence(TimeProvider time)
{
    private const int StopsAt = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Queue<long> _row = new();

    public Insisted Again()
    {
        while (_row.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > LongestPause)
        {
            _row.Dequeue();
        }

        _row.Enqueue(time.GetTimestamp());
        return _row.Count switch
        {
            < StopsAt => Insisted.PassOn,
            StopsAt => Insisted.Stop,
            _ => Insisted.Kill,
        };
    }
}
