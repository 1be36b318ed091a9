using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Keeps what an isolation run has on its stream; on any thread, and no more than is useful.</summary>
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
        // A run sends what was planned, even if the server lists other tools by now.
    }

    /// <summary>What names this call, or with null what names none.</summary>
    public IReadOnlyList<Candidate> Of(ToolCall? call)
    {
        lock (_gate)
        {
            return [.. _seen.Where(seen => ReferenceEquals(seen.Call, call)).Select(seen => seen.Candidate)];
        }
    }
}
