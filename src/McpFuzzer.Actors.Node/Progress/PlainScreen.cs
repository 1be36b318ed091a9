using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>Plain lines for a pipe or a CI log: each finding when it comes, and how far it is when the interval has passed.</summary>
internal sealed class PlainScreen(Action<string> writeLine, TimeProvider time, TimeSpan interval) : ICampaignScreen
{
    private readonly long _started = time.GetTimestamp();
    private long _told = time.GetTimestamp();
    private CampaignProgress _progress = CampaignProgress.None;

    public void Show(ICampaignEvent campaignEvent)
    {
        var stage = _progress.Stage;
        _progress = _progress.After(campaignEvent);
        if (campaignEvent is FindingRecorded recorded)
        {
            writeLine(FindingLine.Of(recorded.Finding));
        }

        var due = _progress.Stage != stage || time.GetElapsedTime(_told) >= interval;
        if (due && _progress.Planned > 0 && campaignEvent is not CampaignCompleted)
        {
            _told = time.GetTimestamp();
            writeLine(_progress.Line(time.GetElapsedTime(_started)));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
