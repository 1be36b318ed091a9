using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux;

public sealed class HiddenProcessTests
{
    private const string Shown = "22 1 0:20 / /proc rw,relatime shared:5 - proc proc rw";

    [Theory]
    [InlineData("rw,hidepid=invisible", true)]
    [InlineData("rw,hidepid=2,gid=7", true)]
    [InlineData("rw,hidepid=ptraceable", true)]
    [InlineData("rw,hidepid=noaccess", true)]
    [InlineData("rw,hidepid=off", false)]
    [InlineData("rw,hidepid=0", false)]
    [InlineData("rw", false)]
    public void Should_decide_by_the_last_mount_whether_processes_are_hidden(string options, bool hides)
    {
        var last = $"90 22 0:51 / /proc rw,nosuid - proc proc {options}";

        Assert.Equal(hides, HiddenProcess.Hides([Shown, last, "91 1 0:52 / /proc/sys rw - proc proc rw,hidepid=2"]));
    }

    [Fact]
    public void Should_hide_no_process_without_such_a_mount() => Assert.False(HiddenProcess.Hides(["odd"]));

    [Fact]
    public void Should_see_no_difference_when_proc_hides_no_process() =>
        Assert.False(ProcessStat.TryRead(int.MaxValue, out _));
}
