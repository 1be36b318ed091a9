using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class LiveLineTests
{
    private static readonly CampaignProgress Progress = CampaignProgress
        .None.After(Campaign.Snapshot("fuzzing", planned: 9), TimeSpan.Zero)
        .After(Campaign.Case("\u001b[2Jdivide"), TimeSpan.Zero);

    [Fact]
    public void Should_say_all_escaped_when_there_is_room() =>
        Assert.Equal(
            "1:02 fuzzing: 1 of at most 9 cases, 0/s, no findings, 0 restarts \\u001b[2Jdivide",
            LiveLine.Of(Progress, TimeSpan.FromSeconds(62), 90)
        );

    [Fact]
    public void Should_say_first_what_is_being_done_when_that_is_not_fuzzing()
    {
        var activity = new CampaignActivity("isolating server-stuck", "calendar", TimeSpan.FromSeconds(5));
        var isolating = Progress.After(
            Campaign.Snapshot("fuzzing", planned: 9, activity: activity),
            TimeSpan.FromSeconds(60)
        );

        Assert.StartsWith(
            "1:02 isolating server-stuck of calendar for 7 s; fuzzing: ",
            LiveLine.Of(isolating, TimeSpan.FromSeconds(62), 80),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(40)]
    [InlineData(10)]
    public void Should_leave_room_for_an_echoed_interrupt_when_the_terminal_is_narrow(int width)
    {
        var line = LiveLine.Of(Progress, TimeSpan.FromSeconds(62), width);

        Assert.Equal(width - 3, line.Length);
        Assert.EndsWith("…", line, StringComparison.Ordinal);
    }
}
