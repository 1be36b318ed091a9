using System.Collections.Concurrent;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : IStreamObserver
{
    private readonly ConcurrentQueue<StreamAnomaly> _anomalies = new();

    public IReadOnlyList<StreamAnomaly> Anomalies => [.. _anomalies];

    public IReadOnlyList<StreamAnomalyKind> Kinds => [.. _anomalies.Select(anomaly => anomaly.Kind)];

    public void OnAnomaly(StreamAnomaly anomaly) => _anomalies.Enqueue(anomaly);
}
