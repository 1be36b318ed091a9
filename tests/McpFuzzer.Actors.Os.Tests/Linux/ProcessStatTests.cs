using System.Text;
using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux;

public sealed class ProcessStatTests
{
    private const string Middle = "0 -1 4194560 1 2 3 4 100 20 3 4 20 0";
    private const string End = "0 777 18446744073 555 18446744073709551615 1 1";

    [Theory]
    [InlineData("42 (sleep) S 5 7 9", 1, true)]
    [InlineData("42 (sleep) Z 5 7 9", 1, false)]
    [InlineData("42 (sleep) X 5 7 9", 1, false)]
    [InlineData("42 (sleep) D 5 7 9", 1, true)]
    [InlineData("42 (a) b) (S 1) R 5 7 9", 1, true)]
    // Its first thread has ended, the others have not.
    [InlineData("42 (server) Z 5 7 9", 3, true)]
    public void Should_read_descent_life_time_threads_and_memory(string head, int threads, bool isAlive)
    {
        Assert.True(
            ProcessStat.TryParse(42, Encoding.UTF8.GetBytes($"{head} {Middle} {threads} {End}\n"), out var stat)
        );
        Assert.Equal(
            new ProcessStat(
                42,
                isAlive,
                Parent: 5,
                Group: 7,
                Session: 9,
                CpuTicks: 127,
                threads,
                StartTicks: 777,
                ResidentPages: 555
            ),
            stat
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sleep")]
    [InlineData("42 (sleep) S 1 7")]
    [InlineData("42 (sleep) S 1 x 9 " + Middle + " 1 " + End)]
    public void Should_not_read_cut_or_garbled_text(string line) =>
        Assert.False(ProcessStat.TryParse(42, Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void Should_read_this_process_and_nothing_for_a_missing_one()
    {
        Assert.True(ProcessStat.TryRead(Environment.ProcessId, out var stat));
        Assert.True(stat is { IsAlive: true, Threads: > 1, ResidentPages: > 0, StartTicks: > 0 }, stat.ToString());
        Assert.Equal(Libc.getpgid(0), stat.Group);
        Assert.Contains(stat.Pid, ProcessStat.ListPids());
        Assert.False(ProcessStat.TryRead(int.MaxValue, out _));
    }
}
