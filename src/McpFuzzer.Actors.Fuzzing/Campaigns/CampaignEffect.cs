using Akka.Actor;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What the machine wants done.</summary>
internal abstract record CampaignEffect : INoSerializationVerificationNeeded
{
    private CampaignEffect() { }

    /// <summary>Something for the actor of one server to do.</summary>
    internal abstract record OfLane(int Lane, int Generation) : CampaignEffect;

    /// <summary>Start the target and connect.</summary>
    internal sealed record Open(int Lane, int Generation) : OfLane(Lane, Generation);

    /// <summary>Ask it for its tools.</summary>
    internal sealed record ListTools(int Lane, int Generation) : OfLane(Lane, Generation);

    /// <summary>Send one call.</summary>
    internal sealed record Call(int Lane, int Generation, long AttemptId, FuzzCase Case, TimeSpan Timeout)
        : OfLane(Lane, Generation);

    /// <summary>Ask whether the server still answers.</summary>
    internal sealed record Ping(int Lane, int Generation, TimeSpan Timeout) : OfLane(Lane, Generation);

    /// <summary>Give a target that is ending time for its last words.</summary>
    internal sealed record AwaitLastWords(int Lane, int Generation) : OfLane(Lane, Generation);

    /// <summary>Wait before the next start.</summary>
    internal sealed record Rest(int Lane, int Generation, TimeSpan Delay) : OfLane(Lane, Generation);

    /// <summary>Stop the target, by force or politely; calls that are still in flight are not waited for.</summary>
    internal sealed record Close(int Lane, int Generation, bool Force) : OfLane(Lane, Generation);

    /// <summary>A case has its outcome.</summary>
    internal sealed record TellCase(FuzzCase Case, CaseOutcome Outcome, TimeSpan Elapsed) : CampaignEffect;

    /// <summary>A finding was seen for the first time.</summary>
    internal sealed record TellFinding(Finding Finding) : CampaignEffect;

    /// <summary>Everything is stopped, and every case has its outcome.</summary>
    internal sealed record Finish(CampaignEnd EndedBy, TargetFailure? Failure) : CampaignEffect;
}
