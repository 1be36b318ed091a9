using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Core.Tests.Requests;

public sealed class ReplyWeightTests
{
    private const int Large = 1_000_000;
    private static readonly RequestId Id = new("a");

    public static TheoryData<string, object?, long> Values =>
        new()
        {
            { "nothing", null, 0 },
            { "a number", 7, 0 },
            { "an object", new object(), 0 },
            { "bytes", new byte[Large], Large },
            { "memory", new ReadOnlyMemory<byte>(new byte[Large]), Large },
            { "text", new string('x', Large), 2 * Large },
            { "numbers", new long[Large], 8 * Large },
            { "pieces", new[] { new byte[Large], null!, new byte[Large] }, 2 * Large },
            { "texts", new[] { new string('x', Large), null! }, 2 * Large },
            { "objects", new object[Large], Large },
        };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Should_weigh_a_value_alone_and_in_a_batch_by_its_bytes(string name, object? value, long least)
    {
        var alone = new OperationCompleted(Id, new OperationOutcome.Succeeded(value), 1, TimeSpan.Zero);
        var batch = new BatchCompleted(Id, [new(0, value), new(1, value), new(2, null)], []);

        Assert.True(ReplyWeight.Of(alone) >= least, name);
        Assert.True(ReplyWeight.Of(batch) >= 2 * least, name);
        Assert.True(least > 0 || ReplyWeight.Of(alone) < 1_000, name);
    }

    [Fact]
    public void Should_weigh_the_messages_of_failures_and_accept_missing_ones()
    {
        var message = new string('x', Large);
        var failed = new OperationOutcome.Failed("T", message);
        var error = new BatchError(0, BatchErrorKind.Failed, "T", message);

        Assert.InRange(ReplyWeight.Of(new OperationCompleted(Id, failed, 1, TimeSpan.Zero)), 2 * Large, 3 * Large);
        Assert.InRange(ReplyWeight.Of(new BatchCompleted(Id, [], [error, error])), 4 * Large, 5 * Large);
        Assert.InRange(ReplyWeight.Of(new BatchCompleted(Id, [], [error with { Message = null! }])), 0, 1_000);
    }

    [Fact]
    public void Should_weigh_any_other_reply_as_small() =>
        Assert.Equal(ReplyWeight.Small, ReplyWeight.Of(new CommandRejected(RejectReason.NotFound, "no such process")));
}
