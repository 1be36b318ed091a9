using McpFuzzer.Actors.Node.Progress;
using McpFuzzer.Actors.Node.Tests.Campaigns;

namespace McpFuzzer.Actors.Node.Tests.Progress;

public sealed class LiveLineTests
{
    private static readonly CampaignProgress Progress = CampaignProgress
        .None.After(Campaign.Snapshot("fuzzing", planned: 9))
        .After(Campaign.Case("\u001b[2Jdivide"));

    [Fact]
    public void Should_say_all_escaped_when_there_is_room() =>
        Assert.Equal(
            "1:02 fuzzing: 1 of 9 cases, 0/s, no findings, 0 restarts \\u001b[2Jdivide",
            LiveLine.Of(Progress, TimeSpan.FromSeconds(62), 80)
        );

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
