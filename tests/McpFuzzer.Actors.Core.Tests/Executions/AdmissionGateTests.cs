using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Core.Executions;

namespace McpFuzzer.Actors.Core.Tests.Executions;

public sealed class AdmissionGateTests
{
    private static readonly AdmissionGate Gate = new(QueueCapacity: 3, AbandonedLimit: 2);

    [Theory]
    [InlineData(0, 0, false, false, null)]
    [InlineData(2, 1, false, false, null)]
    [InlineData(3, 0, false, false, RejectReason.Overloaded)]
    [InlineData(0, 2, false, false, RejectReason.Overloaded)]
    [InlineData(0, 0, true, false, RejectReason.AlreadyExists)]
    [InlineData(3, 2, true, false, RejectReason.AlreadyExists)]
    [InlineData(0, 0, false, true, RejectReason.ShuttingDown)]
    [InlineData(3, 2, true, true, RejectReason.ShuttingDown)]
    public void Should_decide_at_once(
        int waiting,
        int abandoned,
        bool isAtWork,
        bool isShuttingDown,
        RejectReason? reason
    ) => Assert.Equal(reason, Gate.Decide(waiting, abandoned, isAtWork, isShuttingDown)?.Reason);

    [Fact]
    public void Should_name_the_limit_that_is_reached()
    {
        Assert.Contains("queue-capacity 3", Gate.Decide(3, 0, false, false)!.Message, StringComparison.Ordinal);
        Assert.Contains("abandoned-limit 2", Gate.Decide(0, 2, false, false)!.Message, StringComparison.Ordinal);
    }
}
