using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Judges what one call was answered. Pure; thread-safe.</summary>
internal sealed class ReplyOracle(IReadOnlyList<McpTool> tools, OracleThresholds thresholds)
{
    /// <summary>
    /// What is wrong with the reply: nothing for one that succeeds or fails politely. A reply that did not come (<see cref="McpReply.TimedOut" />,
    /// <see cref="McpReply.Lost" />) gives nothing here; what it means is found by calling again, and said by <see cref="Suspicions" />.
    /// </summary>
    public IReadOnlyList<Suspicion> Judge(FuzzCase fuzzCase, McpReply reply) =>
        throw new NotSupportedException($"lands next {tools.Count} {thresholds}");
}
