using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>The result of a replay.</summary>
internal abstract record ReplayResult
{
    private ReplayResult() { }

    /// <summary>It still shows.</summary>
    /// <param name="Seen">What was seen this time, printable and masked.</param>
    internal sealed record Shows(Candidate Seen) : ReplayResult;

    /// <summary>It no longer shows.</summary>
    /// <param name="Instead">What was seen instead, the most severe first; printable and masked.</param>
    internal sealed record NoLonger(IReadOnlyList<Candidate> Instead) : ReplayResult;

    /// <summary>The target could not be started, did not speak MCP, or does not have the tool.</summary>
    internal sealed record TargetFailed(TargetFailure Failure) : ReplayResult;
}
