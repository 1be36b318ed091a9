namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The step that one more request to end causes.</summary>
internal enum EndStep
{
    /// <summary>The signal is passed on. The command decides what to do.</summary>
    PassOn,

    /// <summary>The stop ladder.</summary>
    Stop,

    /// <summary>SIGKILL.</summary>
    Kill,
}

/// <summary>
/// Counts SIGINT and SIGTERM in a row. A command may live on after either, as the prompt of an interpreter does.
/// Several without a long pause mean that the user wants it to end at all costs.
/// </summary>
internal sealed class EndRequests(TimeProvider time)
{
    private const int StopsAt = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Queue<long> _row = new();

    public EndStep Add()
    {
        while (_row.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > LongestPause)
        {
            _row.Dequeue();
        }

        _row.Enqueue(time.GetTimestamp());
        return _row.Count switch
        {
            < StopsAt => EndStep.PassOn,
            StopsAt => EndStep.Stop,
            _ => EndStep.Kill,
        };
    }
}
