using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>One line that lives at the bottom of a terminal; findings scroll by above it.</summary>
internal sealed class LiveScreen : ICampaignScreen
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(125);

    private readonly NodeConsole _console;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _drawing;
    private volatile CampaignProgress _progress = CampaignProgress.None;

    public LiveScreen(NodeConsole console, TimeProvider time)
    {
        _console = console;
        _time = time;
        _started = time.GetTimestamp();
        _drawing = console.Terminal.Live(Line()).AutoClear(true).StartAsync(DrawAsync);
    }

    public void Show(ICampaignEvent campaignEvent)
    {
        _progress = _progress.After(campaignEvent, Elapsed);
        if (campaignEvent is FindingRecorded recorded)
        {
            _console.WriteErrorLine(FindingLine.Of(recorded.Finding), StyleOf(recorded.Finding.Severity));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _drawing;
        _ended.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext display)
    {
        using var timer = new PeriodicTimer(Refresh, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                display.UpdateTarget(Line());
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Disposed: the display clears its line.
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    private Text Line() => new(LiveLine.Of(_progress, Elapsed, _console.Terminal.Profile.Width));

    private static Style StyleOf(Severity severity) =>
        severity switch
        {
            Severity.High => new Style(Color.Red),
            Severity.Medium => new Style(Color.Yellow),
            _ => new Style(Color.Grey),
        };
}
