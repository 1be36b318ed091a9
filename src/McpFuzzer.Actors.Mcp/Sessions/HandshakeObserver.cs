namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Hides from the observer what the handshake itself provokes: a server of the older era may answer an unknown first
/// request as it likes. Noise is always reported. A defect in the answer that led to the agreement is reported once the
/// handshake is complete. It also distinguishes a program that never writes messages from a server with a long banner.
/// </summary>
internal sealed class HandshakeObserver(IStreamObserver observer) : IStreamObserver
{
    private const int LinesOfNoServer = 1000;
    private const int MostKept = 100;

    private readonly Lock _gate = new();
    private readonly List<StreamAnomaly> _kept = [];
    private readonly TaskCompletionSource _flooded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StreamAnomaly> _strangeId = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile bool _agreed;
    private volatile string? _firstLine;
    private int _lines;

    /// <summary>Completes when more lines were not messages than a banner can explain.</summary>
    public Task Flooded => _flooded.Task;

    /// <summary>Completes with a reply to a request that was never sent: the server's ids cannot be trusted.</summary>
    public Task<StreamAnomaly> StrangeId => _strangeId.Task;

    /// <summary>The first unusable line, in printable form.</summary>
    public string? FirstLine => _firstLine;

    /// <summary>Completes the handshake. From now on everything is reported.</summary>
    /// <param name="revision">The agreed revision.</param>
    public void Agree(string revision)
    {
        var isNewer = ProtocolRevisions.Discovers(revision);
        var method = isNewer ? McpMethods.Discover : McpMethods.Initialize;
        lock (_gate)
        {
            foreach (var anomaly in _kept)
            {
                if (anomaly.Method == method || (isNewer && anomaly.Kind == StreamAnomalyKind.ServerRequest))
                {
                    observer.OnAnomaly(anomaly);
                }
            }

            _agreed = true;
        }
    }

    public void OnToolsChanged()
    {
        // Before that, the list has not been requested.
        if (_agreed)
        {
            observer.OnToolsChanged();
        }
    }

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        if (_agreed || !TryKeep(anomaly))
        {
            observer.OnAnomaly(anomaly);
        }
    }

    private bool TryKeep(StreamAnomaly anomaly)
    {
        lock (_gate)
        {
            if (_agreed)
            {
                return false;
            }

            _firstLine ??= anomaly.Detail;
            if (anomaly.StrangeId is not null)
            {
                _strangeId.TrySetResult(anomaly);
            }

            if (++_lines > LinesOfNoServer)
            {
                _flooded.TrySetResult();
                return true;
            }

            if (anomaly.Kind is StreamAnomalyKind.Noise or StreamAnomalyKind.Oversized)
            {
                return false;
            }

            if (_kept.Count < MostKept)
            {
                _kept.Add(anomaly);
            }

            return true;
        }
    }
}
