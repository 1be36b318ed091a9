using System.Text;
using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux;

public sealed class ProcessStatTests
{
    private const string Rest = "0 -1 4194560 1 2 3 4 5 6 7 8 20 0";

    [Theory]
    [InlineData("42 (sleep) S 1 7 9", 1, true)]
    [InlineData("42 (sleep) Z 1 7 9", 1, false)]
    [InlineData("42 (sleep) X 1 7 9", 1, false)]
    [InlineData("42 (sleep) D 1 7 9", 1, true)]
    [InlineData("42 (a) b) (S 1) R 1 7 9", 1, true)]
    // Its first thread has ended, the others have not.
    [InlineData("42 (server) Z 1 7 9", 3, true)]
    public void Should_read_group_session_and_life(string head, int threads, bool isAlive)
    {
        Assert.True(ProcessStat.TryParse(42, Encoding.UTF8.GetBytes($"{head} {Rest} {threads} 0 99\n"), out var stat));
        Assert.Equal(new ProcessStat(42, isAlive, Group: 7, Session: 9, Parent: 1, StartTicks: 99), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sleep")]
    [InlineData("42 (sleep) S 1 7")]
    [InlineData("42 (sleep) S 1 x 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99")]
    public void Should_not_read_what_is_cut_or_garbled(string line) =>
        Assert.False(ProcessStat.TryParse(42, Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void Should_read_ourselves()
    {
        Assert.True(ProcessStat.TryRead(Environment.ProcessId, out var stat));
        Assert.True(stat.IsAlive);
        Assert.Equal(Libc.getpgid(0), stat.Group);
        Assert.Contains(stat.Pid, ProcessStat.ListPids());
    }
}
