using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Campaigns;

/// <summary>What became of a campaign, as its observer saw it.</summary>
internal abstract record CampaignResult
{
    private CampaignResult() { }

    /// <summary>It ended in order.</summary>
    internal sealed record Ended(CampaignCompleted Completed) : CampaignResult;

    /// <summary>It never began.</summary>
    internal sealed record Rejected(CommandRejected Rejection) : CampaignResult;

    /// <summary>Its actors are gone without an answer: a fault of ours.</summary>
    internal sealed record Lost : CampaignResult;
}
