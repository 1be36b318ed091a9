using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>What a replay came to.</summary>
internal abstract record ReplayResult
{
    private ReplayResult() { }

    /// <summary>It still shows.</summary>
    /// <param name="Seen">As it was seen this time; printable and masked.</param>
    internal sealed record Shows(Candidate Seen) : ReplayResult;

    /// <summary>It no longer shows.</summary>
    /// <param name="Instead">What was seen instead, the gravest first; printable and masked.</param>
    internal sealed record NoLonger(IReadOnlyList<Candidate> Instead) : ReplayResult;

    /// <summary>The target could not be started, spoke no MCP, or has not got the tool.</summary>
    internal sealed record TargetFailed(TargetFailure Failure) : ReplayResult;
}
