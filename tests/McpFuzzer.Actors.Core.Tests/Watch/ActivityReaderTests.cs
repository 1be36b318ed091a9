using CsCheck;
using McpFuzzer.Actors.Contracts.Watch;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class ActivityReaderTests
{
    private const long PerSecond = 1_000_000_000;
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An hour after the machine's start.</summary>
    private static readonly ClockReading Start = new(3600 * PerSecond, Noon);

    [Theory]
    [Trait("Hazard", "34")]
    [InlineData(0, CallbackFault.NoMoment)]
    [InlineData(-1, CallbackFault.NoMoment)]
    [InlineData(long.MinValue, CallbackFault.NoMoment)]
    [InlineData((3600 * PerSecond) + 1, CallbackFault.Future)]
    [InlineData(long.MaxValue, CallbackFault.Future)]
    public void Should_treat_an_impossible_timestamp_as_no_activity(long timestamp, CallbackFault fault) =>
        Assert.Equal(ActivityReading.None(fault), Read(timestamp, null, Start));

    [Fact]
    [Trait("Hazard", "34")]
    public void Should_treat_an_answer_without_a_time_as_no_activity() =>
        Assert.Equal(ActivityReading.None(CallbackFault.NoMoment), Read(null, null, Start));

    [Fact]
    [Trait("Hazard", "34")]
    public void Should_treat_an_impossible_wall_clock_time_as_no_activity()
    {
        Assert.Equal(ActivityReading.None(CallbackFault.NoMoment), Read(null, DateTimeOffset.MinValue, Start));
        Assert.Equal(ActivityReading.None(CallbackFault.NoMoment), Read(null, DateTimeOffset.UnixEpoch, Start));
        Assert.Equal(ActivityReading.None(CallbackFault.Future), Read(null, DateTimeOffset.MaxValue, Start));
        Assert.Equal(ActivityReading.None(CallbackFault.Future), Read(null, Noon + TimeSpan.FromTicks(1), Start));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600 * PerSecond)]
    public void Should_take_a_valid_timestamp_unchanged(long timestamp) =>
        Assert.Equal(ActivityReading.At(timestamp), Read(timestamp, null, Start));

    [Fact]
    public void Should_convert_a_wall_clock_time_into_its_age() =>
        Assert.Equal(
            ActivityReading.At(3590 * PerSecond),
            // The same moment in another time zone.
            Read(null, (Noon - TimeSpan.FromSeconds(10)).ToOffset(TimeSpan.FromHours(5)), Start)
        );

    [Theory]
    [Trait("Hazard", "25")]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Should_keep_the_age_of_a_timestamp_when_the_wall_clock_jumps_after_it(int jump)
    {
        var reader = Reader();
        // Active at 3605, checked at 3610, after the jump; and again without new activity.
        var returned = Noon + TimeSpan.FromSeconds(5);
        (reader, var first) = reader.Read(null, returned, After(10, jump));
        (reader, var second) = reader.Read(null, returned, After(20, jump));

        Assert.Equal(ActivityReading.At(3605 * PerSecond), first);
        Assert.Equal(ActivityReading.At(3605 * PerSecond), second);
    }

    [Theory]
    [Trait("Hazard", "25")]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Should_read_a_timestamp_by_its_own_clock_when_the_wall_clock_has_jumped_before_it(int jump)
    {
        // The clock jumps at 3603, the target is active at 3605, and is checked at 3610.
        var returned = Noon + TimeSpan.FromSeconds(5 + jump);

        var (_, reading) = Reader().Read(null, returned, After(10, jump));

        Assert.Equal(ActivityReading.At(3605 * PerSecond), reading);
    }

    /// <summary>A target that is active or idle in each of many seconds, while the wall clock jumps.</summary>
    [Fact]
    [Trait("Hazard", "25")]
    public void Should_keep_the_true_time_of_activity_for_any_jump_of_the_wall_clock() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 9], Gen.Int[-7200, 7200])
            .Array[1, 40]
            .Sample(steps =>
            {
                var reader = Reader();
                var (jumped, active) = (0, 0);
                var returned = Noon;
                for (var second = 1; second <= steps.Length; second++)
                {
                    var (acts, jumps, by) = steps[second - 1];
                    // A small jump looks like a target that was active a little later.
                    jumped += jumps == 0 ? by + (Math.Sign(by) * 100) : 0;
                    if (acts)
                    {
                        (active, returned) = (second, Noon + TimeSpan.FromSeconds(second + jumped));
                    }

                    (reader, var reading) = reader.Read(null, returned, After(second, jumped));
                    Assert.Equal(ActivityReading.At((3600 + active) * PerSecond), reading);
                }
            });

    private static ActivityReader Reader() => new(PerSecond, Start);

    private static ActivityReading Read(long? timestamp, DateTimeOffset? wallClock, ClockReading now) =>
        Reader().Read(timestamp, wallClock, now).Reading;

    private static ClockReading After(int seconds, int jump) =>
        new(Start.Timestamp + (seconds * PerSecond), Noon + TimeSpan.FromSeconds(seconds + jump));
}
