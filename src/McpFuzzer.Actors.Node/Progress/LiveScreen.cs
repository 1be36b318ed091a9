using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Consoles;
using Spectre.Console;

namespace McpFuzzer.Actors.Node.Progress;

/// <summary>A live display at the bottom of a terminal; findings scroll by above it.</summary>
internal sealed class LiveScreen : ICampaignScreen
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(125);

    private readonly NodeConsole _console;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _drawing;
    private volatile CampaignProgress _progress;

    /// <summary>Draws the display until it is disposed.</summary>
    /// <param name="console">A console that is live.</param>
    /// <param name="time">The time that passes.</param>
    /// <param name="duration">How long the campaign may send cases; null without a limit.</param>
    public LiveScreen(NodeConsole console, TimeProvider time, TimeSpan? duration)
    {
        _console = console;
        _time = time;
        _started = time.GetTimestamp();
        _progress = CampaignProgress.Start(duration);
        _drawing = console.Terminal.Live(Panel()).AutoClear(true).StartAsync(DrawAsync);
    }

    public void Show(ICampaignEvent campaignEvent)
    {
        _progress = _progress.After(campaignEvent, Elapsed);
        if (campaignEvent is FindingRecorded recorded)
        {
            _console.WriteAboveLive(FindingNotice.Styled(recorded.Finding));
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
                display.UpdateTarget(Panel());
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Disposed: Spectre clears the display.
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    private ProgressPanel Panel() => new(ProgressView.Of(_progress, Elapsed));
}
