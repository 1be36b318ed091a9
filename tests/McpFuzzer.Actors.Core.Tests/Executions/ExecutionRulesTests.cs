using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class ExecutionRulesTests
{
    private static readonly RetryPolicy Sound = new(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), 0.5);

    [Fact]
    public void Should_accept_valid_and_absent_values()
    {
        Assert.Null(ExecutionRules.ErrorOf(null, null, null));
        Assert.Null(ExecutionRules.ErrorOf(ExecutionBounds.Time.Min, ExecutionBounds.Time.Max, Sound));
        Assert.Null(ExecutionRules.ErrorOf(null, null, new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(25 * 24 * 3_600)]
    public void Should_reject_a_time_that_is_out_of_range_by_its_name(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.StartsWith("Timeout", ExecutionRules.ErrorOf(time, null, null)?.Name, StringComparison.Ordinal);
        Assert.StartsWith("Deadline", ExecutionRules.ErrorOf(null, time, null)?.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_reject_each_part_of_a_policy_that_is_out_of_range_by_its_name()
    {
        Assert.StartsWith("Retry.RetryCount = -1", ErrorOf(Sound with { RetryCount = -1 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "Retry.RetryCount = 1001",
            ErrorOf(Sound with { RetryCount = 1_001 }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.RetryDelay",
            ErrorOf(Sound with { RetryDelay = TimeSpan.FromTicks(-1) }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.MaxDelay",
            ErrorOf(Sound with { MaxDelay = TimeSpan.FromMilliseconds(999) }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Retry.MaxDelay",
            ErrorOf(Sound with { MaxDelay = TimeSpan.MaxValue }),
            StringComparison.Ordinal
        );
        Assert.StartsWith("Retry.Jitter = NaN", ErrorOf(Sound with { Jitter = double.NaN }), StringComparison.Ordinal);
        Assert.StartsWith("Retry.Jitter", ErrorOf(Sound with { Jitter = 1.01 }), StringComparison.Ordinal);
        Assert.StartsWith("Retry.Jitter", ErrorOf(Sound with { Jitter = -0.01 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_allow_each_bound_of_a_policy()
    {
        var longest = ExecutionBounds.Time.Max;

        Assert.Null(ErrorOf(Sound with { RetryCount = 1_000 }));
        Assert.Null(ErrorOf(Sound with { RetryDelay = longest, MaxDelay = longest }));
        Assert.Null(ErrorOf(Sound with { Jitter = 1 }));
        Assert.Null(ErrorOf(Sound with { Jitter = 0 }));
    }

    [Fact]
    public void Should_name_the_first_invalid_value()
    {
        var wrong = Sound with { RetryCount = -1 };

        Assert.StartsWith(
            "Timeout",
            ExecutionRules.ErrorOf(TimeSpan.Zero, TimeSpan.Zero, wrong)?.Name,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Deadline",
            ExecutionRules.ErrorOf(null, TimeSpan.Zero, wrong)?.Name,
            StringComparison.Ordinal
        );
    }

    private static string? ErrorOf(RetryPolicy policy) => ExecutionRules.ErrorOf(null, null, policy)?.ToString();
}
