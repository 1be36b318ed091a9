namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Keeps from the observer what the probing itself provokes: a server of the older era may answer an unknown first request as it likes. Noise is noise at any time. It
/// also tells a program that only ever writes noise from a server with a long banner.
/// </summary>
internal sealed class HandshakeObserver(IStreamObserver observer) : IStreamObserver
{
    private const int NoiseOfNoServer = 1000;

    private readonly TaskCompletionSource _flooded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _agreed;
    private volatile string? _firstNoise;
    private int _noise;

    /// <summary>Completes when there has been more noise before the first answer than any server's banner has.</summary>
    public Task Flooded => _flooded.Task;

    /// <summary>The first line of noise, as it may be shown.</summary>
    public string? FirstNoise => _firstNoise;

    /// <summary>The handshake is through; from here on everything counts.</summary>
    public void Agree() => _agreed = true;

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        if (_agreed)
        {
            observer.OnAnomaly(anomaly);
            return;
        }

        if (anomaly.Kind is not (StreamAnomalyKind.Noise or StreamAnomalyKind.Oversized))
        {
            return;
        }

        _firstNoise ??= anomaly.Detail;
        if (Interlocked.Increment(ref _noise) > NoiseOfNoServer)
        {
            _flooded.TrySetResult();
            return;
        }

        observer.OnAnomaly(anomaly);
    }
}
