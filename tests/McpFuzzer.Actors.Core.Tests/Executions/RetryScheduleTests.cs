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
    public void Should_draw_at_random_the_part_that_the_jitter_says(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Delay(Policy(jitter: 0.5), retry: 3, random));

    [Fact]
    public void Should_stay_within_zero_and_the_cap_whatever_is_drawn() =>
        Gen.Select(Gen.Int[1, 1_000], Gen.Double[0, 1], Gen.Double[0, 0.999_999])
            .Sample(
                (retry, jitter, random) =>
                {
                    var delay = RetrySchedule.Delay(Policy(jitter), retry, random);
                    return delay >= TimeSpan.Zero && delay <= TimeSpan.FromSeconds(30);
                }
            );

    private static RetryPolicy Policy(double jitter) =>
        new(1_000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter);
}
