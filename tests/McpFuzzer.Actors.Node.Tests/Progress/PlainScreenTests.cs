using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class PlainScreenTests
{
    private readonly StoppedClock _clock = new();
    private readonly List<string> _lines = [];
    private readonly PlainScreen _screen;

    public PlainScreenTests() => _screen = new PlainScreen(_lines.Add, _clock, TimeSpan.FromSeconds(2), null);

    [Fact]
    public void Should_show_a_stage_at_once_and_progress_by_the_interval_when_cases_complete()
    {
        _screen.Show(Campaign.Snapshot("fuzzing", planned: 4));
        _screen.Show(Campaign.Case());
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        _screen.Show(Campaign.Case());
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _screen.Show(Campaign.Case());

        Assert.Equal(
            [
                "fuzzing: 0 of at most 4 cases, no findings, 0 restarts",
                "fuzzing: 3 of at most 4 cases, 1.5/s, no findings, 0 restarts",
            ],
            _lines
        );
    }

    [Fact]
    public void Should_show_a_finding_at_once_and_escaped_when_it_comes()
    {
        _screen.Show(
            new FindingRecorded(
                Campaign.Id,
                Campaign.Finding(Severity.High, tool: "\u001b[2Jdivide") with
                {
                    Title = "exited\nwith a newline",
                }
            )
        );

        Assert.Equal(["HIGH   crash \\u001b[2Jdivide: exited\\nwith a newline"], _lines);
    }

    [Fact]
    public void Should_go_on_showing_progress_when_no_event_comes()
    {
        var waiting = new CampaignActivity("waiting for the handshake", null, TimeSpan.FromSeconds(1));
        _clock.Tick();
        _screen.Show(Campaign.Snapshot("starting", activity: waiting));
        _clock.Advance(TimeSpan.FromSeconds(2));
        _clock.Tick();
        _clock.Tick();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _clock.Tick();

        Assert.Equal(
            ["starting; waiting for the handshake for 3s", "starting; waiting for the handshake for 5s"],
            _lines
        );
    }

    [Fact]
    public void Should_show_the_current_activity_behind_the_figures()
    {
        var isolating = new CampaignActivity("isolating crash", "divide", TimeSpan.FromSeconds(7));

        _screen.Show(Campaign.Snapshot("fuzzing", planned: 3, completed: 1, activity: isolating));

        Assert.Equal(
            ["fuzzing: 1 of at most 3 cases, no findings, 0 restarts; isolating crash of divide for 7s"],
            _lines
        );
    }

    [Fact]
    public async Task Should_end_its_timer_when_disposed()
    {
        await _screen.DisposeAsync();

        Assert.True(_clock.IsTimerDisposed);
    }
}
