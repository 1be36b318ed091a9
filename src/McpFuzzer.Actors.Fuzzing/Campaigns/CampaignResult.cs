using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>What became of a campaign, as its observer saw it.</summary>
internal abstract record CampaignResult
{
    private CampaignResult() { }

    /// <summary>It ended in order.</summary>
    internal sealed record Ended(CampaignCompleted Completed) : CampaignResult;

    /// <summary>It never began.</summary>
    internal sealed record Rejected(CommandRejected Rejection) : CampaignResult;

    /// <summary>Its actors ended without a result, which is a fault of this program.</summary>
    /// <param name="Fault">What a campaign that failed has thrown; null where it is not known.</param>
    internal sealed record Lost(Exception? Fault = null) : CampaignResult;
}
