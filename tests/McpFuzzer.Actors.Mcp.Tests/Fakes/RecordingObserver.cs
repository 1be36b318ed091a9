using System.Collections.Concurrent;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>Records what it observes.</summary>
internal sealed class RecordingObserver : IStreamObserver
{
    private readonly ConcurrentQueue<StreamAnomaly> _anomalies = new();
    private readonly SemaphoreSlim _notified = new(0);
    private int _toolsChanged;

    public int ToolsChanged => Volatile.Read(ref _toolsChanged);

    public IReadOnlyList<StreamAnomaly> Anomalies => [.. _anomalies];

    public IReadOnlyList<StreamAnomalyKind> Kinds => [.. _anomalies.Select(anomaly => anomaly.Kind)];

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        _anomalies.Enqueue(anomaly);
        _notified.Release();
    }

    public void OnToolsChanged()
    {
        Interlocked.Increment(ref _toolsChanged);
        _notified.Release();
    }

    /// <summary>Completes when it was notified since the last call.</summary>
    public async Task UntilNotifiedAsync() =>
        Assert.True(await _notified.WaitAsync(TimeSpan.FromSeconds(30)), "nothing was reported");
}
