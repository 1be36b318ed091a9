using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>
/// Plain lines for a pipe or a CI log: each finding when it comes, each stage when it begins, and the progress at each
/// interval, also when nothing has happened meanwhile.
/// </summary>
internal sealed class PlainScreen : ICampaignScreen
{
    private readonly Lock _gate = new();
    private readonly Action<string> _writeLine;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly long _started;
    private readonly ITimer _timer;
    private long _lastProgress;
    private CampaignProgress _progress;

    /// <summary>Writes lines until it is disposed.</summary>
    /// <param name="writeLine">Takes each line.</param>
    /// <param name="time">The time that passes.</param>
    /// <param name="interval">The time between two lines of progress.</param>
    /// <param name="duration">How long the campaign may send cases; null without a limit.</param>
    public PlainScreen(Action<string> writeLine, TimeProvider time, TimeSpan interval, TimeSpan? duration)
    {
        _progress = CampaignProgress.Start(duration);
        _writeLine = writeLine;
        _time = time;
        _interval = interval;
        _started = time.GetTimestamp();
        _lastProgress = _started;
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
                _writeLine(FindingNotice.Plain(recorded.Finding));
            }

            if (campaignEvent is not CampaignCompleted && (_progress.Stage != stage || IsDue))
            {
                WriteProgress();
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    private bool IsDue => _time.GetElapsedTime(_lastProgress) >= _interval;

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

        _lastProgress = _time.GetTimestamp();
        var line = ProgressText.Line(ProgressView.Of(_progress, Elapsed));
        _writeLine(_progress.Activity is { } activity ? $"{line}; {activity.Text(Elapsed)}" : line);
    }
}
