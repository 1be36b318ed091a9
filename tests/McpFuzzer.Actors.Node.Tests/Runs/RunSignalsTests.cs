using McpFuzzer.Actors.Node.Runs;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunSignalsTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Should_escalate_when_the_third_and_the_fourth_request_to_end_come_in_a_row()
    {
        var signals = new RunSignals(_clock);

        Assert.Equal(
            [EndStep.PassOn, EndStep.PassOn, EndStep.Stop, EndStep.Kill, EndStep.Kill],
            new[]
            {
                ProcessSignal.Interrupt,
                ProcessSignal.Terminate,
                ProcessSignal.Interrupt,
                ProcessSignal.Interrupt,
                ProcessSignal.Terminate,
            }.Select(signals.Receive)
        );
    }

    [Fact]
    public void Should_pass_each_on_when_there_is_a_pause_between_them()
    {
        var signals = new RunSignals(_clock);

        foreach (var _ in Enumerable.Range(0, 20))
        {
            Assert.Equal(EndStep.PassOn, signals.Receive(ProcessSignal.Interrupt));
            _clock.Advance(TimeSpan.FromSeconds(3));
        }
    }

    [Fact]
    public void Should_pass_on_every_other_signal_however_often_it_comes()
    {
        var signals = new RunSignals(_clock);

        Assert.All(
            Enumerable.Repeat(ProcessSignal.HangUp, 9),
            signal => Assert.Equal(EndStep.PassOn, signals.Receive(signal))
        );
        Assert.Null(signals.LastEnding);
    }

    [Fact]
    public void Should_stop_the_group_by_force_when_the_terminal_stops_the_tool()
    {
        Assert.Equal(ProcessSignal.Stop, RunSignals.PassedOnAs(ProcessSignal.TerminalStop));
        Assert.Equal(ProcessSignal.Continue, RunSignals.PassedOnAs(ProcessSignal.Continue));
    }

    [Theory]
    [InlineData(15, 0, true)]
    [InlineData(2, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(3, 3, true)]
    [InlineData(3, 9, false)]
    public void Should_end_restarts_when_an_end_was_requested_and_reached(int received, int diedOf, bool ends)
    {
        var signals = new RunSignals(_clock);
        signals.Receive(new ProcessSignal(received));

        Assert.Equal(ends, signals.EndRestarts(diedOf == 0 ? Ends.Zero : Ends.BySignal(diedOf)));
    }

    [Fact]
    public void Should_deliver_kept_signals_once_and_in_order()
    {
        var signals = new RunSignals(_clock);
        signals.Keep(ProcessSignal.HangUp);
        signals.Keep(ProcessSignal.Terminate);

        Assert.Equal([ProcessSignal.HangUp, ProcessSignal.Terminate], signals.TakeKept());
        Assert.Empty(signals.TakeKept());
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
