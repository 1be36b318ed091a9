using McpFuzzer.Actors.Os.Linux;
using McpFuzzer.Actors.Os.Linux.Measuring;

namespace McpFuzzer.Actors.Os.Tests.Linux.Measuring;

public sealed class CpuLedgerTests
{
    private const int Leader = 10;
    private const int Adopter = 1;

    private readonly CpuLedger _ledger = new();

    [Fact]
    public void Should_sum_up_the_members()
    {
        Assert.Equal(Ticks(12), _ledger.Enter([Of(Leader, 5), Of(11, 7, Leader)]));
        Assert.Equal(Ticks(15), _ledger.Enter([Of(Leader, 6), Of(11, 9, Leader)]));
    }

    [Fact]
    public void Should_count_once_the_time_that_passes_to_the_waiting_parent()
    {
        _ledger.Enter([Of(Leader, 5), Of(11, 7, Leader)]);

        Assert.Equal(Ticks(12), _ledger.Enter([Of(Leader, 12)]));
        Assert.Equal(Ticks(13), _ledger.Enter([Of(Leader, 13)]));
    }

    [Fact]
    public void Should_keep_the_time_of_an_orphan_when_it_ends()
    {
        _ledger.Enter([Of(Leader, 5), Of(11, 30, Adopter)]);

        Assert.Equal(Ticks(35), _ledger.Enter([Of(Leader, 5)]));
        Assert.Equal(Ticks(39), _ledger.Enter([Of(Leader, 6), Of(12, 3, Adopter)]));
        Assert.Equal(Ticks(40), _ledger.Enter([Of(Leader, 7)]));
    }

    [Fact]
    public void Should_distinguish_two_orphans_with_the_same_pid_one_after_the_other()
    {
        _ledger.Enter([Of(Leader, 0), Of(11, 30, Adopter, start: 1)]);

        Assert.Equal(Ticks(34), _ledger.Enter([Of(Leader, 0), Of(11, 4, Adopter, start: 2)]));
    }

    [Fact]
    public void Should_never_decrease_when_a_member_is_no_longer_found()
    {
        _ledger.Enter([Of(Leader, 5), Of(11, 30, Leader)]);

        Assert.Equal(Ticks(35), _ledger.Enter([Of(Leader, 6)]));
        Assert.Equal(Ticks(35), _ledger.Enter([]));
    }

    private static TimeSpan Ticks(long count) => TimeSpan.FromMilliseconds(10 * count);

    private static ProcessStat Of(int pid, long ticks, int parent = 2, long start = 1) =>
        new(pid, IsAlive: true, parent, Leader, Leader, ticks, Threads: 1, start, ResidentPages: 1);
}
