using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>How a campaign ended, as its observer saw it.</summary>
internal abstract record CampaignResult
{
    private CampaignResult() { }

    /// <summary>The campaign ended in order.</summary>
    internal sealed record Ended(CampaignCompleted Completed) : CampaignResult;

    /// <summary>The campaign was rejected, and never began.</summary>
    internal sealed record Rejected(CommandRejected Rejection) : CampaignResult;

    /// <summary>The actors of the campaign ended without a result, which is a bug of McpFuzzer.</summary>
    /// <param name="Fault">The exception of a campaign that failed; null where it is not known.</param>
    internal sealed record Lost(Exception? Fault = null) : CampaignResult;
}
