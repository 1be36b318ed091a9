using CsCheck;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1_000, 30)]
    public void Should_double_the_delay_up_to_the_cap(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(Policy(jitter: 0), retry, random: 0));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.5, 3)]
    public void Should_draw_at_random_within_the_jitter(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(Policy(jitter: 0.5), retry: 3, random));

    [Fact]
    public void Should_stay_within_zero_and_the_cap_for_any_draw() =>
        Gen.Select(Gen.Int[1, 1_000], Gen.Double[0, 1], Gen.Double[0, 0.999_999])
            .Sample(
                (retry, jitter, random) =>
                {
                    var delay = RetrySchedule.Delay(Policy(jitter), retry, random);
                    return delay >= TimeSpan.Zero && delay <= TimeSpan.FromSeconds(30);
                }
            );

    [Fact]
    public void Should_draw_the_same_for_the_same_retry_and_differ_for_any_other()
    {
        double[] draws =
        [
            RetrySchedule.Draw(seed: 1, request: 1, index: 0, retry: 1),
            RetrySchedule.Draw(seed: 2, request: 1, index: 0, retry: 1),
            RetrySchedule.Draw(seed: 1, request: 2, index: 0, retry: 1),
            RetrySchedule.Draw(seed: 1, request: 1, index: 1, retry: 1),
            RetrySchedule.Draw(seed: 1, request: 1, index: 0, retry: 2),
        ];

        Assert.Equal(draws.Length, draws.Distinct().Count());
        Assert.Equal(draws[0], RetrySchedule.Draw(seed: 1, request: 1, index: 0, retry: 1));
    }

    /// <summary>A recorded seed gives the same delays in every later version.</summary>
    [Theory]
    [InlineData(0, 0L, 0, 1, 0.2582654469187293)]
    [InlineData(7, 3L, 2, 1, 0.4663480597589955)]
    [InlineData(-1, 1_000_000_000_000L, 99_999, 3, 0.01543425294281131)]
    public void Should_keep_the_draws_of_a_seed(int seed, long request, int index, int retry, double drawn) =>
        Assert.Equal(drawn, RetrySchedule.Draw(seed, request, index, retry));

    [Fact]
    public void Should_draw_evenly_from_zero_to_below_one()
    {
        var draws = Enumerable.Range(0, 10_000).Select(n => RetrySchedule.Draw(seed: 7, n / 100, n % 100, 1)).ToArray();

        Assert.All(draws, draw => Assert.InRange(draw, 0, 0.999_999_999_999_999_9));
        for (var tenth = 0; tenth < 10; tenth++)
        {
            Assert.InRange(draws.Count(draw => (int)(draw * 10) == tenth), 850, 1_150);
        }
    }

    private static RetryPolicy Policy(double jitter) =>
        new(1_000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter);
}
