using CsCheck;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class ChunkSizingTests
{
    [Theory]
    [InlineData(1, 5, 256, 1)]
    [InlineData(19, 5, 256, 1)]
    [InlineData(40, 5, 256, 2)]
    [InlineData(1_000, 5, 256, 50)]
    [InlineData(1_000, 5, 8, 8)]
    [InlineData(1_000_000, 5, 256, 256)]
    public void Should_shrink_with_the_queue_and_stay_within_the_credit(
        int queued,
        int workers,
        int earned,
        int size
    ) => Assert.Equal(size, ChunkSizing.Next(queued, workers, earned));

    [Fact]
    public void Should_double_the_credit_when_a_chunk_drains_at_once_and_reset_it_otherwise()
    {
        Assert.Equal(2, ChunkSizing.Earned(1, TimeSpan.Zero));
        Assert.Equal(256, ChunkSizing.Earned(256, TimeSpan.Zero));
        Assert.Equal(1, ChunkSizing.Earned(256, ChunkSizing.HandBackAfter));
    }

    [Fact]
    public void Should_never_take_more_than_is_queued() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 1_024], Gen.Int[1, 256])
            .Sample((queued, workers, earned) => ChunkSizing.Next(queued, workers, earned) <= queued);

    [Theory]
    [InlineData(true, 1, 50, true)]
    [InlineData(true, 1, 51, false)]
    [InlineData(true, 10, 500, true)]
    [InlineData(true, 10, 501, false)]
    [InlineData(false, 1, 0, false)]
    public void Should_treat_an_operation_as_fast_when_it_ends_at_once_on_its_own_thread(
        bool endedAtOnce,
        int operations,
        int microseconds,
        bool areSwift
    ) => Assert.Equal(areSwift, ChunkSizing.AreSwift(endedAtOnce, operations, TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(40, 1, 40)]
    [InlineData(100, 1, 64)]
    [InlineData(100_000, 256, 256)]
    public void Should_give_fast_operations_to_few_workers_in_larger_chunks(int queued, int earned, int size) =>
        Assert.Equal(size, ChunkSizing.NextSwift(queued, workers: 5, earned));

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(63, 1, false)]
    [InlineData(64, 1, true)]
    [InlineData(64, 2, false)]
    [InlineData(100_000, 5, true)]
    public void Should_wake_another_worker_for_fast_operations_only_when_many_wait(
        int queued,
        int draining,
        bool another
    ) => Assert.Equal(another, ChunkSizing.IsWorthAnother(queued, draining));
}
