using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Keeps the anomalies of an isolation run's stream, within bounds. Thread-safe.</summary>
internal sealed class StreamWatch(IReadOnlyList<string> toolNames) : IStreamObserver
{
    private const int Most = 1_000;

    private readonly Lock _gate = new();
    private readonly List<(Candidate Candidate, ToolCall? Call)> _seen = [];

    public void OnAnomaly(StreamAnomaly anomaly)
    {
        lock (_gate)
        {
            if (_seen.Count < Most)
            {
                _seen.Add((Candidates.Stream(anomaly, toolNames), anomaly.Call));
            }
        }
    }

    public void OnToolsChanged()
    {
        // A run sends the planned calls, even if the server lists other tools now.
    }

    /// <summary>Returns the anomalies that name a call, or with null those that name none.</summary>
    public IReadOnlyList<Candidate> Of(ToolCall? call)
    {
        lock (_gate)
        {
            return [.. _seen.Where(seen => ReferenceEquals(seen.Call, call)).Select(seen => seen.Candidate)];
        }
    }
}
