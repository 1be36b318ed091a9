using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>
/// Plain lines for a pipe or a CI log: each finding when it comes, each stage when it begins, and how far the campaign
/// is when the interval has passed, whether or not anything has happened meanwhile.
/// </summary>
internal sealed class PlainScreen : ICampaignScreen
{
    private readonly Lock _gate = new();
    private readonly Action<string> _writeLine;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly long _started;
    private readonly ITimer _timer;
    private long _told;
    private CampaignProgress _progress = CampaignProgress.None;

    public PlainScreen(Action<string> writeLine, TimeProvider time, TimeSpan interval)
    {
        _writeLine = writeLine;
        _time = time;
        _interval = interval;
        _started = time.GetTimestamp();
        _told = _started;
        _timer = time.CreateTimer(_ => Tick(), null, interval, interval);
    }

    public void Show(ICampaignEvent campaignEvent)
    {
        lock (_gate)
        {
            var stage = _progress.Stage;
            _progress = _progress.After(campaignEvent, Elapsed);
            if (campaignEvent is FindingRecorded recorded)
            {
                _writeLine(FindingLine.Of(recorded.Finding));
            }

            if (campaignEvent is not CampaignCompleted && (_progress.Stage != stage || IsDue))
            {
                WriteProgress();
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    private bool IsDue => _time.GetElapsedTime(_told) >= _interval;

    private void Tick()
    {
        lock (_gate)
        {
            if (IsDue)
            {
                WriteProgress();
            }
        }
    }

    private void WriteProgress()
    {
        if (_progress is { Planned: 0, Activity: null })
        {
            return;
        }

        _told = _time.GetTimestamp();
        var line = _progress.Line(Elapsed);
        _writeLine(_progress.Activity is { } activity ? $"{line}; {activity.Line(Elapsed)}" : line);
    }
}
