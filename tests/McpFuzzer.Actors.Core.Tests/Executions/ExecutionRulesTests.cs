using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class ExecutionRulesTests
{
    private static readonly RetryPolicy Sound = new(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), 0.5);

    [Fact]
    public void Should_accept_what_is_sound_or_not_given()
    {
        Assert.Null(ExecutionRules.Problem(null, null, null));
        Assert.Null(ExecutionRules.Problem(TimeSpan.FromTicks(1), ExecutionRules.LongestTime, Sound));
        Assert.Null(ExecutionRules.Problem(null, null, new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(25 * 24 * 3_600)]
    public void Should_refuse_a_time_that_is_out_of_range_by_its_name(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.StartsWith("Timeout = ", ExecutionRules.Problem(time, null, null), StringComparison.Ordinal);
        Assert.StartsWith("Deadline = ", ExecutionRules.Problem(null, time, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_each_part_of_a_policy_that_is_out_of_range_by_its_name()
    {
        Assert.StartsWith("Retry.RetryCount = -1", Problem(Sound with { RetryCount = -1 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "Retry.RetryCount = 1001",
            Problem(Sound with { RetryCount = 1_001 }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.RetryDelay",
            Problem(Sound with { RetryDelay = TimeSpan.FromTicks(-1) }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.MaxDelay",
            Problem(Sound with { MaxDelay = TimeSpan.FromMilliseconds(999) }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.MaxDelay",
            Problem(Sound with { MaxDelay = TimeSpan.MaxValue }),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Retry.Jitter = NaN", Problem(Sound with { Jitter = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("Retry.Jitter", Problem(Sound with { Jitter = 1.01 }), StringComparison.Ordinal);
        Assert.StartsWith("Retry.Jitter", Problem(Sound with { Jitter = -0.01 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_allow_each_bound_of_a_policy()
    {
        var longest = ExecutionRules.LongestTime;

        Assert.Null(Problem(Sound with { RetryCount = 1_000 }));
        Assert.Null(Problem(Sound with { RetryDelay = longest, MaxDelay = longest }));
        Assert.Null(Problem(Sound with { Jitter = 1 }));
        Assert.Null(Problem(Sound with { Jitter = 0 }));
    }

    [Fact]
    public void Should_name_the_first_that_is_wrong()
    {
        var wrong = Sound with { RetryCount = -1 };

        Assert.StartsWith(
            "Timeout",
            ExecutionRules.Problem(TimeSpan.Zero, TimeSpan.Zero, wrong),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Deadline", ExecutionRules.Problem(null, TimeSpan.Zero, wrong), StringComparison.Ordinal);
    }

    private static string? Problem(RetryPolicy policy) => ExecutionRules.Problem(null, null, policy);
}
