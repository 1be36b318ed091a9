using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class PlainScreenTests
{
    private readonly StoppedClock _clock = new();
    private readonly List<string> _lines = [];
    private readonly PlainScreen _screen;

    public PlainScreenTests() => _screen = new PlainScreen(_lines.Add, _clock, TimeSpan.FromSeconds(2));

    [Fact]
    public void Should_tell_a_stage_at_once_and_progress_by_the_interval_when_cases_complete()
    {
        _screen.Show(Campaign.Snapshot("fuzzing", planned: 3));
        _screen.Show(Campaign.Case());
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        _screen.Show(Campaign.Case());
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _screen.Show(Campaign.Case());

        Assert.Equal(
            [
                "fuzzing: 0 of 3 cases, 0/s, no findings, 0 restarts",
                "fuzzing: 3 of 3 cases, 1/s, no findings, 0 restarts",
            ],
            _lines
        );
    }

    [Fact]
    public void Should_tell_a_finding_at_once_and_escaped_when_it_comes()
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

    private sealed class StoppedClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan by) => _now += by;
    }
}
