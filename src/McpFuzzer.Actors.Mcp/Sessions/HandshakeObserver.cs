namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Keeps from the observer what the probing itself provokes: a server of the older era may answer an unknown first request as it likes. Noise is noise at any time. It
/// also tells a program that writes anything but messages for ever from a server with a long banner.
/// </summary>
internal sealed class HandshakeObserver(IStreamObserver observer) : IStreamObserver
{
    private const int LinesOfNoServer = 1000;

    private readonly TaskCompletionSource _flooded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _agreed;
    private volatile string? _firstLine;
    private int _lines;

    /// <summary>Completes when there have been more lines that are no messages than any server's banner has.</summary>
    public Task Flooded => _flooded.Task;

    /// <summary>The first line that could not be used, as it may be shown.</summary>
    public string? FirstLine => _firstLine;

    /// <summary>The handshake is through; from here on everything counts.</summary>
    public void Agree() => _agreed = true;

    public void OnToolsChanged()
    {
        // Before that, the list has not been asked for.
        if (_agreed)
        {
            observer.OnToolsChanged();
        }
    }

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        if (_agreed)
        {
            observer.OnAnomaly(anomaly);
            return;
        }

        _firstLine ??= anomaly.Detail;
        if (Interlocked.Increment(ref _lines) > LinesOfNoServer)
        {
            _flooded.TrySetResult();
        }
        else if (anomaly.Kind is StreamAnomalyKind.Noise or StreamAnomalyKind.Oversized)
        {
            observer.OnAnomaly(anomaly);
        }
    }
}
