using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>Shows a campaign while it runs. Disposed when it has ended.</summary>
internal interface ICampaignScreen : IAsyncDisposable
{
    /// <summary>Called for each event, one at a time, on an actor's thread.</summary>
    void Show(ICampaignEvent campaignEvent);
}
