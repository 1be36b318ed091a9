using CsCheck;
using McpFuzzer.Actors.Contracts.Backoff;

namespace McpFuzzer.Actors.Contracts.Tests.Backoff;

public sealed class ExponentialBackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Should_double_the_delay_up_to_the_cap_when_attempts_follow_one_another(int attempt, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ExponentialBackoff.Delay(First, Cap, attempt));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.5, 3)]
    public void Should_draw_within_the_jitter_when_there_is_one(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ExponentialBackoff.Delay(First, Cap, 3, jitter: 0.5, random));

    [Fact]
    public void Should_stay_within_zero_and_the_cap_for_any_draw() =>
        Gen.Select(Gen.Long[0, TimeSpan.TicksPerDay], Gen.Int[1, 1_000], Gen.Double[0, 1], Gen.Double[0, 0.999_999])
            .Sample(
                (first, attempt, jitter, random) =>
                {
                    var delay = ExponentialBackoff.Delay(TimeSpan.FromTicks(first), Cap, attempt, jitter, random);
                    return delay >= TimeSpan.Zero && delay <= Cap;
                }
            );
}
