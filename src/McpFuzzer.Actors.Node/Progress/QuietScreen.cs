using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class QuietScreen : ICampaignScreen
{
    public void Show(ICampaignEvent campaignEvent) { }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
