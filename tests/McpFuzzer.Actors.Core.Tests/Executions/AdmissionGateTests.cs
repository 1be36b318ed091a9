using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class AdmissionGateTests
{
    private static readonly AdmissionGate Gate = new(QueueCapacity: 3, AbandonedLimit: 2);

    [Theory]
    [InlineData(0, 0, false, null)]
    [InlineData(2, 1, false, null)]
    [InlineData(3, 0, false, RejectReason.Overloaded)]
    [InlineData(0, 2, false, RejectReason.Overloaded)]
    [InlineData(0, 0, true, RejectReason.ShuttingDown)]
    [InlineData(3, 2, true, RejectReason.ShuttingDown)]
    public void Should_decide_at_once(int count, int abandoned, bool isShuttingDown, RejectReason? reason)
    {
        Assert.Equal(reason, Gate.Decide(count, abandoned, isShuttingDown)?.Reason);
        Assert.Equal(reason, Gate.DecideBatch(count, abandoned, isShuttingDown)?.Reason);
    }

    [Fact]
    public void Should_name_the_limit_that_is_reached()
    {
        Assert.Equal("3 operations wait already (queue-capacity 3)", Gate.Decide(3, 0, false)!.Message);
        Assert.Equal(
            "4 operations of earlier batches have not ended (queue-capacity 3)",
            Gate.DecideBatch(4, 0, false)!.Message
        );
        Assert.Contains("abandoned-limit 2", Gate.Decide(0, 2, false)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_start_no_operation_when_too_many_were_abandoned()
    {
        Assert.Null(Gate.DecideBegin(1));
        Assert.Equal(RejectReason.Overloaded, Gate.DecideBegin(2)!.Reason);
    }
}
