using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class WatchedProcessTests
{
    private static readonly TimeSpan Heartbeat = Seconds(10);
    private static readonly SilenceLimits Limits = SilenceLimits.Of(Seconds(30), Seconds(5), Seconds(60));

    [Fact]
    public void Should_be_checked_at_least_once_each_heartbeat_interval() =>
        Assert.Equal(Seconds(110), Fresh().Answer(Seconds(100), Seconds(100), Heartbeat).AskAt);

    [Fact]
    public void Should_be_checked_when_its_limit_is_reached_if_that_is_sooner() =>
        Assert.Equal(Seconds(130), Fresh().Answer(Seconds(100), Seconds(126), Heartbeat).AskAt);

    [Fact]
    public void Should_report_every_level_that_a_long_silence_has_passed()
    {
        var heard = Fresh().Answer(Seconds(0), Seconds(61), Heartbeat);

        Assert.Equal([UnresponsiveLevel.Warning, UnresponsiveLevel.Terminate, UnresponsiveLevel.Kill], heard.Due);
        Assert.Equal(Seconds(61), heard.Idle);
    }

    [Fact]
    public void Should_report_a_level_again_when_activity_has_ended_the_first_silence()
    {
        var warned = Fresh().Answer(Seconds(0), Seconds(31), Heartbeat).Next;
        var active = warned.Answer(Seconds(32), Seconds(33), Heartbeat);
        var silent = active.Next.Answer(Seconds(32), Seconds(63), Heartbeat);

        Assert.Empty(active.Due);
        Assert.Null(active.Next.Reported);
        Assert.Equal([UnresponsiveLevel.Warning], silent.Due);
    }

    [Fact]
    public void Should_not_count_silence_from_before_it_was_watched()
    {
        var process = new WatchedProcess(Limits, CountsFrom: Seconds(1_000));

        Assert.Empty(process.Answer(Seconds(0), Seconds(1_030), Heartbeat).Due);
        Assert.Equal([UnresponsiveLevel.Warning], process.Answer(Seconds(0), Seconds(1_031), Heartbeat).Due);
    }

    [Fact]
    public void Should_not_count_a_pause_of_the_watch_as_silence() =>
        Assert.Empty(Fresh().Resume(Seconds(1_000)).Answer(Seconds(0), Seconds(1_030), Heartbeat).Due);

    [Fact]
    public void Should_treat_a_future_activity_as_now()
    {
        var claimed = Fresh().Answer(Seconds(9_999), Seconds(10), Heartbeat).Next;

        Assert.Equal([UnresponsiveLevel.Warning], claimed.Answer(Seconds(10), Seconds(41), Heartbeat).Due);
    }

    [Fact]
    public void Should_be_given_up_when_three_checks_have_no_reply()
    {
        Assert.Null(Checked(Fresh(), times: 3).Ask());
    }

    [Fact]
    public void Should_count_afresh_when_a_check_has_a_reply()
    {
        var answered = Checked(Fresh(), times: 3).Answer(Seconds(0), Seconds(1), Heartbeat).Next;

        Assert.Equal(3, Checked(answered, times: 3).Unanswered);
    }

    [Fact]
    public void Should_not_allocate_when_no_deadline_is_due()
    {
        var process = Fresh();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var second = 0; second < 30; second++)
        {
            process = Checked(process, times: 1).Answer(Seconds(0), Seconds(second), Heartbeat).Next;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static WatchedProcess Checked(WatchedProcess process, int times)
    {
        for (var time = 0; time < times; time++)
        {
            process = process.Ask() ?? throw new InvalidOperationException("given up");
        }

        return process;
    }

    private static WatchedProcess Fresh() => new(Limits, CountsFrom: null);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
