using CsCheck;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class RetryBudgetTests
{
    private static readonly RetryBudget Budget = new(Ratio: 0.2, PerSecond: 10, Burst: 100);

    [Fact]
    public void Should_hold_its_burst_at_the_start_and_no_more()
    {
        var balance = Budget.Full(TimeSpan.Zero);
        for (var n = 0; n < 100; n++)
        {
            balance = Budget.Retry(balance, TimeSpan.Zero)!;
            Assert.NotNull(balance);
        }

        Assert.Null(Budget.Retry(balance, TimeSpan.Zero));
    }

    [Fact]
    public void Should_add_a_share_with_each_operation_that_begins()
    {
        var empty = new RetryBudget.Balance(0, TimeSpan.Zero);

        Assert.Null(Budget.Retry(Budget.Begin(empty, 4, TimeSpan.Zero), TimeSpan.Zero));
        Assert.Equal(0, Budget.Retry(Budget.Begin(empty, 5, TimeSpan.Zero), TimeSpan.Zero)!.Retries, precision: 9);
        Assert.Equal(100, Budget.Begin(empty, 100_000, TimeSpan.Zero).Retries);
    }

    [Fact]
    public void Should_add_tokens_each_second()
    {
        var empty = new RetryBudget.Balance(0, TimeSpan.FromSeconds(5));

        Assert.Null(Budget.Retry(empty, TimeSpan.FromSeconds(5.09)));
        Assert.NotNull(Budget.Retry(empty, TimeSpan.FromSeconds(5.1)));
        Assert.Equal(99, Budget.Retry(empty, TimeSpan.FromHours(1))!.Retries);
    }

    [Fact]
    public void Should_remove_no_token_when_the_time_is_earlier()
    {
        var balance = new RetryBudget.Balance(3, TimeSpan.FromSeconds(5));

        Assert.Equal(new RetryBudget.Balance(2, TimeSpan.FromSeconds(5)), Budget.Retry(balance, TimeSpan.Zero));
    }

    [Fact]
    public void Should_never_allow_more_than_its_burst_and_the_added_tokens() =>
        Gen.Select(
                Gen.Double[0, 2],
                Gen.Double[0, 20],
                Gen.Int[0, 50],
                Gen.Select(Gen.Int[0, 9], Gen.Int[0, 500]).Array[0, 200]
            )
            .Sample(
                (ratio, perSecond, burst, steps) =>
                {
                    var budget = new RetryBudget(ratio, perSecond, burst);
                    var now = TimeSpan.Zero;
                    var balance = budget.Full(now);
                    var (begun, retried) = (0, 0);
                    foreach (var (operations, milliseconds) in steps)
                    {
                        now += TimeSpan.FromMilliseconds(milliseconds);
                        balance = budget.Begin(balance, operations, now);
                        begun += operations;
                        for (var next = budget.Retry(balance, now); next is not null; next = budget.Retry(balance, now))
                        {
                            balance = next;
                            retried++;
                        }

                        Assert.InRange(balance.Retries, 0, 1);
                        Assert.True(retried <= burst + (ratio * begun) + (perSecond * now.TotalSeconds) + 1e-6);
                    }
                }
            );
}
