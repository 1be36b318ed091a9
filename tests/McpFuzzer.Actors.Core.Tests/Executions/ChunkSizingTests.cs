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
    public void Should_shrink_with_the_queue_and_stay_within_what_is_earned(
        int queued,
        int workers,
        int earned,
        int size
    ) => Assert.Equal(size, ChunkSizing.Next(queued, workers, earned));

    [Fact]
    public void Should_double_what_is_earned_when_a_chunk_was_drained_at_once_and_end_it_when_not()
    {
        Assert.Equal(2, ChunkSizing.Earned(1, TimeSpan.Zero));
        Assert.Equal(256, ChunkSizing.Earned(256, TimeSpan.Zero));
        Assert.Equal(1, ChunkSizing.Earned(256, ChunkSizing.HandBackAfter));
    }

    [Fact]
    public void Should_never_take_more_than_is_queued() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 1_024], Gen.Int[1, 256])
            .Sample((queued, workers, earned) => ChunkSizing.Next(queued, workers, earned) <= queued);
}
