using System.Text;
using McpFuzzer.Actors.Os.Linux.Measuring;

namespace McpFuzzer.Actors.Os.Tests.Linux.Measuring;

public sealed class MemberStatTests
{
    private const string Middle = "0 -1 4194560 1 2 3 4 100 20 3 4 20 0";
    private const string End = "0 777 18446744073 555 18446744073709551615 1 1";

    [Theory]
    [InlineData("42 (sleep) S", 1, true)]
    [InlineData("42 (sleep) Z", 1, false)]
    [InlineData("42 (sleep) X", 1, false)]
    [InlineData("42 (a) b) (S 1) R", 1, true)]
    // Its first thread has ended, the others have not.
    [InlineData("42 (server) Z", 3, true)]
    public void Should_read_descent_time_threads_and_memory(string head, int threads, bool isAlive) =>
        Assert.Equal(
            new MemberStat(
                42,
                isAlive,
                Parent: 5,
                Session: 9,
                CpuTicks: 127,
                threads,
                StartTicks: 777,
                ResidentPages: 555
            ),
            Parse($"{head} 5 7 9 {Middle} {threads} {End}\n")
        );

    [Theory]
    [InlineData("")]
    [InlineData("42 (sleep")]
    [InlineData("42 (sleep) S 1 7")]
    [InlineData("42 (sleep) S 1 x 9 " + Middle + " 1 " + End)]
    public void Should_not_read_what_is_cut_or_garbled(string line) => Assert.Null(Parse(line));

    [Fact]
    public void Should_read_ourselves_and_nobody_where_nobody_is()
    {
        var reader = new ProcReader();

        var self = MemberStat.Read(reader, Environment.ProcessId)!.Value;

        Assert.True(self is { IsAlive: true, Threads: > 1, ResidentPages: > 0, StartTicks: > 0 }, self.ToString());
        Assert.Null(MemberStat.Read(reader, int.MaxValue));
    }

    private static MemberStat? Parse(string line) => MemberStat.Parse(42, Encoding.UTF8.GetBytes(line));
}
