namespace McpFuzzer.Actors.Node.Runs;

/// <summary>What one more request to end comes to.</summary>
internal enum Insisted
{
    /// <summary>It is passed on; the command decides.</summary>
    PassOn,

    /// <summary>The stop ladder.</summary>
    Stop,

    /// <summary>SIGKILL.</summary>
    Kill,
}

/// <summary>
/// How often SIGINT and SIGTERM came in a row. A command may well live on after either (an interpreter's prompt does), so that only a row without long pauses says that
/// somebody has lost patience.
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
