using System.Collections.Concurrent;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>Records what it observes.</summary>
internal sealed class RecordingObserver : IStreamObserver
{
    private readonly ConcurrentQueue<StreamAnomaly> _anomalies = new();
    private readonly SemaphoreSlim _told = new(0);
    private int _toolsChanged;

    public int ToolsChanged => Volatile.Read(ref _toolsChanged);

    public IReadOnlyList<StreamAnomaly> Anomalies => [.. _anomalies];

    public IReadOnlyList<StreamAnomalyKind> Kinds => [.. _anomalies.Select(anomaly => anomaly.Kind)];

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        _anomalies.Enqueue(anomaly);
        _told.Release();
    }

    public void OnToolsChanged()
    {
        Interlocked.Increment(ref _toolsChanged);
        _told.Release();
    }

    /// <summary>Completes when it has been told something since the last call.</summary>
    public async Task UntilToldAsync() =>
        Assert.True(await _told.WaitAsync(TimeSpan.FromSeconds(30)), "nothing was reported");
}
