using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class WatchdogPolicyTests
{
    private static readonly SilenceLimits Defaults = SilenceLimits.Of(Seconds(30), Seconds(5), Seconds(60));

    [Theory]
    [InlineData(0, null, null, 30)]
    [InlineData(30, null, null, 30)]
    [InlineData(30.001, null, UnresponsiveLevel.Warning, 30)]
    [InlineData(35, UnresponsiveLevel.Warning, null, 35)]
    [InlineData(35.001, UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate, 35)]
    [InlineData(60, UnresponsiveLevel.Terminate, null, 60)]
    [InlineData(60.001, UnresponsiveLevel.Terminate, UnresponsiveLevel.Kill, 60)]
    [InlineData(9_999, null, UnresponsiveLevel.Warning, 30)]
    public void Should_find_a_level_due_when_the_silence_is_longer_than_its_limit(
        double idle,
        UnresponsiveLevel? reported,
        UnresponsiveLevel? due,
        double limit
    ) =>
        Assert.Equal(
            new WatchdogPolicy.Verdict(due, Seconds(limit)),
            WatchdogPolicy.Decide(Seconds(idle), Defaults, reported)
        );

    [Fact]
    public void Should_find_no_level_due_when_the_kill_was_requested() =>
        Assert.Equal(
            new WatchdogPolicy.Verdict(null, TimeSpan.MaxValue),
            WatchdogPolicy.Decide(Seconds(9_999), Defaults, UnresponsiveLevel.Kill)
        );

    [Fact]
    public void Should_kill_no_sooner_than_it_terminates_when_the_hang_time_is_less() =>
        Assert.Equal(
            new SilenceLimits(Seconds(60), Seconds(65), Seconds(65)),
            SilenceLimits.Of(Seconds(60), Seconds(5), Seconds(60))
        );

    [Fact]
    public void Should_never_come_due_when_the_timeout_is_the_longest_there_is()
    {
        var limits = SilenceLimits.Of(TimeSpan.MaxValue, Seconds(5), Seconds(60));

        Assert.Equal(new SilenceLimits(TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue), limits);
    }

    [Fact]
    public void Should_report_each_level_once_and_in_order_however_often_it_checks() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 50], Gen.Int[1, 100], Gen.Int[1, 30].Array[1, 40])
            .Sample(
                (timeout, buffer, hang, steps) =>
                {
                    var limits = SilenceLimits.Of(Seconds(timeout), Seconds(buffer), Seconds(hang));
                    var process = new WatchedProcess(limits, CountsFrom: null);
                    var now = TimeSpan.Zero;
                    List<UnresponsiveLevel> reported = [];
                    foreach (var step in steps)
                    {
                        now += Seconds(step);
                        var heard = process.Answer(TimeSpan.Zero, now, Seconds(10));
                        reported.AddRange(heard.Due);
                        process = heard.Next;
                        Assert.InRange(heard.AskAt, now, now + Seconds(10));
                    }

                    UnresponsiveLevel[] reached =
                    [
                        .. now > limits.Warning ? [UnresponsiveLevel.Warning] : Array.Empty<UnresponsiveLevel>(),
                        .. now > limits.Terminate ? [UnresponsiveLevel.Terminate] : Array.Empty<UnresponsiveLevel>(),
                        .. now > limits.Kill ? [UnresponsiveLevel.Kill] : Array.Empty<UnresponsiveLevel>(),
                    ];
                    Assert.Equal(reached, reported);
                }
            );

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
